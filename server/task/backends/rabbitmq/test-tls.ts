/** A broker behind TLS with a certificate authority of its own. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer, type Server } from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Collector } from '../conformance/collector.ts'
import { outgoing } from '../conformance/messages.ts'
import type { TestRoom } from './test-room.ts'

function makeCertificate(): { cert: string; key: string } {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-test-tls-'))
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const names = ['-subj', '/CN=signalbox-test', '-addext', 'subjectAltName=IP:127.0.0.1']
  execFileSync('openssl', ['req', '-x509', ...curve, '-keyout', key, '-out', cert, '-days', '1', ...names], {
    stdio: 'ignore',
  })
  const made = { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') }
  rmSync(folder, { recursive: true })
  return made
}

export function privateAuthority(room: () => TestRoom): void {
  let proxy: Server
  let ca: string
  let url: string
  beforeAll(async () => {
    const { cert, key } = makeCertificate()
    ca = cert
    proxy = createServer({ cert, key }, (client) => {
      const broker = connect(room().node.port, '127.0.0.1')
      client.pipe(broker).pipe(client)
      for (const socket of [client, broker])
        socket
          .on('error', () => undefined)
          .on('close', () => {
            client.destroy()
            broker.destroy()
          })
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    const address = proxy.address()
    url = `amqps://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  })
  afterAll(() => {
    proxy?.close()
  })

  test('is trusted when it is named', async () => {
    const backend = await room().backend({ url, tls: { ca } })
    const queue = await room().queue(backend)
    await backend.publish(outgoing(queue, 1))
    await (await (await Collector.start(backend, queue)).next()).ack()
  })

  test('is not trusted otherwise', async () => {
    await expect(room().backend({ url })).rejects.toMatchObject({
      code: 'backend-unavailable',
      message: expect.stringContaining('self-signed'),
    })
  })
}
