/**
 * The built library as a worker that has nothing to do, or more than it can: its handler never ends. JavaScript, so that
 * Node loads no TypeScript; what is measured is what an application gets.
 */
import process from 'node:process'
import { createSecretResolver, createTaskSystem } from '../server/task/dist/index.js'

const { kind, url, namespace, type } = JSON.parse(process.argv[2])
await createTaskSystem({
  config: {
    project: 'bench',
    namespace,
    backends: { main: { kind, url: 'env:SIGNALBOX_SECRET_BENCH' } },
    consumers: [{ type, backend: 'main', workers: 10, handler: { kind: 'function' } }],
  },
  secrets: createSecretResolver({ env: { SIGNALBOX_SECRET_BENCH: url } }),
  handlers: { [type]: () => new Promise(() => {}) },
})
process.on('message', () => process.send(process.memoryUsage.rss()))
process.send('started')
