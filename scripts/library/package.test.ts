/** The package as npm makes it, in projects that know nothing of this repository. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { publint } from 'publint'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { VERSION } from '../../server/task/version.ts'
import { type InstalledProject, packedLibrary, projectWith, runIn } from './packed-library.ts'

/** The one client that a backend of the kind needs. */
const CLIENTS: Readonly<Record<string, string>> = {
  kafka: '@platformatic/kafka',
  postgres: 'pg',
  rabbitmq: 'amqplib',
  redis: 'redis',
}
const ADDRESSES: Readonly<Record<string, string>> = {
  kafka: '127.0.0.1:1',
  postgres: 'postgresql://127.0.0.1:1/none',
  rabbitmq: 'amqp://127.0.0.1:1',
  redis: 'redis://127.0.0.1:1',
}

const CREATE = `import { createBackend } from 'signalbox'
const [kind, url] = process.argv.slice(2)
try {
  const backend = await createBackend({ kind, url }, { namespace: 'task' })
  console.log('made ' + backend.kind)
  await backend.close()
} catch (error) {
  console.log(error.code + ': ' + error.message)
}
`

const CONSUMER = `import { createTaskSystem, fromFile, isTaskError, type Task, type TaskConfigInput } from 'signalbox'
import { registerLibraryCommands } from 'signalbox/cli'
import { createTestTasks } from 'signalbox/testing'

export const config: TaskConfigInput = {
  project: 'mailer',
  backends: { main: { kind: 'rabbitmq', url: 'env:RABBITMQ_URL' } },
  consumers: [{ type: 'email.send', backend: 'main', handler: { kind: 'function' } }],
}
export async function start(): Promise<string> {
  const system = await createTaskSystem({
    config,
    handlers: { 'email.send': async (task: Task, ctx) => ctx.retry({ afterMs: task.attempt * 1_000 }) },
  })
  const { id } = await system.publish('email.send', { to: 'a@example.com' }, { delayMs: 1_000 })
  return id
}
export const code = (error: unknown) => (isTaskError(error) ? error.code : null)
export { createTestTasks, fromFile, registerLibraryCommands }
// @ts-expect-error a kind that does not exist
export const wrong: TaskConfigInput = { project: 'mailer', backends: { main: { kind: 'carrier-pigeon' } } }
`
const REQUIRED = `const { createTaskSystem } = require('signalbox')
const { createTestTasks } = require('signalbox/testing')
console.log(typeof createTaskSystem, typeof createTestTasks)
`

let bare: InstalledProject
beforeAll(async () => {
  bare = await projectWith(['@types/node'])
}, 240_000)
afterAll(() => bare.remove())

const installed = (...path: string[]) => join(bare.folder, 'node_modules/signalbox', ...path)
async function kinds(): Promise<string[]> {
  const { properties } = JSON.parse(await readFile(installed('config.schema.json'), 'utf8'))
  const options: { properties: { kind: { const: string } } }[] =
    properties.backends.additionalProperties.oneOf
  return options.map((option) => option.properties.kind.const).filter((kind) => kind !== 'memory')
}

describe('the package', () => {
  it('holds the built library, its command, schema, README and licence, and nothing else', async () => {
    const { stdout } = await runIn('.', ['tar', '-tzf', await packedLibrary()])
    const files = stdout.trim().split('\n')
    const others = files.filter((file) => !/^package\/dist\/.*(?<!\.test)\.(js|d\.ts)$/.test(file))
    expect(others.sort()).toEqual(
      ['LICENSE', 'README.md', 'bin/signalbox.mjs', 'config.schema.json', 'package.json'].map(
        (file) => `package/${file}`,
      ),
    )
    expect(files.filter((file) => /conformance|\/test-|scratch|deaf-proxy/.test(file))).toEqual([])
    expect(await readFile(installed('dist/index.js'), 'utf8')).not.toContain('sourceMappingURL')
  })

  it('passes publint', async () => {
    const { messages } = await publint({ pkgDir: installed(), pack: false, strict: true })
    expect(messages).toEqual([])
  })

  it('is imported, and required, without any client of a broker', async () => {
    await bare.write(
      'imports.mjs',
      "await import('signalbox'); await import('signalbox/cli'); await import('signalbox/testing'); console.log('ok')",
    )
    expect(await bare.run([process.execPath, 'imports.mjs'])).toMatchObject({ code: 0, stdout: 'ok\n' })
    await bare.write('requires.cjs', REQUIRED)
    expect(await bare.run([process.execPath, 'requires.cjs'])).toMatchObject({
      code: 0,
      stdout: 'function function\n',
    })
  })

  it('knows the client of every kind of backend', async () => {
    expect((await kinds()).sort()).toEqual(Object.keys(CLIENTS).sort())
  })

  it.each(Object.entries(CLIENTS))('says for %s which package is missing: %s', async (kind, client) => {
    await bare.write('create.mjs', CREATE)
    const { stdout } = await bare.run([process.execPath, 'create.mjs', kind, ADDRESSES[kind] ?? ''])
    expect(stdout).toBe(
      `backend-unsupported: This backend needs the package "${client}": npm install ${client}\n`,
    )
  })

  it.each([
    ['nodenext', 'nodenext', ['consumer.ts', 'consumer.cts']],
    ['esnext', 'bundler', ['consumer.ts']],
  ])(
    'has types for module %s, resolution %s, %s',
    async (module, moduleResolution, files) => {
      for (const file of files) await bare.write(file, CONSUMER)
      const tsc = join(import.meta.dirname, '../../node_modules/typescript/bin/tsc')
      const flags = ['--module', module, '--moduleResolution', moduleResolution, '--target', 'es2024']
      const strict = [
        '--noEmit',
        '--strict',
        '--types',
        'node',
        '--skipLibCheck',
        'false',
        '--esModuleInterop',
      ]
      const { code, stdout } = await bare.run([process.execPath, tsc, ...flags, ...strict, ...files])
      expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
    },
    90_000,
  )

  it('brings the command, and a schema that a configuration file may name', async () => {
    const version = await bare.run(['npx', '--no-install', 'signalbox', '--version'])
    expect(version).toMatchObject({ code: 0, stdout: `${VERSION}\n` })
    const $schema = './node_modules/signalbox/config.schema.json'
    await bare.write('signalbox.json', JSON.stringify({ $schema, project: 'mailer', backends: {} }))
    const check = await bare.run(['npx', '--no-install', 'signalbox', 'config', 'check', 'signalbox.json'])
    expect(check.stdout).toContain('valid; project mailer')
    expect(JSON.parse(await readFile(join(bare.folder, $schema), 'utf8')).properties.project).toBeDefined()
  })
})

describe('a project with the client of one kind', () => {
  it.each(Object.entries(CLIENTS))(
    '%s needs no client but %s',
    async (kind, client) => {
      await bare.use([client])
      await bare.write('create.mjs', CREATE)
      for (const other of Object.keys(CLIENTS)) {
        const { stdout } = await bare.run([process.execPath, 'create.mjs', other, ADDRESSES[other] ?? ''])
        expect(stdout).toBe(
          other === kind
            ? `made ${kind}\n`
            : `backend-unsupported: This backend needs the package "${CLIENTS[other]}": npm install ${CLIENTS[other]}\n`,
        )
      }
    },
    60_000,
  )
})
