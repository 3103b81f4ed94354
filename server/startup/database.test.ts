import { createServer } from 'node:net'
import { describe, expect, inject, it } from 'vitest'
import { probe } from './database.ts'
import { freePort } from './ports.ts'

const withParts = (parts: Partial<URL>) => Object.assign(new URL(inject('postgresUrl')), parts).href

describe('probe', () => {
  it('is content with a database that answers', async () => {
    expect(await probe(inject('postgresUrl'))).toBeNull()
  })

  it.each([
    ['a wrong password', { password: 's3cret' }, /refuses the password or the user "postgres"/],
    ['an unknown database', { pathname: '/nowhere' }, /has no database "nowhere"; create it first/],
  ])('names %s, and never the password', async (_what, parts, said) => {
    const problem = await probe(withParts(parts))
    expect(problem?.message).toMatch(said)
    expect(problem?.message).toContain(new URL(inject('postgresUrl')).host)
    expect(problem?.message).not.toContain('s3cret')
    expect(problem?.mayPass).toBe(false)
  })

  it('takes a port where nothing listens for a server that may still come', async () => {
    const port = await freePort()
    const problem = await probe(`postgresql://u:s3cret@127.0.0.1:${port}/x`)
    expect(problem).toEqual({ message: `nothing listens at 127.0.0.1:${port} (database "x")`, mayPass: true })
  })

  it('says so when something else than Postgres answers', async () => {
    const server = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    expect((await probe(`postgresql://u:s3cret@127.0.0.1:${port}/x`))?.message).toContain(
      `127.0.0.1:${port}, database "x"`,
    )
    server.close()
  })
})
