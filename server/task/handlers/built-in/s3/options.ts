/** What the handlers for S3 are told by their configuration. */
import { z } from 'zod'
import { secretOption } from '../secret-options.ts'

const STORAGE_CLASSES = [
  ...['STANDARD', 'STANDARD_IA', 'ONEZONE_IA', 'INTELLIGENT_TIERING'],
  ...['GLACIER_IR', 'GLACIER', 'DEEP_ARCHIVE', 'REDUCED_REDUNDANCY'],
] as const
const ACLS = [
  ...['private', 'public-read', 'authenticated-read', 'bucket-owner-read', 'bucket-owner-full-control'],
] as const

/** Parts are of 8 MiB, and S3 takes 10,000 of them. */
const MOST_BYTES = 64 * 1_024 ** 3

const where = {
  bucket: z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
      'expected a bucket name: 3 to 63 lower-case letters, digits, dots and dashes',
    )
    .meta({ title: 'Bucket' }),
  region: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/, 'expected a region, such as "eu-central-1"')
    .default('us-east-1')
    .meta({ title: 'Region' }),
  endpoint: z
    .url({ protocol: /^https?$/, error: 'expected an http or https URL' })
    .meta({
      title: 'Endpoint',
      description: 'Of another store that speaks S3; left out, AWS',
      examples: ['https://s3.example.com'],
    })
    .optional(),
  addressing: z.enum(['auto', 'path', 'host']).default('auto').meta({
    title: 'Bucket in',
    description: 'The path of the URL, or its host name; auto: the path with an endpoint, else the host name',
  }),
  keyPrefix: z
    .string()
    .max(512)
    .regex(
      /^(?!\/)(?!.*(^|\/)\.{1,2}(\/|$))[^\p{Cc}]*$/u,
      'expected a prefix that does not begin with "/", without "." and ".." between slashes',
    )
    .default('')
    .meta({ title: 'Key prefix', description: 'Stands before every key', examples: ['uploads/'] }),
}

const credentials = {
  accessKeyId: secretOption(
    'Access key id',
    "Left out with its secret, the worker's own AWS credentials hold (environment, shared files, role)",
  ).optional(),
  secretAccessKey: secretOption('Secret access key', 'Of the access key id').optional(),
  sessionToken: secretOption('Session token', 'Of temporary credentials').optional(),
}

const how = {
  storageClass: z.enum(STORAGE_CLASSES).optional().meta({ title: 'Storage class' }),
  serverSideEncryption: z.enum(['AES256', 'aws:kms', 'aws:kms:dsse']).optional().meta({
    title: 'Encryption',
    description: "Left out, the bucket's own",
  }),
  kmsKeyId: z
    .string()
    .min(1)
    .max(2_048)
    .optional()
    .meta({ title: 'KMS key', description: 'Id or ARN; only with aws:kms' }),
  acl: z.enum(ACLS).optional().meta({ title: 'Access', description: "Left out, the bucket's own" }),
}

type Shared = z.infer<z.ZodObject<typeof where & typeof credentials & typeof how>>

function* problemsOf(given: Shared): Generator<readonly [keyof Shared, string]> {
  const { accessKeyId, secretAccessKey, sessionToken, endpoint } = given
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined))
    yield accessKeyId === undefined
      ? ['accessKeyId', 'expected an access key id with secretAccessKey, got none']
      : ['secretAccessKey', 'expected a secret access key with accessKeyId, got none']
  if (sessionToken !== undefined && accessKeyId === undefined)
    yield ['sessionToken', 'expected no session token without accessKeyId, got one']
  // What the worker may do at AWS is nothing to show to another host.
  if (endpoint !== undefined && accessKeyId === undefined && secretAccessKey === undefined)
    yield ['accessKeyId', 'expected an access key id with an endpoint, got none']
  if (given.kmsKeyId !== undefined && given.serverSideEncryption?.startsWith('aws:kms') !== true)
    yield ['kmsKeyId', 'expected no KMS key without serverSideEncryption "aws:kms", got one']
}

function agreeing({ value, issues }: z.core.ParsePayload<Shared>): void {
  for (const [option, message] of problemsOf(value))
    issues.push({ code: 'custom', path: [option], message, input: value })
}

const milliseconds = z.int().min(100).max(86_400_000)

export const uploadOptions = z.strictObject({ ...where, ...credentials, ...how }).check(agreeing)

export const fetchOptions = z
  .strictObject({
    ...where,
    ...credentials,
    maxBytes: z
      .int()
      .min(1)
      .max(MOST_BYTES)
      .default(1_024 ** 3)
      .meta({ title: 'Most bytes', description: 'A larger file is dead; 1073741824 is 1 GiB' }),
    allowedContentTypes: z
      .string()
      .max(2_000)
      .regex(
        /^\s*[\w.+-]+\/([\w.+-]+|\*)(\s*,\s*[\w.+-]+\/([\w.+-]+|\*))*\s*$/,
        'expected media types with commas between them, such as "image/*, application/pdf"',
      )
      .optional()
      .meta({
        title: 'Content types',
        description: 'That may be stored; left out, all',
        examples: ['image/*, application/pdf'],
      }),
    firstByteTimeoutMs: milliseconds.default(30_000).meta({
      title: 'First byte within',
      description: 'Milliseconds, for each redirect anew',
    }),
    idleTimeoutMs: milliseconds.default(30_000).meta({
      title: 'Next bytes within',
      description: 'Milliseconds without a byte of the source',
    }),
    totalTimeoutMs: milliseconds.default(600_000).meta({
      title: 'All within',
      description: "Milliseconds; the type's own timeout may end it sooner",
    }),
    ...how,
  })
  .check(agreeing)

export type UploadOptions = z.infer<typeof uploadOptions>
export type FetchOptions = z.infer<typeof fetchOptions>
/** What both are told: where and how objects are stored. */
export type StoreOptions = UploadOptions
