import type { RequestListener } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { claimPort, type FrontDoor } from './front-door.ts'

const says =
  (text: string): RequestListener =>
  (_request, response) =>
    void response.end(text)

describe('the front door', () => {
  const doors: FrontDoor[] = []
  afterEach(() => Promise.all(doors.splice(0).map((door) => door.close(0))))
  async function claim(port = 0) {
    const door = await claimPort('127.0.0.1', port)
    doors.push(door)
    return { door, url: `http://127.0.0.1:${door.port}` }
  }

  it('holds the port from the beginning and says that it is not ready', async () => {
    const { url } = await claim()
    const response = await fetch(`${url}/queues`)
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('2')
  })

  it('gives the API what is its own and the console the rest', async () => {
    const { door, url } = await claim()
    door.open({ api: says('api'), console: says('console') })
    const answers = async (paths: string[]) =>
      Promise.all(paths.map(async (path) => (await fetch(`${url}${path}`)).text()))
    const ours = ['/api', '/api/v1/queues', '/api?x', '/health/ready', '/metrics', '/metrics?x=1']
    expect(new Set(await answers(ours))).toEqual(new Set(['api']))
    const pages = ['/', '/queues', '/apis', '/healthy', '/metrics-of', '/login?next=/api/v1']
    expect(new Set(await answers(pages))).toEqual(new Set(['console']))
  })

  it('names PORT when the port is taken', async () => {
    const { door } = await claim()
    await expect(claim(door.port)).rejects.toThrow(`PORT: 127.0.0.1:${door.port} is in use`)
  })

  it('names HOST when it is not of this machine', async () => {
    await expect(claimPort('192.0.2.1', 0)).rejects.toThrow('HOST: "192.0.2.1"')
  })

  it('closes although a stream of events never ends', async () => {
    const { door, url } = await claim()
    door.open({
      api: (_request, response) => void response.writeHead(200).write('data: 1\n\n'),
      console: says(''),
    })
    const stream = await fetch(`${url}/api/v1/events`)
    await door.close(50)
    await expect(stream.text()).rejects.toThrow()
    await expect(fetch(url)).rejects.toThrow()
  })
})
