/** A server behind TLS with a certificate authority of its own, which asks for the client's certificate, too. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { serverPort } from '../../../../scripts/test-servers/server-port.ts'
import { Collector } from '../conformance/collector.ts'
import { outgoing } from '../conformance/messages.ts'
import { TestRoom } from './test-room.ts'

/** Signed by itself: authority, server and client in one. */
function makeCertificate(folder: string): { cert: string; key: string } {
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const names = ['-subj', '/CN=signalbox-test', '-addext', 'subjectAltName=IP:127.0.0.1']
  execFileSync('openssl', ['req', '-x509', ...curve, '-keyout', key, '-out', cert, '-days', '1', ...names], {
    stdio: 'ignore',
  })
  return { cert, key }
}

export function privateAuthority(): void {
  let room: TestRoom
  let url: string
  let tls: { ca: string; cert: string; key: string }
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-test-tls-'))
  beforeAll(async () => {
    const files = makeCertificate(folder)
    const port = await serverPort()
    const { cert, key } = files
    const settings = { 'tls-port': String(port), 'tls-cert-file': cert, 'tls-key-file': key }
    room = await TestRoom.open({ ...settings, 'tls-ca-cert-file': cert, 'tls-auth-clients': 'yes' })
    url = `rediss://127.0.0.1:${port}`
    const pem = readFileSync(cert, 'utf8')
    tls = { ca: pem, cert: pem, key: readFileSync(key, 'utf8') }
  }, 60_000)
  afterAll(async () => {
    await room?.close()
    rmSync(folder, { recursive: true })
  })

  test('is trusted when it is named, and trusts the certificate that is given', async () => {
    const backend = await room.backend({ url, tls })
    const queue = await room.queue(backend)
    await backend.publish(outgoing(queue, 1))
    await (await (await Collector.start(backend, queue)).next()).ack()
  })

  test('is not trusted otherwise', async () => {
    const { cert, key } = tls
    await expect(room.backend({ url, tls: { cert, key } })).rejects.toMatchObject({
      code: 'backend-unavailable',
      message: expect.stringContaining('self-signed'),
    })
  })

  test('does not let in who has no certificate', async () => {
    const { ca } = tls
    await expect(room.backend({ url, tls: { ca } })).rejects.toMatchObject({ code: 'backend-unavailable' })
  })

  test('certificates beside an address without TLS are refused, so that nothing travels in the clear', () => {
    const make = () => room.make({ url: 'redis://127.0.0.1', tls })
    expect(make).toThrow(
      expect.objectContaining({ code: 'config-invalid', message: expect.stringContaining('rediss://') }),
    )
  })
}
