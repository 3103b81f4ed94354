#!/bin/sh
# Publishes over the HTTP API: a task, and a structured CloudEvent. Needs SIGNALBOX_URL and SIGNALBOX_TOKEN (scope "publish").
# curl ends with 22 when the answer is not 202; the answer then says which field is wrong.
set -eu
type=${1:-email.send}

curl -sS --fail-with-body "$SIGNALBOX_URL/api/v1/tasks" \
  -H "Authorization: Bearer $SIGNALBOX_TOKEN" \
  -H 'Content-Type: application/json' \
  -d "{\"type\": \"$type\", \"payload\": {\"from\": \"curl\"}}"
echo

curl -sS --fail-with-body "$SIGNALBOX_URL/api/v1/tasks" \
  -H "Authorization: Bearer $SIGNALBOX_TOKEN" \
  -H 'Content-Type: application/cloudevents+json' \
  -d "{\"specversion\": \"1.0\", \"id\": \"curl-event\", \"type\": \"$type\", \"source\": \"/shop\", \"data\": {\"from\": \"curl, CloudEvent\"}}"
echo
