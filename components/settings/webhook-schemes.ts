/** The providers' ways to sign, and what to set up there. */
import type { Schemas } from '@/components/api/client'

type Scheme = Schemas['WebhookScheme']

export const SCHEMES: readonly { readonly value: Scheme; readonly label: string; readonly setUp: string }[] =
  [
    {
      value: 'standard-webhooks',
      label: 'Standard Webhooks',
      setUp: 'Add the address as an endpoint; the secret begins with "whsec_".',
    },
    {
      value: 'github',
      label: 'GitHub',
      setUp: 'Repository → Settings → Webhooks: content type application/json, and the same secret.',
    },
    {
      value: 'stripe',
      label: 'Stripe',
      setUp: 'Developers → Webhooks: add the address; the secret is the endpoint’s signing secret.',
    },
    {
      value: 'slack',
      label: 'Slack',
      setUp: 'Event Subscriptions: the address as Request URL; the secret is the app’s signing secret.',
    },
    {
      value: 'twilio',
      label: 'Twilio',
      setUp:
        'Give the address to the number or service; the secret is the account’s auth token. BASE_URL must be public.',
    },
    {
      value: 'hmac-sha256',
      label: 'HMAC-SHA256',
      setUp: 'The sender signs the raw body with HMAC-SHA256 and puts the signature into the header.',
    },
    {
      value: 'token',
      label: 'Token in a header',
      setUp:
        'The sender puts the secret itself into the header. It proves nothing of the body: prefer a signature.',
    },
  ]

export const hasHeader = (scheme: Scheme) => scheme === 'hmac-sha256' || scheme === 'token'
