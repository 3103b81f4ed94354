"""Publishes straight to Kafka. Needs KAFKA_BROKERS; the topic is made when the task type is saved or its consumer starts."""
import json
import os
import sys
import uuid

from confluent_kafka import Producer

task_type = sys.argv[1] if len(sys.argv) > 1 else "email.send"
task_id = str(uuid.uuid4())
failures = []

producer = Producer({"bootstrap.servers": os.environ["KAFKA_BROKERS"], "acks": "all", "enable.idempotence": True})
producer.produce(
    f"task.{task_type}",
    value=json.dumps({"from": "python, kafka"}).encode(),
    key=b"customer-7",  # the partition key; leave it out where order does not matter
    headers={
        "ce_specversion": "1.0",
        "ce_id": task_id,
        "ce_type": task_type,
        "ce_source": "/shop",
        "content-type": "application/json",
    },
    on_delivery=lambda error, _message: failures.append(error) if error else None,
)
left = producer.flush(30)
if failures or left:
    sys.exit(f"not published: {failures or 'no answer within 30 s'}")
print(task_id)
