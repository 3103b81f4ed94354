/** What each environment variable must look like. Messages follow the variable's name, and never repeat a secret. */
import { z } from 'zod'

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
)

const port = z
  .string()
  .regex(/^\d+$/, 'expected a port number such as 3000')
  .transform(Number)
  .pipe(z.number().max(65_535, 'expected a port number up to 65535'))

const SWITCH = { '1': true, true: true, '0': false, false: false } as const
const onOff = z.enum(['0', '1', 'true', 'false'], 'expected 0 or 1').transform((text) => SWITCH[text])

const postgresUrl = z
  .url({
    protocol: /^postgres(ql)?$/,
    error: 'expected a URL such as postgresql://user:password@host:5432/database',
    abort: true,
  })
  .refine(
    (text) => new URL(text).pathname.length > 1,
    'expected the name of a database at the end, such as …:5432/signalbox',
  )

const baseUrl = z
  .url({
    protocol: /^https?$/,
    error: 'expected an http or https URL such as https://signalbox.example.com',
    abort: true,
  })
  .refine(
    (text) => new URL(text).pathname === '/',
    'expected no path: Signalbox lives at the root of its host',
  )
  .transform((text) => new URL(text).origin)

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

export const environmentSchema = z.object({
  PORT: port.default(3_000),
  HOST: z.string().min(1).default('127.0.0.1'),
  SIGNALBOX_DATA_DIR: z.string().default('.signalbox'),
  DATABASE_URL: postgresUrl.optional(),
  BASE_URL: baseUrl.optional(),
  TRUSTED_PROXIES: list.default([]),
  SIGNALBOX_ADMIN_EMAIL: z.email('expected an e-mail address').optional(),
  SIGNALBOX_ADMIN_PASSWORD: z.string().min(12, 'expected at least 12 characters').optional(),
  SIGNALBOX_BOOTSTRAP_TOKEN: z.string().min(32, 'expected at least 32 characters').optional(),
  SIGNALBOX_DEMO: onOff.default(true),
  SIGNALBOX_ENVIRONMENT: z.string().max(40, 'expected at most 40 characters').default('local'),
  SIGNALBOX_ENVIRONMENT_COLOR: z
    .string()
    .regex(/^(#[0-9a-fA-F]{6}|[a-z]+)$/, 'expected a colour such as #2f6feb or "green"')
    .default('gray'),
  SIGNALBOX_ALLOW_TARGETS: list.optional(),
  SIGNALBOX_SECRET_ENV: list
    .pipe(z.array(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*\*?$/, 'expected names of environment variables')))
    .default([]),
  LOG_LEVEL: z.enum(LOG_LEVELS, `expected one of ${LOG_LEVELS.join(', ')}`).optional(),
  NEXT_DIST_DIR: z.string().min(1).default('.next'),
  AUTH_SECRET: z.string().min(32, 'expected at least 32 characters').optional(),
  RABBITMQ_URL: z.string().optional(),
  RABBITMQ_MANAGEMENT_URL: z.string().optional(),
  KAFKA_BROKERS: z.string().optional(),
  REDIS_URL: z.string().optional(),
})

const PAIR = ['SIGNALBOX_ADMIN_EMAIL', 'SIGNALBOX_ADMIN_PASSWORD'] as const

/** The admin's e-mail and password come together; told apart from the schema, which stops at what is wrong in a field. */
export function missingOfPair(given: Readonly<Record<string, string | undefined>>): string | null {
  const missing = PAIR.filter((name) => given[name] === undefined)
  const present = PAIR.find((name) => given[name] !== undefined)
  return missing.length === 1 ? `${missing[0]}: expected a value, because ${present} is set` : null
}
