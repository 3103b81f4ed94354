import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/** Publishes straight to RabbitMQ. Needs RABBITMQ_URL; the task type must have been saved, or its consumer have run once. */
public class Publish {
  public static void main(String[] arguments) throws Exception {
    String type = arguments.length > 0 ? arguments[0] : "email.send";
    String id = UUID.randomUUID().toString();
    byte[] payload = "{\"from\": \"java, rabbitmq\"}".getBytes(StandardCharsets.UTF_8);
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(System.getenv("RABBITMQ_URL"));

    AMQP.BasicProperties properties = MessageProperties.PERSISTENT_BASIC.builder()
        .messageId(id)
        .type(type)
        .contentType("application/json")
        .headers(Map.of("cloudEvents_specversion", "1.0", "cloudEvents_source", "/shop"))
        .build();

    try (var connection = factory.newConnection(); var channel = connection.createChannel()) {
      AtomicReference<String> returned = new AtomicReference<>();
      channel.addReturnListener(message -> returned.set(message.getReplyText()));
      channel.confirmSelect();
      channel.basicPublish("", "task." + type, true, properties, payload);
      channel.waitForConfirmsOrDie(10_000); // returns when the broker has it
      if (returned.get() != null) throw new IllegalStateException("not published: " + returned.get());
    }
    System.out.println(id);
  }
}
