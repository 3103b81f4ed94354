/** Which errors of `chat.postMessage` are the task's own (Slack's reference of that method lists them). */

/** The message as such: trying again sends the same. */
const MESSAGE = new Set([
  'no_text',
  'msg_too_long',
  'too_many_attachments',
  'too_many_contact_cards',
  'invalid_blocks',
  'invalid_blocks_format',
  'invalid_attachments',
  'invalid_arguments',
  'invalid_arg_name',
  'invalid_array_arg',
  'invalid_charset',
  'invalid_json',
  'json_not_object',
  'invalid_post_type',
  'metadata_too_large',
  'cannot_reply_to_message',
])

/** The channel: the task's own when it named it, else a matter of the configuration. */
const CHANNEL = new Set(['channel_not_found', 'is_archived', 'messages_tab_disabled', 'user_not_found'])

/** A bot that is not in the channel yet, a revoked token, a missing scope can all be put right: those are not. */
export function isTasksFault(error: string, channelFromTask: boolean): boolean {
  return MESSAGE.has(error) || (channelFromTask && CHANNEL.has(error))
}
