/** The JSON key file of a Google service account: what of it is used, checked. */
import { createPrivateKey, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import { TaskError } from '../../../../errors.ts'
import { checkTargetUrl } from '../../../target-rules.ts'

const keyFile = z.object({
  project_id: z.string().min(1),
  client_email: z.string().min(1),
  private_key: z.string().min(1),
  private_key_id: z.string().optional(),
  token_uri: z.url().default('https://oauth2.googleapis.com/token'),
})

export interface ServiceAccount {
  readonly projectId: string
  readonly email: string
  readonly keyId: string | undefined
  readonly key: KeyObject
  readonly tokenUrl: string
}

/** @throws TaskError `config-invalid` or `target-forbidden`; neither quotes the file */
export function readServiceAccount(text: string, allowTargets: readonly string[]): ServiceAccount {
  const read = keyFile.safeParse(parsed(text))
  if (!read.success)
    throw invalid(`its ${read.error.issues[0]?.path.join('.') || 'content'} is missing or wrong`)
  const { project_id, client_email, private_key, private_key_id, token_uri } = read.data
  const forbidden = checkTargetUrl(token_uri, allowTargets)
  if (forbidden !== null) throw forbidden
  return {
    ...{ projectId: project_id, email: client_email, keyId: private_key_id },
    ...{ key: readKey(private_key), tokenUrl: token_uri },
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Its message quotes the text.
    throw invalid('it is no JSON')
  }
}

function readKey(pem: string): KeyObject {
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyType === 'rsa') return key
  } catch {
    // Its message may quote the key.
  }
  throw invalid('its private_key is no RSA key in PEM')
}

function invalid(why: string): TaskError {
  return new TaskError(
    'config-invalid',
    `The option serviceAccount of push.fcm: expected the JSON key file of a service account, but ${why}.`,
    { context: { option: 'serviceAccount' } },
  )
}
