/**
 * The demo (`examples/demo`) as children of ours: seeded once, into an installation without projects, then run at every
 * start for as long as its projects exist.
 */
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Auth } from '../auth/auth.ts'
import { startActor } from '../auth/bootstrap.ts'
import { createToken, revokeToken } from '../auth/tokens.ts'
import { projectExists, readProjects } from '../store/projects.ts'
import { readSetting, writeSetting } from '../store/settings.ts'
import { type ChildOptions, type ChildProgram, keepRunning, runOnce } from './child-program.ts'
import type { Connection } from './connection-file.ts'
import { freePort } from './ports.ts'

export interface DemoDeps {
  readonly auth: Auth
  readonly connection: Connection
  readonly dataDir: string
  /** What the programs inherit. */
  readonly variables: Readonly<Record<string, string | undefined>>
}

const SETTING = 'demo'
const state = z.object({ servicePort: z.int(), seeded: z.boolean() })
type DemoState = z.infer<typeof state>
/** The demo's programs get nothing of our environment but what any program needs. */
const INHERITED = ['PATH', 'HOME', 'TMPDIR', 'TZ', 'LANG', 'SystemRoot']
const inRepository = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const SEED = inRepository('examples/demo/seed.ts')
const WORKER = inRepository('server/task/cli/main.ts')
const PROGRAMS = [
  { name: 'service', command: [inRepository('examples/demo/service.ts')] },
  { name: 'worker of fulfilment', command: [WORKER, 'worker', '--project', 'fulfilment'] },
  { name: 'worker of mailer', command: [WORKER, 'worker', '--project', 'mailer'] },
  { name: 'orders', command: [inRepository('examples/demo/orders.ts')] },
]

/** Null when it does not apply: the installation has projects of its own, or somebody removed the demo's. */
export async function startDemo(deps: DemoDeps): Promise<ChildProgram | null> {
  const demo = await findOrBegin(deps)
  if (demo === null) return null
  const output = await open(join(deps.dataDir, 'demo.log'), 'w', 0o600)
  try {
    if (!demo.seeded) await seed(deps, demo, output)
    if (await projectExists(deps.auth.database.prisma, 'fulfilment')) return runPrograms(deps, output, demo)
  } catch (error) {
    await output.close()
    throw error
  }
  await output.close()
  return null
}

/** Written before it is seeded: a start that was killed meanwhile is taken up by the next. */
async function findOrBegin({ auth }: DemoDeps): Promise<DemoState | null> {
  const { prisma } = auth.database
  const kept = state.safeParse(await readSetting(prisma, SETTING))
  if (kept.success) return kept.data
  if ((await readProjects(prisma, auth.now(), { limit: 1 })).length > 0) return null
  const begun = { servicePort: await freePort(), seeded: false }
  await writeSetting(prisma, SETTING, begun)
  return begun
}

function runPrograms(deps: DemoDeps, output: FileHandle, { servicePort }: DemoState): ChildProgram {
  const environment = environmentOf(deps, servicePort, deps.connection.token)
  const children = PROGRAMS.map((program) => keepRunning({ ...program, environment, output: output.fd }))
  return {
    async stop() {
      await Promise.all(children.map((child) => child.stop()))
      await output.close()
    },
  }
}

function environmentOf(deps: DemoDeps, servicePort: number, token: string): ChildOptions['environment'] {
  const inherited = INHERITED.map((name) => [name, deps.variables[name]] as const)
  return {
    ...Object.fromEntries(inherited.filter(([, value]) => value !== undefined)),
    SIGNALBOX_URL: deps.connection.url,
    SIGNALBOX_TOKEN: token,
    SIGNALBOX_DATA_DIR: deps.dataDir,
    DATABASE_URL: deps.connection.databaseUrl,
    DEMO_SERVICE_PORT: String(servicePort),
    LOG_LEVEL: 'info',
  }
}

async function seed(deps: DemoDeps, { servicePort }: DemoState, output: FileHandle): Promise<void> {
  const { auth } = deps
  const token = { name: 'demo set-up', scopes: ['configure'] as const }
  const { row, secret } = await createToken(auth, { actor: startActor }, token)
  try {
    const environment = environmentOf(deps, servicePort, secret)
    await runOnce({ name: 'The set-up of the demo', command: [SEED], environment, output: output.fd })
  } finally {
    await revokeToken(auth, { actor: startActor, requestId: 'start' }, row.id)
  }
  await writeSetting(auth.database.prisma, SETTING, { servicePort, seeded: true })
}
