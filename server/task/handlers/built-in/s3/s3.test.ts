import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'
import { afterThisTest, handler, serve, shownBy, taskWith } from '../test-service.ts'
import { fetchOptions, uploadOptions } from './options.ts'
import { startS3Peer } from './test-peer.ts'

const KEY_ENV = { ID: 'AKIDEXAMPLE', SECRET: 'planted5ecretKey' }
const KEYS = { accessKeyId: 'env:ID', secretAccessKey: 'env:SECRET' }
const TEXT = 'a file'
const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex')

async function made(
  name: 's3.fetch' | 's3.upload',
  more: object = {},
  env: Record<string, string> = KEY_ENV,
) {
  const peer = await startS3Peer()
  afterThisTest(peer.close)
  const given = { bucket: 'files', endpoint: peer.url, ...KEYS, ...more }
  const options = name === 's3.fetch' ? fetchOptions.parse(given) : uploadOptions.parse(given)
  return { peer, run: await handler({ name, options, env }) }
}

type Answer = (response: ServerResponse, path: string) => void

const source = (answer: Answer) => serve(({ path }, response) => answer(response, path))

/** For both: how a task with something to store is made. */
const CASES = [
  ['s3.upload', async () => taskWith({ key: 'a.txt', content: TEXT })],
  [
    's3.fetch',
    async () => taskWith({ key: 'a.txt', url: (await source((response) => response.end(TEXT))).url }),
  ],
] as const

describe.each(CASES)('%s', (name, taskToStore) => {
  it('success: stores the object under the prefix, signed, with the id of the task', async () => {
    const { peer, run } = await made(name, {
      keyPrefix: 'in/ä +/',
      acl: 'private',
      storageClass: 'STANDARD_IA',
    })
    const task = await taskToStore()
    expect(await run(task)).toEqual({ kind: 'done' })
    const stored = peer.objects.get('in/ä +/a.txt')
    expect(stored?.body.toString()).toBe(TEXT)
    expect(stored?.headers).toMatchObject({
      'x-amz-meta-signalbox-task-id': task.id,
      'x-amz-acl': 'private',
      'x-amz-storage-class': 'STANDARD_IA',
    })
  })

  it.each(['EntityTooLarge', 'KeyTooLongError', 'MetadataTooLarge'])(
    'permanent error: S3 says %s',
    async (code) => {
      const { peer, run } = await made(name)
      peer.answerNext({ status: 400, code })
      expect(await run(await taskToStore())).toMatchObject({ kind: 'dead', reason: 'rejected' })
    },
  )

  it.each([
    [403, 'AccessDenied'],
    [404, 'NoSuchBucket'],
    [500, 'InternalError'],
    [400, 'SomethingNew'],
  ])('transient error: S3 says %i %s', async (status, code) => {
    const { peer, run } = await made(name)
    peer.answerNext({ status, code, message: 'Because.' })
    expect(await run(await taskToStore())).toMatchObject({
      kind: 'retry',
      failure: { error: { message: `S3 answered ${status} ${code} Because.` }, response: { status } },
    })
    expect(peer.objects.size).toBe(0)
  })

  it('transient error: a wrong secret is the configuration’s, which can be put right', async () => {
    const { run } = await made(name, {}, { ...KEY_ENV, SECRET: 'another' })
    const verdict = await run(await taskToStore())
    expect(verdict.kind).toBe('retry')
    expect(shownBy(verdict)).toContain('SignatureDoesNotMatch')
  })

  it('throttled: waits as long as Retry-After says', async () => {
    const { peer, run } = await made(name)
    peer.answerNext({ status: 503, code: 'SlowDown', headers: { 'retry-after': '7' } })
    expect(await run(await taskToStore())).toMatchObject({ kind: 'retry', afterMs: 7_000 })
    expect(peer.received.length).toBe(1)
  })

  it('timeout: ends with the task, and is tried again', async () => {
    const { url } = await serve(() => {})
    const { run } = await made(name, { endpoint: url })
    expect(await run(await taskToStore(), AbortSignal.timeout(100))).toMatchObject({ kind: 'retry' })
  })

  it('unreachable: is tried again', async () => {
    const { run } = await made(name, { endpoint: 'http://127.0.0.1:1' })
    const verdict = await run(await taskToStore())
    expect(verdict).toMatchObject({ kind: 'retry', failure: { error: { code: 'target-failed' } } })
    expect(shownBy(verdict)).toContain('ECONNREFUSED')
  })

  it('secret missing: cannot be made, and names the reference', async () => {
    await expect(made(name, {}, { ID: 'x' })).rejects.toMatchObject({
      code: 'secret-unresolved',
      context: { reference: 'env:SECRET' },
    })
  })

  it('secret kept: shows none, even where the store repeats it', async () => {
    const { peer, run } = await made(name)
    peer.answerNext({ status: 403, code: 'AccessDenied', message: `for ${KEY_ENV.SECRET} of ${KEY_ENV.ID}` })
    const shown = shownBy(await run(await taskToStore()))
    expect(shown).toContain('AccessDenied')
    expect(shown).not.toContain(KEY_ENV.SECRET)
    expect(shown).not.toContain(KEY_ENV.ID)
  })

  it.each([
    { key: '../b' },
    { key: '/b' },
    { key: 'a/./b' },
    { key: '' },
    { key: 'ä'.repeat(600) },
    { more: 1 },
  ])('bad payload: %j is dead and nothing is stored', async (wrong) => {
    const { peer, run } = await made(name)
    const { payload } = await taskToStore()
    expect(await run(taskWith({ ...(payload as object), ...wrong }))).toMatchObject({
      kind: 'dead',
      reason: 'rejected',
      failure: { error: { code: 'payload-invalid' } },
    })
    expect(peer.received).toEqual([])
  })

  it('idempotent: a redelivery writes the same object again', async () => {
    const { peer, run } = await made(name)
    const task = await taskToStore()
    await run(task)
    const first = peer.objects.get('a.txt')
    expect(await run({ ...task, attempt: 2 })).toEqual({ kind: 'done' })
    expect([...peer.objects]).toEqual([['a.txt', first]])
  })
})

describe('s3.fetch from its source', () => {
  const fetched = async (answer: Answer, more: object = {}, payload: object = {}) => {
    const { url, received } = await source(answer)
    const { peer, run } = await made('s3.fetch', more)
    return { ...{ url, received, peer, run }, task: taskWith({ key: 'k', url, ...payload }) }
  }

  it.each([
    [404, 'dead'],
    [410, 'dead'],
    [403, 'dead'],
    [408, 'retry'],
    [425, 'retry'],
    [204, 'retry'],
    [500, 'retry'],
  ])('takes %i of the source for %s', async (status, kind) => {
    const { run, task, peer } = await fetched((response) => response.writeHead(status).end())
    expect(await run(task)).toMatchObject({ kind })
    expect(peer.received).toEqual([])
  })

  it('refuses 10 GB that are announced before it reads them', async () => {
    const { run, task } = await fetched((response) => {
      response.writeHead(200, { 'content-length': 10_000_000_000 }).write('x')
    })
    const verdict = await run(task)
    expect(verdict).toMatchObject({
      kind: 'dead',
      failure: { error: { context: { maxBytes: 1_073_741_824 } } },
    })
    expect(shownBy(verdict)).toContain('it announces 10000000000')
  })

  it('ends what goes on beyond the size, and removes the parts', async () => {
    const chunk = Buffer.alloc(65_536)
    const { run, task, peer } = await fetched(
      (response) => {
        const more = () => response.write(chunk, (error) => error ?? more())
        more()
      },
      { maxBytes: 20_000_000 },
    )
    expect(shownBy(await run(task))).toContain('larger than 20000000 bytes: it goes on')
    expect(peer.received.map(({ operation }) => operation)).toEqual([
      ...['CreateMultipartUpload', 'UploadPart', 'UploadPart', 'AbortMultipartUpload'],
    ])
    expect([peer.objects.size, peer.uploads.size]).toEqual([0, 0])
  })

  it('stores a source without Content-Length by parts, byte for byte', async () => {
    const bytes = Buffer.alloc(17_000_000, 'signalbox')
    const { run, task, peer } = await fetched(
      (response) => response.end(bytes),
      {},
      { sha256: sha256(bytes) },
    )
    expect(await run(task)).toEqual({ kind: 'done' })
    expect(peer.objects.get('k')?.sha256).toBe(sha256(bytes))
  })

  it('stores nothing of a file with another checksum', async () => {
    const { run, task, peer } = await fetched((response) => response.end(TEXT), {}, { md5: '0'.repeat(32) })
    expect(await run(task)).toMatchObject({ kind: 'dead', failure: { error: { context: { sum: 'md5' } } } })
    expect(peer.received).toEqual([])
  })

  it('tries again when the connection is cut midway, and leaves nothing behind', async () => {
    const { run, task, peer } = await fetched((response) => {
      response.writeHead(200, { 'content-length': 20_000_000 })
      response.write(Buffer.alloc(10_000_000), () => setImmediate(() => response.destroy()))
    })
    expect(await run(task)).toMatchObject({ kind: 'retry' })
    expect([peer.objects.size, peer.uploads.size]).toEqual([0, 0])
  })

  it('ends a slow drip by its whole time', async () => {
    const { run, task } = await fetched(
      (response) => {
        const drip = setInterval(() => response.write('x'), 5)
        response.on('close', () => clearInterval(drip))
      },
      { totalTimeoutMs: 150 },
    )
    const verdict = await run(task)
    expect(verdict.kind).toBe('retry')
    expect(shownBy(verdict)).toContain('within 150 ms')
  })

  it.each([
    ['firstByteTimeoutMs', false, 'did not answer within 100 ms'],
    ['idleTimeoutMs', true, 'sent nothing for 100 ms'],
  ])('ends a silent source: %s', async (option, begins, said) => {
    const { run, task } = await fetched((response) => void (begins && response.write('x')), { [option]: 100 })
    const verdict = await run(task)
    expect(verdict.kind).toBe('retry')
    expect(shownBy(verdict)).toContain(said)
  })

  it.each([
    'http://169.254.169.254/latest',
    'http://10.0.0.1/',
    'ftp://example.com/x',
    'http://u:p@127.0.0.1/',
  ])('refuses a redirect to %s', async (location) => {
    const { run, task, peer } = await fetched((response) => response.writeHead(302, { location }).end())
    expect(await run(task)).toMatchObject({ kind: 'dead', failure: { error: { code: 'target-forbidden' } } })
    expect(peer.received).toEqual([])
  })

  it('follows a redirect, and gives the headers of the task to no other origin', async () => {
    const other = await serve((_request, response) => response.end(TEXT))
    const { run, task, received } = await fetched(
      (response, path) => response.writeHead(307, { location: path === '/' ? '/b' : `${other.url}/c` }).end(),
      {},
      { headers: { authorization: 'Bearer x' } },
    )
    expect(await run(task)).toEqual({ kind: 'done' })
    expect(received.map(({ headers }) => headers.authorization)).toEqual(['Bearer x', 'Bearer x'])
    expect(other.received[0]?.headers.authorization).toBeUndefined()
  })

  it('ends a loop of redirects', async () => {
    const { run, task, received } = await fetched((response) =>
      response.writeHead(302, { location: '/' }).end(),
    )
    expect(await run(task)).toMatchObject({ kind: 'dead' })
    expect(received.length).toBe(6)
  })

  it('refuses a content type that is not allowed', async () => {
    const { run, task } = await fetched(
      (response) => response.writeHead(200, { 'content-type': 'text/html' }).end(TEXT),
      { allowedContentTypes: 'image/*, application/pdf' },
    )
    expect(await run(task)).toMatchObject({
      kind: 'dead',
      failure: { error: { context: { contentType: 'text/html' } } },
    })
  })

  it('stores packed bytes as they came, and says so', async () => {
    const { run, task, peer } = await fetched((response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('packed'),
    )
    expect(await run(task)).toEqual({ kind: 'done' })
    expect(peer.objects.get('k')).toMatchObject({ headers: { 'content-encoding': 'gzip' }, bytes: 6 })
  })

  it('honours Retry-After of the source', async () => {
    const { run, task } = await fetched((response) => response.writeHead(429, { 'retry-after': '9' }).end())
    expect(await run(task)).toMatchObject({ kind: 'retry', afterMs: 9_000 })
  })
})
