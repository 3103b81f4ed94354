/** `signalbox config check`: everything that can be said of a file without connecting anywhere. */
import { type ConfigIssue, type HandlerConfig, parseConfig, type TaskConfig } from '../config.ts'
import { isTaskError } from '../errors.ts'
import { builtInAddresses } from '../handlers/built-in/read-config.ts'
import { checkTargetUrl } from '../handlers/target-rules.ts'
import { compilePayloadSchema } from '../publish/payload-schema.ts'
import { readConfigFile } from '../source/file.ts'

export interface ConfigCheck {
  readonly issues: readonly ConfigIssue[]
  /** What the file says, in a line; meaningful without issues. */
  readonly summary: string
}

export async function checkConfigFile(path: string): Promise<ConfigCheck> {
  try {
    const { document } = await readConfigFile(path)
    const config = parseConfig(document)
    return { issues: deeperIssues(config), summary: summaryOf(config) }
  } catch (error) {
    if (!isTaskError(error) || !Array.isArray(error.context.issues)) throw error
    return { issues: error.context.issues, summary: '' }
  }
}

function summaryOf({ project, producers, consumers }: TaskConfig): string {
  const count = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`
  return `valid; project ${project}, ${count(producers.length, 'producer')}, ${count(consumers.length, 'consumer')}`
}

/** What the schema alone cannot tell: whether payload schemas compile and targets are allowed. */
function deeperIssues({ producers, consumers, allowTargets }: TaskConfig): ConfigIssue[] {
  const schemas = [
    ...producers.map(({ payloadSchema }, index) => [`/producers/${index}`, payloadSchema] as const),
    ...consumers.map(({ payloadSchema }, index) => [`/consumers/${index}`, payloadSchema] as const),
  ]
  const targets = consumers.map(({ handler }, index) =>
    addressesOf(handler).flatMap(({ at, url }) => {
      const problem = checkTargetUrl(url, allowTargets)
      return problem === null ? [] : [{ path: `/consumers/${index}/handler/${at}`, message: problem.message }]
    }),
  )
  return [
    ...schemas.flatMap(([path, schema]) => schemaIssues(`${path}/payloadSchema`, schema)),
    ...targets.flat(),
  ]
}

function addressesOf(handler: HandlerConfig): readonly { readonly at: string; readonly url: string }[] {
  if (handler.kind === 'http') return [{ at: 'url', url: handler.url }]
  if (handler.kind !== 'built-in') return []
  return builtInAddresses(handler).map(({ option, url }) => ({ at: `options/${option}`, url }))
}

function schemaIssues(path: string, schema: Record<string, unknown> | undefined): ConfigIssue[] {
  try {
    if (schema !== undefined) compilePayloadSchema(schema)
    return []
  } catch (error) {
    if (!isTaskError(error)) throw error
    return [{ path, message: error.message }]
  }
}
