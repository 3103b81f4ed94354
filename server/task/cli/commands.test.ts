import { chmod, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, inject, it } from 'vitest'
import { createEmptyDatabase } from '../../store/test-database.ts'
import { createBackend } from '../backends/registry.ts'
import { startTestControlPlane, TEST_TOKEN } from '../source/test-control-plane.ts'
import { VERSION } from '../version.ts'
import { runCommand } from '../worker/test-worker.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signalbox-cli-'))
})

async function fileWith(content: unknown): Promise<string> {
  const path = join(folder, 'config.json')
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

async function run(args: string[], env: Record<string, string> = {}, input?: string) {
  const command = runCommand(args, { SIGNALBOX_DATA_DIR: folder, ...env }, input)
  return { code: await command.ended, output: command.output() }
}

const valid = {
  project: 'mailer',
  backends: { main: { kind: 'postgres', url: 'env:DATABASE_URL' } },
  producers: [{ type: 'email.send', backend: 'main' }],
  consumers: [
    {
      type: 'email.send',
      backend: 'main',
      handler: { kind: 'http', url: 'https://mailer.example.com/send' },
    },
  ],
}

describe('signalbox config check', () => {
  it('says what a valid file is', async () => {
    const path = await fileWith(valid)
    expect(await run(['config', 'check', path])).toEqual({
      code: 0,
      output: `${path}: valid; project mailer, 1 producer, 1 consumer\n`,
    })
  })

  it('prints each fault with its place and fails', async () => {
    const consumer = { ...valid.consumers[0], workers: 'many', timeoutMs: 1 }
    const path = await fileWith({ ...valid, consumers: [consumer] })
    expect(await run(['config', 'check', path])).toEqual({
      code: 1,
      output: [
        `${path}: expected a number, got "many" at /consumers/0/workers`,
        `${path}: expected at least 100, got 1 at /consumers/0/timeoutMs`,
        '',
      ].join('\n'),
    })
  })

  it('looks into payload schemas and targets', async () => {
    const consumer = {
      ...valid.consumers[0],
      handler: { kind: 'http', url: 'http://169.254.169.254/' },
      payloadSchema: { type: 'nonsense' },
    }
    const { code, output } = await run([
      'config',
      'check',
      await fileWith({ ...valid, consumers: [consumer] }),
    ])
    expect(code).toBe(1)
    expect(output).toContain('never allowed. at /consumers/0/handler/url')
    expect(output).toContain('at /consumers/0/payloadSchema')
  })

  it.each([
    ['{ "project": ', 'expected JSON'],
    [null, 'expected an object, got null'],
  ])('says so of a file that holds %j', async (content, message) => {
    const { code, output } = await run(['config', 'check', await fileWith(content)])
    expect(code).toBe(1)
    expect(output).toContain(message)
  })

  it('says so of a file that is not there', async () => {
    const { code, output } = await run(['config', 'check', join(folder, 'gone.json')])
    expect(code).toBe(1)
    expect(output).toContain('it cannot be read (ENOENT)')
  })
})

describe('signalbox publish', () => {
  it('goes through the control plane that connection.json names', async () => {
    const plane = await startTestControlPlane()
    await writeFile(join(folder, 'connection.json'), JSON.stringify({ url: plane.url, token: TEST_TOKEN }))
    await chmod(join(folder, 'connection.json'), 0o600)
    expect(await run(['publish', 'email.send', '{"to":"a"}', '--id', 't1', '--tracked'])).toEqual({
      code: 0,
      output: 't1\n',
    })
    const named = await run(
      ['publish', 'email.send', '-', '--id', 't2', '--project', 'shop'],
      {},
      '{"to":"b"}',
    )
    expect(named).toEqual({ code: 0, output: 't2\n' })
    await plane.away()
    expect(plane.published).toEqual([
      {
        contentType: 'application/json',
        body: { type: 'email.send', payload: { to: 'a' }, id: 't1', tracked: true },
      },
      {
        contentType: 'application/cloudevents+json',
        body: {
          specversion: '1.0',
          id: 't2',
          type: 'email.send',
          source: '/projects/shop',
          data: { to: 'b' },
        },
      },
    ])
  })

  it('tells why the control plane refused', async () => {
    const plane = await startTestControlPlane()
    plane.refuseWith = 403
    const env = { SIGNALBOX_URL: plane.url, SIGNALBOX_TOKEN: 'sbx_other' }
    const { code, output } = await run(['publish', 'email.send', '{}'], env)
    await plane.away()
    expect({ code, output }).toEqual({ code: 1, output: `${plane.url} answered 403: because 403\n` })
  })

  it('sends a token from connection.json to no other address', async () => {
    await writeFile(
      join(folder, 'connection.json'),
      JSON.stringify({ url: 'http://127.0.0.1:9', token: 'secret' }),
    )
    const { code, output } = await run(['publish', 'email.send', '{}', '--url', 'http://127.0.0.1:1'])
    expect(code).toBe(1)
    expect(output).toContain('a token (SIGNALBOX_TOKEN or --token) is needed')
  })

  it('goes straight to the broker with a configuration file', async () => {
    const database = await createEmptyDatabase(inject('postgresUrl'))
    const path = await fileWith(valid)
    const { code, output } = await run(['publish', 'email.send', '{"to":"a"}', '--config', path], {
      DATABASE_URL: database.url,
    })
    expect(output).toMatch(/^[0-9a-f-]{36}\n$/)
    expect(code).toBe(0)
    const backend = await createBackend({ kind: 'postgres', url: database.url }, { namespace: 'task' })
    await backend.connect()
    const [waiting] = await backend.peek({ type: 'email.send' }, 'ready', 1)
    await backend.close()
    await database.drop()
    expect(waiting?.envelope.attributes).toMatchObject({ id: output.trim(), source: '/projects/mailer' })
  })

  it('refuses a payload that is no JSON', async () => {
    const { code, output } = await run(['publish', 'email.send', '{to: a}'])
    expect(code).toBe(1)
    expect(output).toContain('payload: expected JSON')
  })
})

describe('signalbox worker', () => {
  it.each([
    [['worker'], {}, 'Expected --project, or a configuration file with --config.'],
    [['worker', '-p', 'mailer'], {}, 'its address (SIGNALBOX_URL or --url) is needed'],
    [
      ['worker', '-p', 'mailer'],
      { SIGNALBOX_URL: 'http://127.0.0.1:1' },
      'a token (SIGNALBOX_TOKEN or --token) is needed',
    ],
    [['worker', '-p', 'mailer'], { SIGNALBOX_URL: 'mailer' }, 'SIGNALBOX_URL: expected an http or https URL'],
    [
      ['worker', '-p', 'mailer'],
      { SIGNALBOX_SECRET_ENV: 'A,B-C' },
      'SIGNALBOX_SECRET_ENV: expected names of variables',
    ],
    [['worker', '-p', 'mailer'], { LOG_LEVEL: 'loud' }, 'LOG_LEVEL: expected one of'],
  ])('%j with %j says what is missing', async (args, env, message) => {
    const { code, output } = await run(args, env)
    expect(code).toBe(1)
    expect(output).toContain(message)
  })

  it('refuses a file that is wrong from the start', async () => {
    const path = await fileWith({ ...valid, project: 'Mailer' })
    const { code, output } = await run(['worker', '--config', path])
    expect(code).toBe(1)
    expect(output).toContain('got "Mailer" at /project')
  })

  it('knows its version', async () => {
    expect((await run(['--version'])).output).toBe(`${VERSION}\n`)
  })
})
