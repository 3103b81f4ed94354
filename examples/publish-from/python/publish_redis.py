"""Publishes straight to Redis: one entry in the type's stream. Needs REDIS_URL."""
import json
import os
import sys
import uuid

import redis

task_type = sys.argv[1] if len(sys.argv) > 1 else "email.send"
task_id = str(uuid.uuid4())

client = redis.Redis.from_url(os.environ["REDIS_URL"])
client.xadd(
    f"task:{{{task_type}}}",
    {
        "specversion": "1.0",
        "id": task_id,
        "type": task_type,
        "source": "/shop",
        "datacontenttype": "application/json",
        "data": json.dumps({"from": "python, redis"}),
    },
)
print(task_id)
