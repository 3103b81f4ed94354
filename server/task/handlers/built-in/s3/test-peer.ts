/**
 * An S3 on this machine, for tests: checks each request's signature (AWS Signature Version 4) and the hash of its body,
 * and answers in XML. It keeps objects in memory; of those, only what was completed.
 */
import { createHash, createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface PeerObject {
  readonly bytes: number
  readonly sha256: string
  /** Empty where the peer keeps no bodies. */
  readonly body: Buffer
  /** Those that S3 gives back with the object. */
  readonly headers: Readonly<Record<string, string>>
}

export interface PeerRequest {
  readonly operation: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly bytes: number
}

export interface PeerAnswer {
  readonly status: number
  readonly code: string
  readonly message?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Which operation is answered so; the next one, whichever it is, when left out. */
  readonly operation?: string
}

export interface PeerOptions {
  readonly bucket?: string
  readonly accessKeyId?: string
  readonly secretAccessKey?: string
  readonly region?: string
  readonly keepsBodies?: boolean
}

interface Upload {
  readonly key: string
  readonly headers: Readonly<Record<string, string>>
  readonly parts: Map<number, { readonly body: Buffer; readonly hash: string; readonly bytes: number }>
}

const OPERATIONS: readonly (readonly [string, string, string])[] = [
  ['POST', 'uploads', 'CreateMultipartUpload'],
  ['PUT', 'partNumber', 'UploadPart'],
  ['POST', 'uploadId', 'CompleteMultipartUpload'],
  ['DELETE', 'uploadId', 'AbortMultipartUpload'],
]

function operationOf(method: string, query: URLSearchParams): string {
  const found = OPERATIONS.find(([its, parameter]) => its === method && query.has(parameter))
  return found?.[2] ?? (method === 'PUT' ? 'PutObject' : 'Unknown')
}

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest('hex')
const escaped = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)

/** From the path as it came: an S3 does not take "." and ".." in it for folders. */
function canonicalRequest(request: IncomingMessage, signed: readonly string[], bodyHash: string): string {
  const [path = '', search = ''] = (request.url ?? '').split('?')
  const query = [...new URLSearchParams(search)]
    .map(([name, value]) => `${escaped(name)}=${escaped(value)}`)
    .sort()
    .join('&')
  const headers = signed
    .map((name) => `${name}:${[request.headers[name]].flat().join(',').trim()}\n`)
    .join('')
  return [request.method, path, query, headers, signed.join(';'), bodyHash].join('\n')
}

type Secrets = Required<Pick<PeerOptions, 'accessKeyId' | 'secretAccessKey' | 'region'>>

/** @returns the code of S3's error, or null */
export function signatureProblem(
  request: IncomingMessage,
  bodyHash: string,
  secrets: Secrets,
): string | null {
  const { authorization = '' } = request.headers
  const given =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8}\/([^/]+)\/s3\/aws4_request), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      authorization,
    )
  if (given === null) return 'AccessDenied'
  const [, id, scope = '', region = '', names = '', signature = ''] = given
  if (id !== secrets.accessKeyId) return 'InvalidAccessKeyId'
  if (region !== secrets.region) return 'AuthorizationHeaderMalformed'
  if (request.headers['x-amz-content-sha256'] !== bodyHash) return 'XAmzContentSHA256Mismatch'
  const text = [
    ...['AWS4-HMAC-SHA256', String(request.headers['x-amz-date']), scope],
    sha256(canonicalRequest(request, names.split(';'), bodyHash)),
  ].join('\n')
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${secrets.secretAccessKey}`)
  return timingSafeEqual(hmac(key, text), Buffer.from(signature, 'hex')) ? null : 'SignatureDoesNotMatch'
}

const ASKED =
  /^(content-type|content-encoding|x-amz-meta-.+|x-amz-acl|x-amz-storage-class|x-amz-server-side.+)$/
const askedOf = (headers: IncomingMessage['headers']) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => ASKED.test(name))) as Record<string, string>

function answerXml(response: ServerResponse, status: number, xml: string, headers: object = {}): void {
  const body = xml === '' ? '' : `<?xml version="1.0" encoding="UTF-8"?>\n${xml}`
  response
    .writeHead(status, { 'content-type': 'application/xml', 'x-amz-request-id': 'R1', ...headers })
    .end(body)
}

function answerError(
  response: ServerResponse,
  { status, code, message = code, headers = {} }: PeerAnswer,
): void {
  answerXml(response, status, `<Error><Code>${code}</Code><Message>${message}</Message></Error>`, headers)
}

export async function startS3Peer(options: PeerOptions = {}) {
  const { bucket = 'files', keepsBodies = true, ...rest } = options
  const secrets = {
    accessKeyId: 'AKIDEXAMPLE',
    secretAccessKey: 'planted5ecretKey',
    region: 'us-east-1',
    ...rest,
  }
  const objects = new Map<string, PeerObject>()
  const uploads = new Map<string, Upload>()
  const received: PeerRequest[] = []
  const next: PeerAnswer[] = []

  async function bodyOf(request: IncomingMessage) {
    const hash = createHash('sha256')
    const chunks: Buffer[] = []
    let bytes = 0
    for await (const chunk of request as AsyncIterable<Buffer>) {
      hash.update(chunk)
      bytes += chunk.length
      if (keepsBodies || request.method === 'POST') chunks.push(chunk)
    }
    return { body: Buffer.concat(chunks), hash: hash.digest('hex'), bytes }
  }

  function complete(id: string, upload: Upload, xml: string): boolean {
    const numbers = [...xml.matchAll(/<PartNumber>(\d+)<\/PartNumber>/g)].map(([, number]) => Number(number))
    const parts = numbers.map((number) => upload.parts.get(number))
    if (parts.length === 0 || parts.some((part) => part === undefined)) return false
    const body = Buffer.concat(parts.map((part) => part?.body ?? Buffer.alloc(0)))
    const bytes = parts.reduce((sum, part) => sum + (part?.bytes ?? 0), 0)
    objects.set(upload.key, { body, bytes, sha256: sha256(body), headers: upload.headers })
    return uploads.delete(id)
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(`http://x/${(request.url ?? '').slice(1)}`)
    const [path = ''] = (request.url ?? '').split('?')
    const operation = operationOf(request.method ?? '', url.searchParams)
    const sent = await bodyOf(request)
    received.push({ operation, path, headers: request.headers, bytes: sent.bytes })
    const at = next.findIndex((one) => one.operation === undefined || one.operation === operation)
    const [planned] = at === -1 ? [] : next.splice(at, 1)
    if (planned !== undefined) return answerError(response, planned)
    const problem = signatureProblem(request, sent.hash, secrets)
    if (problem !== null) return answerError(response, { status: 403, code: problem })
    const byHost = request.headers.host?.startsWith(`${bucket}.`) === true
    const key = decodeURIComponent(byHost ? path.slice(1) : path.slice(bucket.length + 2))
    if (!byHost && !path.startsWith(`/${bucket}/`))
      return answerError(response, { status: 404, code: 'NoSuchBucket' })
    answer({ operation, key, query: url.searchParams, request, sent }, response)
  }

  interface Asked {
    readonly operation: string
    readonly key: string
    readonly query: URLSearchParams
    readonly request: IncomingMessage
    readonly sent: Awaited<ReturnType<typeof bodyOf>>
  }

  function answer({ operation, key, query, request, sent }: Asked, response: ServerResponse): unknown {
    const etag = { etag: `"${sent.hash.slice(0, 32)}"` }
    if (operation === 'PutObject') {
      const { body, bytes, hash } = sent
      objects.set(key, { body, bytes, sha256: hash, headers: askedOf(request.headers) })
      return answerXml(response, 200, '', etag)
    }
    if (operation === 'CreateMultipartUpload') {
      const id = randomUUID()
      uploads.set(id, { key, headers: askedOf(request.headers), parts: new Map() })
      const xml = `<InitiateMultipartUploadResult><Bucket>${bucket}</Bucket><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`
      return answerXml(response, 200, xml)
    }
    const id = query.get('uploadId') ?? ''
    const upload = uploads.get(id)
    if (upload === undefined) return answerError(response, { status: 404, code: 'NoSuchUpload' })
    if (operation === 'UploadPart') {
      upload.parts.set(Number(query.get('partNumber')), sent)
      return answerXml(response, 200, '', etag)
    }
    if (operation === 'AbortMultipartUpload') {
      uploads.delete(id)
      return answerXml(response, 204, '')
    }
    if (!complete(id, upload, sent.body.toString()))
      return answerError(response, { status: 400, code: 'InvalidPart' })
    answerXml(
      response,
      200,
      '<CompleteMultipartUploadResult><ETag>"e"</ETag></CompleteMultipartUploadResult>',
    )
  }

  const server = createServer((request, response) => {
    // A client that goes away in the middle of its body is what some tests are about.
    serve(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ bucket, ...secrets, objects, uploads, received },
    /** Answers with an error, once. */
    answerNext: (planned: PeerAnswer) => void next.push(planned),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
