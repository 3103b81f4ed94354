"""Runs tasks of one type straight from RabbitMQ, by the protocol in docs/messages.md, without any library of Signalbox.

    python consume_rabbitmq.py email.send

1. Done: acknowledge.
2. Failed: publish the task again with the next attempt, through a queue that holds it for the delay; then acknowledge.
3. Failed for the last time, or not to be repeated: publish it to the dead queue; then acknowledge.

What is published is confirmed before the old message is acknowledged: a crash between gives a duplicate, never a loss.
Needs RABBITMQ_URL.
"""
import base64
import json
import os
import signal
import sys
import uuid
from datetime import datetime, timezone

import pika

TASK_TYPE = sys.argv[1] if len(sys.argv) > 1 else "email.send"
QUEUE = f"task.{TASK_TYPE}"
MAX_ATTEMPTS = 3
RETRY_DELAY_MS = 500
RETRY_QUEUE = f"{QUEUE}.python-retry-{RETRY_DELAY_MS}ms"


class Rejected(Exception):
    """No further attempt would help."""


def run(payload, attempt):
    """Your work goes here."""
    print(json.dumps({"attempt": attempt, "payload": payload}), flush=True)
    if payload.get("reject"):
        raise Rejected("nobody can do this")
    if attempt <= payload.get("fails", 0):
        raise RuntimeError(f"attempt {attempt} failed")


def attributes_of(properties):
    """What the broker adds (x-death and others) must not travel on: older brokers would take it for a cycle and drop it."""
    headers = properties.headers or {}
    return {name: value for name, value in headers.items() if not name.startswith("x-")}


def number(headers, attribute, default):
    value = headers.get(f"cloudEvents_{attribute}", headers.get(attribute, default))
    return int(value)


def publish(channel, queue, body, properties, headers):
    copy = pika.BasicProperties(
        message_id=properties.message_id or str(uuid.uuid4()),
        type=TASK_TYPE,
        content_type=properties.content_type,
        delivery_mode=2,
        headers=headers,
    )
    channel.basic_publish("", queue, body, copy, mandatory=True)


def bury(channel, body, properties, reason, error):
    now = datetime.now(timezone.utc).isoformat().replace("+00:00", "Z")
    message = str(error)[:1_000]  # all of it, base64, must stay below 16 KiB
    info = {
        "error": {"name": type(error).__name__, "message": message},
        "attempts": [{"at": now, "error": message}],
        "firstFailedAt": now,
        "failedAt": now,
        "project": "python-example",
        "instance": f"{os.uname().nodename}-{os.getpid()}",
        "revision": 0,
    }
    headers = {
        **attributes_of(properties),
        "cloudEvents_deadid": str(uuid.uuid4()),
        "cloudEvents_deadreason": reason,
        "cloudEvents_deadinfo": base64.b64encode(json.dumps(info).encode()).decode(),
    }
    publish(channel, f"{QUEUE}.dead", body, properties, headers)


def handle(channel, method, properties, body):
    headers = attributes_of(properties)
    try:
        attempt = number(headers, "attempt", 1)
        limit = number(headers, "maxattempts", MAX_ATTEMPTS)  # a replay says how many it wants
        run(json.loads(body), attempt)
    except (Rejected, ValueError) as error:
        bury(channel, body, properties, "rejected" if isinstance(error, Rejected) else "malformed", error)
    except Exception as error:
        if attempt >= limit:
            bury(channel, body, properties, "exhausted", error)
        else:
            publish(channel, RETRY_QUEUE, body, properties, {**headers, "cloudEvents_attempt": str(attempt + 1)})
    channel.basic_ack(method.delivery_tag)


def declare_retry_queue(channel):
    """Holds each message for one and the same delay (only the head of a queue expires), then passes it on."""
    arguments = {
        "x-queue-type": "quorum",
        "x-message-ttl": RETRY_DELAY_MS,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": QUEUE,
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
    }
    channel.queue_declare(RETRY_QUEUE, durable=True, arguments=arguments)


def stop(*_):
    raise KeyboardInterrupt


signal.signal(signal.SIGTERM, stop)
with pika.BlockingConnection(pika.URLParameters(os.environ["RABBITMQ_URL"])) as connection:
    channel = connection.channel()
    channel.confirm_delivery()
    declare_retry_queue(channel)
    channel.basic_qos(prefetch_count=1)
    channel.basic_consume(QUEUE, handle)
    try:
        channel.start_consuming()
    except KeyboardInterrupt:
        channel.stop_consuming()
