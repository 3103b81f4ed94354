/** `s3.fetch` downloads a URL into a bucket; `s3.upload` stores what the task itself carries. */
import { builtIn } from '../built-in.ts'
import { fetchOptions, uploadOptions } from './options.ts'

const needs = '@aws-sdk/client-s3'

const key = {
  type: 'string',
  minLength: 1,
  maxLength: 1_024,
  // No "." or ".." between slashes: some stores would take them for folders, and leave the prefix.
  pattern: '^(?!/)(?!.*(^|/)\\.{1,2}(/|$))[^\\p{Cc}]+$',
}
const contentType = { type: 'string', maxLength: 256, pattern: '^[\\w.+-]+/[\\w.+-]+(\\s*;[\\x20-\\x7e]*)?$' }
const metadata = {
  type: 'object',
  maxProperties: 50,
  propertyNames: { pattern: '^(?!signalbox-)[a-z0-9][a-z0-9_-]{0,99}$' },
  additionalProperties: {
    type: 'string',
    maxLength: 2_000,
    pattern: '^[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?$',
  },
}

export const s3Fetch = builtIn({
  name: 's3.fetch',
  version: 1,
  title: 'Download to S3',
  description: 'Downloads a file from a URL and stores it in an S3 bucket.',
  category: 'files',
  options: fetchOptions,
  payload: {
    type: 'object',
    properties: {
      url: { type: 'string', maxLength: 8_192, format: 'uri', pattern: '^[Hh][Tt][Tt][Pp][Ss]?://' },
      key,
      contentType,
      sha256: { type: 'string', pattern: '^[0-9A-Fa-f]{64}$' },
      md5: { type: 'string', pattern: '^[0-9A-Fa-f]{32}$' },
      metadata,
      headers: {
        type: 'object',
        maxProperties: 50,
        propertyNames: {
          pattern: "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$",
          // Theirs is the connection, or how the bytes come.
          not: {
            pattern:
              '^([Hh][Oo][Ss][Tt]|[Cc][Oo][Nn][Nn][Ee][Cc][Tt][Ii][Oo][Nn]|[Cc][Oo][Nn][Tt][Ee][Nn][Tt]-[Ll][Ee][Nn][Gg][Tt][Hh]|[Tt][Rr][Aa][Nn][Ss][Ff][Ee][Rr]-[Ee][Nn][Cc][Oo][Dd][Ii][Nn][Gg]|[Uu][Pp][Gg][Rr][Aa][Dd][Ee]|[Ee][Xx][Pp][Ee][Cc][Tt]|[Tt][Ee]|[Rr][Aa][Nn][Gg][Ee]|[Aa][Cc][Cc][Ee][Pp][Tt]-[Ee][Nn][Cc][Oo][Dd][Ii][Nn][Gg])$',
          },
        },
        additionalProperties: { type: 'string', maxLength: 4_096, pattern: '^[\\t\\x20-\\x7e]*$' },
      },
    },
    required: ['url', 'key'],
    additionalProperties: false,
  },
  example: { url: 'https://example.com/invoice.pdf', key: 'invoices/4711.pdf' },
  defaults: { timeoutMs: 900_000 },
  needs,
  addresses: ['endpoint'],
  load: () => import('./fetch.ts').then(({ s3FetchRun }) => ({ run: s3FetchRun })),
})

export const s3Upload = builtIn({
  name: 's3.upload',
  version: 1,
  title: 'Store in S3',
  description: 'Stores text, bytes or JSON that the task carries as an object in an S3 bucket.',
  category: 'files',
  options: uploadOptions,
  payload: {
    type: 'object',
    properties: {
      key,
      content: { type: 'string' },
      contentBase64: {
        type: 'string',
        pattern: '^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$',
      },
      json: {},
      contentType,
      metadata,
    },
    required: ['key'],
    oneOf: [{ required: ['content'] }, { required: ['contentBase64'] }, { required: ['json'] }],
    additionalProperties: false,
  },
  example: { key: 'reports/2026-05.json', json: { invoices: 4711 } },
  defaults: { timeoutMs: 60_000 },
  needs,
  addresses: ['endpoint'],
  load: () => import('./upload.ts').then(({ s3UploadRun }) => ({ run: s3UploadRun })),
})
