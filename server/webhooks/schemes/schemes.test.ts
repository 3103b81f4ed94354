/** A delivery is admitted only with the signature that its provider's documentation shows, and with nothing changed. */
import { describe, expect, it } from 'vitest'
import { SCHEMES, type SchemeName, type Verification } from './scheme.ts'
import { schemes } from './schemes.ts'

interface Example {
  readonly scheme: SchemeName
  readonly secret: string
  readonly headers: Record<string, string>
  readonly body: string
  readonly url?: string
  readonly at?: number
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const TWILIO_URL = 'https://mycompany.com/myapp.php?foo=1&bar=2'

/** As published: GitHub and Slack in their guides, Twilio in its libraries' tests, Standard Webhooks by its library. */
const DOCUMENTED: readonly Example[] = [
  {
    scheme: 'github',
    secret: "It's a Secret to Everybody",
    headers: {
      'x-hub-signature-256': 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
    },
    body: 'Hello, World!',
  },
  {
    scheme: 'slack',
    secret: '8f742231b10e8888abcd99yyyzzz85a5',
    at: 1_531_420_618,
    headers: {
      'x-slack-request-timestamp': '1531420618',
      'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    },
    body: 'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
  },
  {
    scheme: 'twilio',
    secret: '12345',
    url: TWILIO_URL,
    headers: { ...FORM, 'x-twilio-signature': '0/KCTR6DLpKmkAf8muzZqo1nDgQ=' },
    body: 'CallSid=CA1234567890ABCDE&Caller=%2B12349013030&Digits=1234&From=%2B12349013030&To=%2B18005551212',
  },
  {
    scheme: 'twilio',
    secret: '12345',
    url: `${TWILIO_URL}&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620`,
    headers: { 'content-type': 'application/json', 'x-twilio-signature': 'a9nBmqA0ju/hNViExpshrM61xv4=' },
    body: '{"property": "value", "boolean": true}',
  },
  {
    scheme: 'standard-webhooks',
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    at: 1_614_265_330,
    headers: {
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    },
    body: '{"test": 2432232314}',
  },
]

const AT = 1_700_000_000
const secondsAt = (seconds: number) => new Date(seconds * 1_000)

function givenOf(example: Example, change: Partial<Verification> = {}): Verification {
  return {
    headers: new Headers(example.headers),
    body: Buffer.from(example.body),
    url: example.url ?? 'https://signalbox.test/api/v1/hooks/x',
    secret: example.secret,
    options: {},
    now: secondsAt(example.at ?? AT),
    ...change,
  }
}

const verify = (example: Example, change?: Partial<Verification>) =>
  schemes[example.scheme].verify(givenOf(example, change))

/** What `sign` of the scheme makes, as the provider would send it. */
function signed(scheme: SchemeName, options: Verification['options'] = {}): Example {
  const url = 'https://signalbox.test/api/v1/hooks/x'
  const given = { body: Buffer.from('a=1'), url, secret: 'secret', options, now: secondsAt(AT), id: 'm1' }
  return { scheme, secret: 'secret', headers: schemes[scheme].sign(given), body: 'a=1', at: AT }
}

describe.each(DOCUMENTED)('the documented example of $scheme ($url)', (example) => {
  it('is admitted', () => expect(verify(example)).toMatchObject({ ok: true }))
  it('is refused with another body', () =>
    expect(verify(example, { body: Buffer.from(`${example.body}&more=1`) })).toMatchObject({ ok: false }))
  it('is refused with another secret', () =>
    expect(verify(example, { secret: 'another' })).toMatchObject({ ok: false }))
})

describe.each(SCHEMES)('%s', (scheme) => {
  it('admits what is signed with the secret, and names a header that is missing', () => {
    expect(verify(signed(scheme))).toMatchObject({ ok: true })
    const bare = verify({ ...signed(scheme), headers: {} })
    expect(bare).toMatchObject({ ok: false, reason: expect.stringContaining('missing') })
  })

  it('refuses a wrong secret without saying what was expected', () => {
    const verdict = verify(signed(scheme), { secret: 'wrong' })
    expect(verdict).toEqual({ ok: false, reason: 'The signature does not match.' })
  })
})

describe.each([
  ['standard-webhooks', {}],
  ['stripe', {}],
  ['slack', {}],
  ['hmac-sha256', { timestampHeader: 'x-time' }],
] as const)('the clock of %s', (scheme, options) => {
  it.each([-301, 301])('refuses %i seconds of skew', (skew) => {
    const verdict = verify(signed(scheme, options), { options, now: secondsAt(AT + skew) })
    expect(verdict).toMatchObject({ ok: false, reason: expect.stringContaining('300 seconds') })
  })
  it.each([-299, 299])('admits %i seconds of skew', (skew) =>
    expect(verify(signed(scheme, options), { options, now: secondsAt(AT + skew) })).toMatchObject({
      ok: true,
    }),
  )
})

describe('what a scheme leaves open', () => {
  it('follows header, encoding and prefix', () => {
    const options = { header: 'x-shop-hmac', encoding: 'base64', prefix: 'sig=' } as const
    const example = signed('hmac-sha256', options)
    expect(example.headers['x-shop-hmac']).toMatch(/^sig=/)
    expect(verify(example, { options })).toMatchObject({ ok: true })
    expect(verify(example)).toMatchObject({ ok: false })
  })

  it('admits any of several signatures, as they come while a secret is changed', () => {
    const { headers, ...rest } = signed('stripe')
    const both = { 'stripe-signature': `${headers['stripe-signature']},v1=00` }
    expect(verify({ ...rest, headers: both })).toMatchObject({ ok: true })
  })

  it('refuses JSON from Twilio whose hash is not in the address', () => {
    const json = { ...DOCUMENTED[3], url: TWILIO_URL } as Example
    expect(verify(json)).toMatchObject({ ok: false, reason: expect.stringContaining('bodySHA256') })
  })
})
