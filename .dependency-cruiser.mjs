/** The rules between the rooms (server/README.md). `npm run check` enforces them. */
import { readFileSync } from 'node:fs'

const core = JSON.parse(readFileSync(new URL('./server/task/package.json', import.meta.url), 'utf8'))
const coreDependencies = Object.keys({ ...core.dependencies, ...core.peerDependencies }).join('|')

const ROOMS =
  '(registry|assignments|queues|failures|replays|instances|publishing|auth|audit|backup|events|tasks|webhooks)'
const TESTS = '(\\.test\\.tsx?$|/test-[^/]+\\.ts$|/conformance/)'

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'core-imports-only-itself',
      comment: 'server/task is a library: nothing of the control plane, Next or Prisma may come in.',
      severity: 'error',
      from: { path: '^server/task/', pathNot: TESTS },
      to: {
        pathNot: ['^server/task/', `^node_modules/(@types/)?(${coreDependencies})/`],
        dependencyTypesNot: ['core'],
      },
    },
    {
      name: 'core-tests-stay-in-the-core',
      severity: 'error',
      from: { path: `^server/task/.*${TESTS}` },
      to: {
        path: '^(server|app|components)/',
        pathNot: ['^server/task/', '^server/store/test-database\\.ts$'],
      },
    },
    {
      name: 'backend-imports-no-sibling',
      severity: 'error',
      from: { path: '^server/task/backends/([^/]+)/', pathNot: '^server/task/backends/conformance/' },
      to: { path: '^server/task/backends/[^/]+/', pathNot: '^server/task/backends/($1|conformance)/' },
    },
    {
      name: 'backend-imports-only-contract-task-wire-errors',
      severity: 'error',
      from: { path: '^server/task/backends/[^/]+/', pathNot: TESTS },
      to: {
        path: '^server/task/',
        pathNot: ['^server/task/(backends|wire)/', '^server/task/(task|errors|config|version|logger)\\.ts$'],
      },
    },
    {
      name: 'console-imports-no-server',
      comment: 'Pages fetch through the typed API client. The mount in app/api loads the server at run time.',
      severity: 'error',
      from: { path: '^(app|components)/' },
      to: { path: '^server/', pathNot: '^server/api/types\\.ts$' },
    },
    {
      name: 'server-imports-no-console',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: '^(app|components|e2e|examples|scripts|bench)/', pathNot: '^scripts/test-servers/' },
    },
    {
      name: 'only-the-store-sees-prisma',
      severity: 'error',
      from: { path: '^(server|app|components)/', pathNot: '^server/store/' },
      to: { path: '(^server/store/generated/|^node_modules/(@prisma|prisma)/)' },
    },
    {
      name: 'use-cases-know-no-api',
      comment:
        'api → use cases → store. The shapes of the contract, which has no code, may be named as types.',
      severity: 'error',
      from: { path: `^server/${ROOMS}/`, pathNot: TESTS },
      to: { path: '^server/api/', pathNot: '^server/api/contract/' },
    },
    {
      name: 'use-cases-take-only-types-of-the-contract',
      severity: 'error',
      from: { path: `^server/${ROOMS}/`, pathNot: TESTS },
      to: { path: '^server/api/contract/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'store-is-the-bottom',
      severity: 'error',
      from: { path: '^server/store/', pathNot: TESTS },
      to: {
        path: `^server/(api|startup|cli|${ROOMS.slice(1, -1)})/`,
        // Scopes and roles are words, not code.
        pathNot: '^server/auth/scopes\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'nobody-imports-main-or-cli',
      severity: 'error',
      from: { pathNot: '^server/cli/' },
      to: { path: '^server/(main\\.ts$|cli/)' },
    },
    {
      name: 'only-starters-construct',
      severity: 'error',
      from: { path: '^server/', pathNot: ['^server/(main|get-container)\\.ts$', '^server/cli/', TESTS] },
      to: { path: '^server/(container|get-container)\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-undeclared-packages',
      severity: 'error',
      from: { pathNot: '^server/task/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^server/store/generated/'] },
    exclude: { path: '(^|/)(dist|\\.next[^/]*)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mts', '.mjs', '.js', '.d.ts'],
    },
  },
}
