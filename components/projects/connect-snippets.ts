/** How to connect a project: commands and code that work when pasted. Pure. */
import { curlSnippet, shellQuote } from '@/components/publish/snippets'

export interface ConnectSnippet {
  readonly title: string
  readonly text: string
  readonly code: string
}

/** @param produces, consumes a type that the project is assigned, where there is one */
export function connectSnippets(
  origin: string,
  project: string,
  produces: string | undefined,
  consumes: string | undefined,
): ConnectSnippet[] {
  const exported = [
    `export SIGNALBOX_URL=${shellQuote(origin)}`,
    'export SIGNALBOX_TOKEN=… # from the tab Tokens',
  ].join('\n')
  return [
    {
      title: 'Run the stand-alone worker',
      text: 'Takes tasks of every type that the project consumes and hands them to the HTTP endpoints of its assignments. On the machine of an embedded installation it needs no address and no token.',
      code: `${exported}\nnpx signalbox worker --project ${project}`,
    },
    {
      title: 'Publish with one HTTP call',
      text: produces
        ? 'Answers when the broker has taken responsibility.'
        : 'Assign a type for the project to produce first; then put its name here.',
      code: `export SIGNALBOX_TOKEN=… # from the tab Tokens\n${curlSnippet(origin, { type: produces ?? 'email.send', payload: { hello: 'world' } })}`,
    },
    {
      title: 'Embed the library in TypeScript',
      text: 'The same process publishes and runs tasks; handlers of kind "function" are found here by name.',
      code: `import { createTaskSystem, fromControlPlane } from 'signalbox'

const tasks = await createTaskSystem({
  config: fromControlPlane({
    url: ${JSON.stringify(origin)},
    project: ${JSON.stringify(project)},
    token: process.env.SIGNALBOX_TOKEN,
  }),
  handlers: {
    ${JSON.stringify(consumes ?? 'email.send')}: async (task, context) => {
      console.log(task.id, task.payload)
    },
  },
})
${produces ? `await tasks.publish(${JSON.stringify(produces)}, { hello: 'world' })\n` : ''}process.once('SIGTERM', () => tasks.close())`,
    },
  ]
}
