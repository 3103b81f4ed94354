/** The reference of what the library exports, made by TypeDoc of its docstrings: a file per entry point. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Application, LogLevel } from 'typedoc'
import type { PluginOptions } from 'typedoc-plugin-markdown'

const LIBRARY = fileURLToPath(new URL('../../server/task/', import.meta.url))
const ENTRY_POINTS = ['index.ts', 'testing.ts', 'telemetry/opentelemetry.ts']
const NOTE =
  '<!-- Made by `npm run generate:reference` from the docstrings in server/task. Do not edit. -->\n\n'

const MARKDOWN: Partial<PluginOptions> = {
  outputFileStrategy: 'modules',
  hidePageHeader: true,
  hideBreadcrumbs: true,
  entryFileName: 'README',
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  propertyMembersFormat: 'table',
  typeDeclarationFormat: 'table',
  tableColumnSettings: { hideSources: true, hideInherited: true, hideOverrides: true },
}

/** The pages in a folder, by their paths in it. */
export async function markdownIn(folder: string): Promise<string[]> {
  const paths = await readdir(folder, { recursive: true })
  return paths.filter((path) => path.endsWith('.md')).sort()
}

/**
 * By path in the folder of the reference.
 * @throws Error when TypeDoc fails, or a docstring links to what is not there
 */
export async function referencePages(): Promise<Map<string, string>> {
  const out = await mkdtemp(join(tmpdir(), 'signalbox-reference-'))
  try {
    await writeReference(out)
    return await pagesIn(out)
  } finally {
    await rm(out, { recursive: true })
  }
}

async function writeReference(out: string): Promise<void> {
  const app = await Application.bootstrapWithPlugins({
    name: 'signalbox',
    entryPoints: ENTRY_POINTS.map((file) => join(LIBRARY, file)),
    tsconfig: join(LIBRARY, 'tsconfig.build.json'),
    plugin: ['typedoc-plugin-markdown'],
    readme: 'none',
    // Types are checked elsewhere.
    skipErrorChecking: true,
    disableSources: true,
    excludeExternals: true,
    excludePrivate: true,
    validation: { notExported: false, invalidLink: true },
    logLevel: LogLevel.Warn,
    outputs: [{ name: 'markdown', path: out }],
    ...(MARKDOWN as object),
  })
  const project = await app.convert()
  if (project === undefined) throw new Error('TypeDoc made nothing of the library')
  app.validate(project)
  await app.generateOutputs(project)
  if (app.logger.hasErrors() || app.logger.hasWarnings())
    throw new Error('The reference could not be made; what TypeDoc said stands above')
}

async function pagesIn(folder: string): Promise<Map<string, string>> {
  const pages = new Map<string, string>()
  for (const name of await markdownIn(folder))
    pages.set(name, NOTE + (await readFile(join(folder, name), 'utf8')))
  return pages
}
