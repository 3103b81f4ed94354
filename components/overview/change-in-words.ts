/** Audit actions as verbs: "queue.pause" → "paused". */
const VERBS: Record<string, string> = {
  'assignments.save': 'changed the assignments of',
  'assignments.rollback': 'rolled back the assignments of',
  'change-set.create': 'applied change set',
  'change-set.rollback': 'rolled back change set',
  'queue.pause': 'paused',
  'queue.resume': 'resumed',
  'queue.purge': 'began to purge',
  'queue.purged': 'purged',
  'person.invite': 'invited',
  'person.create': 'created the account of',
  'instance.command': 'sent a command to',
}

const ACTIONS: Record<string, string> = {
  create: 'created',
  change: 'changed',
  delete: 'removed',
  revoke: 'revoked',
}

/** In the past tense; an action that is not known is shown as it is. */
export function changeInWords(action: string): string {
  const known = VERBS[action]
  if (known) return known
  const [kind = '', verb = ''] = action.split('.')
  const past = ACTIONS[verb]
  return past ? `${past} ${kind.replace('-', ' ')}` : action
}

/** Coming and going is in the activity, but changes nothing. */
export const isChange = (action: string) => !action.startsWith('session.')
