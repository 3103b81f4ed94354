/** The same message as commands and code that work when pasted. Pure. */
import type { Message } from './message.ts'

export const LANGUAGES = ['curl', 'TypeScript', 'Python'] as const
export type Language = (typeof LANGUAGES)[number]

/** For a POSIX shell: a quote ends the string, stands escaped, and begins it again. */
export const shellQuote = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`

export function curlSnippet(origin: string, message: Message): string {
  return [
    `curl -sS ${shellQuote(`${origin}/api/v1/tasks`)} \\`,
    '  -H "Authorization: Bearer $SIGNALBOX_TOKEN" \\',
    "  -H 'Content-Type: application/json' \\",
    `  -d ${shellQuote(JSON.stringify(message))}`,
  ].join('\n')
}

const literal = (value: unknown) => JSON.stringify(value, null, 2)

function optionsOf(message: Message): string[] {
  return [
    ...(message.delayMs === undefined ? [] : [`delayMs: ${message.delayMs}`]),
    ...(message.notBefore === undefined ? [] : [`notBefore: new Date(${JSON.stringify(message.notBefore)})`]),
    ...(message.partitionKey === undefined ? [] : [`partitionKey: ${JSON.stringify(message.partitionKey)}`]),
    ...(message.uniqueKey === undefined ? [] : [`uniqueKey: ${JSON.stringify(message.uniqueKey)}`]),
    ...(message.tracked ? ['tracked: true'] : []),
  ]
}

export function typescriptSnippet(origin: string, project: string, message: Message): string {
  const options = optionsOf(message)
  const extra = options.length === 0 ? '' : `, { ${options.join(', ')} }`
  return `import { createTaskSystem, fromControlPlane } from 'signalbox'

const tasks = await createTaskSystem({
  config: fromControlPlane({
    url: ${JSON.stringify(origin)},
    project: ${JSON.stringify(project)},
    token: process.env.SIGNALBOX_TOKEN,
  }),
})
await tasks.publish(${JSON.stringify(message.type)}, ${literal(message.payload)}${extra})
await tasks.close()`
}

/** JSON is Python but for three words, which are replaced outside of strings. */
export function pythonLiteral(value: unknown): string {
  const words: Record<string, string> = { true: 'True', false: 'False', null: 'None' }
  return JSON.stringify(value, null, 4).replaceAll(
    /"(?:[^"\\]|\\.)*"|\b(?:true|false|null)\b/g,
    (part) => words[part] ?? part,
  )
}

export function pythonSnippet(origin: string, message: Message): string {
  return `import json, os, urllib.request

task = ${pythonLiteral(message)}
request = urllib.request.Request(
    ${JSON.stringify(`${origin}/api/v1/tasks`)},
    data=json.dumps(task).encode(),
    headers={
        "Authorization": f"Bearer {os.environ['SIGNALBOX_TOKEN']}",
        "Content-Type": "application/json",
    },
)
print(urllib.request.urlopen(request).read().decode())`
}

export function snippet(language: Language, origin: string, project: string, message: Message): string {
  if (language === 'curl') return curlSnippet(origin, message)
  if (language === 'Python') return pythonSnippet(origin, message)
  return typescriptSnippet(origin, project, message)
}
