import { describe, expect, it, vi } from 'vitest'
import { parseConfig } from '../../config.ts'
import { createTargetAgent } from '../target-agent.ts'
import { BUILT_IN_SPECS, builtInSpec, describeBuiltIns, offeredBuiltIns } from './catalog.ts'
import { builtInHandler } from './config.ts'
import { builtInRun } from './make-run.ts'
import { secretReferences } from './secret-options.ts'

const document = (handler: object) => ({
  project: 'mailer',
  backends: { main: { kind: 'memory' } },
  consumers: [{ type: 'deploy.announce', backend: 'main', handler }],
})

function problemOf(handler: object): string {
  try {
    parseConfig(document(handler))
    return 'none'
  } catch (error) {
    return (error as Error).message
  }
}

describe('built-in handlers', () => {
  it('describe themselves: one sentence, options with words, a payload schema', () => {
    for (const { name, description, options } of describeBuiltIns()) {
      expect(name).toMatch(/^[a-z0-9]+\.[a-z0-9-]+$/)
      expect(description, name).toMatch(/^[A-Z][^.]+\.$/)
      for (const [option, schema] of Object.entries(options.properties as Record<string, object>))
        expect(schema, `${name} ${option}`).toHaveProperty('title')
    }
  })

  it('can each be named in a document, and are each offered by a worker that has their packages', () => {
    const named = builtInHandler.options.map((option) => option.shape.name.value)
    expect(named).toEqual(BUILT_IN_SPECS.map(({ name }) => name))
    expect(offeredBuiltIns()).toEqual(named)
  })

  it.each([
    [{ name: 'slack.massage', options: {} }, 'got "slack.massage" at /consumers/0/handler/name'],
    [{ name: 'slack.message' }, 'expected an object, got nothing at /consumers/0/handler/options'],
    [
      { name: 'http.request', options: { url: 'ftp://x' } },
      'expected an http or https URL, got "ftp://x" at /consumers/0/handler/options/url',
    ],
    [
      { name: 'slack.message', options: { webhookUrl: 'https://hooks.slack.com/planted' } },
      'expected "env:NAME", "file:PATH" or "store:NAME", got something that is no reference at /consumers/0/handler/options/webhookUrl',
    ],
  ])('a document that gets one wrong is told where: %j', (handler, message) => {
    const problem = problemOf({ kind: 'built-in', ...handler })
    expect(problem).toContain(message)
    expect(problem).not.toContain('planted')
  })

  it('find references to secrets wherever they stand in the options', () => {
    const spec = builtInSpec('http.request')
    const options = {
      url: 'https://a.example',
      headers: { a: 'env:NOT_ONE' },
      secretHeaders: { b: 'env:B', c: 'env:B' },
    }
    expect(spec && secretReferences(spec.options, options)).toEqual(['env:B'])
  })

  it('free what they hold when their run is closed', async () => {
    const spec = builtInSpec('slack.message')
    if (spec === null) throw new Error('no slack.message')
    const close = vi.fn(async () => {})
    const run = Object.assign(async () => ({ kind: 'done' }) as const, { close })
    const load = vi.spyOn(spec, 'load').mockResolvedValue({ run: () => run })
    const agent = createTargetAgent([])
    const tools = { agent, secrets: { resolve: async () => '' }, allowTargets: [], now: () => new Date() }
    const made = await builtInRun({ name: spec.name, options: {} }, tools)
    await made.close?.()
    expect(close).toHaveBeenCalledOnce()
    load.mockRestore()
    await agent.destroy()
  })

  it('of another version are named when they cannot be made', async () => {
    const agent = createTargetAgent([])
    const secrets = { resolve: async () => '' }
    const tools = { agent, secrets, allowTargets: [], now: () => new Date() }
    await expect(builtInRun({ name: 'later.thing', options: {} }, tools)).rejects.toMatchObject({
      code: 'handler-missing',
      message: 'This version has no built-in handler "later.thing".',
    })
    await agent.destroy()
  })
})
