"""Publishes straight to RabbitMQ. Needs RABBITMQ_URL; the task type must have been saved, or its consumer have run once."""
import json
import os
import sys
import uuid

import pika

task_type = sys.argv[1] if len(sys.argv) > 1 else "email.send"
task_id = str(uuid.uuid4())

with pika.BlockingConnection(pika.URLParameters(os.environ["RABBITMQ_URL"])) as connection:
    channel = connection.channel()
    # From here on basic_publish returns when the broker has the message, and raises when it has not.
    channel.confirm_delivery()
    channel.basic_publish(
        exchange="",
        routing_key=f"task.{task_type}",
        body=json.dumps({"from": "python, rabbitmq"}).encode(),
        properties=pika.BasicProperties(
            message_id=task_id,
            type=task_type,
            content_type="application/json",
            delivery_mode=2,
            headers={"cloudEvents_specversion": "1.0", "cloudEvents_source": "/shop"},
        ),
        mandatory=True,  # an error instead of silence when there is no such queue
    )
print(task_id)
