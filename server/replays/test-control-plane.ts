/** For tests: a control plane without its doors, as a process of its own that a test may kill. Its argument is a database's URL. */
import process from 'node:process'
import { createContainer } from '../container.ts'

const [databaseUrl = ''] = process.argv.slice(2)
const container = createContainer({
  ...{ databaseUrl, authSecret: 'test '.repeat(10), baseUrl: 'http://127.0.0.1', version: '0.0.0' },
  ...{ trustedProxies: [], allowTargets: [], secrets: { MAIN: databaseUrl }, logLevel: 'warn' },
  environment: { name: 'test', color: 'gray' },
})
await container.startLoops()
process.stdout.write('runs\n')
