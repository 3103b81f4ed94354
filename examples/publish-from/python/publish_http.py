"""Publishes over the HTTP API with nothing but Python itself. Needs SIGNALBOX_URL and SIGNALBOX_TOKEN (scope "publish")."""
import json
import os
import sys
import urllib.request

task = {"type": sys.argv[1] if len(sys.argv) > 1 else "email.send", "payload": {"from": "python, http"}}
request = urllib.request.Request(
    f"{os.environ['SIGNALBOX_URL']}/api/v1/tasks",
    data=json.dumps(task).encode(),
    headers={
        "Authorization": f"Bearer {os.environ['SIGNALBOX_TOKEN']}",
        "Content-Type": "application/json",
    },
)
print(urllib.request.urlopen(request).read().decode())
