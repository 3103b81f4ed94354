import { defineConfig } from 'vitest/config'

const common = { testTimeout: 30_000, hookTimeout: 60_000, restoreMocks: true }
const exclude = ['**/node_modules/**', '**/dist/**']
/** They end servers in the midst of work, start several, or look at how long something takes: nothing runs beside them. */
const alone = [
  'bench/**/*.test.ts',
  'examples/**/*.test.ts',
  'scripts/library/*.test.ts',
  'server/assignments/rate-share.test.ts',
  'server/replays/crash.test.ts',
  'server/task/backends/**/*.test.ts',
  'server/task/system/{blocked-loop,circuit-breaker}.test.ts',
  'server/task/worker/*.test.ts',
]

export default defineConfig({
  test: {
    globalSetup: ['scripts/test-servers/global-setup.ts'],
    projects: [
      {
        test: {
          ...common,
          name: 'together',
          include: ['{server,scripts}/**/*.test.ts', 'components/**/*.test.{ts,tsx}'],
          exclude: [...exclude, ...alone],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...common,
          name: 'alone',
          include: alone,
          exclude,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
