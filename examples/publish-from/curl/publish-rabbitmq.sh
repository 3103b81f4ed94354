#!/bin/sh
# Publishes through RabbitMQ's management API. For tests and emergencies: it is slow, and the broker does not confirm; it only
# says whether the message was routed. Needs RABBITMQ_MANAGEMENT_URL, such as http://user:password@127.0.0.1:15672.
set -eu
type=${1:-email.send}

answer=$(curl -sS --fail-with-body "$RABBITMQ_MANAGEMENT_URL/api/exchanges/%2F/amq.default/publish" \
  -H 'Content-Type: application/json' \
  -d "{
    \"routing_key\": \"task.$type\",
    \"properties\": {
      \"message_id\": \"curl-management\", \"type\": \"$type\", \"content_type\": \"application/json\", \"delivery_mode\": 2,
      \"headers\": { \"cloudEvents_specversion\": \"1.0\", \"cloudEvents_source\": \"/shop\" }
    },
    \"payload\": \"{\\\"from\\\": \\\"curl, management\\\"}\",
    \"payload_encoding\": \"string\"
  }")
echo "$answer"
test "$answer" = '{"routed":true}'
