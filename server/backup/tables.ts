/** Which tables a backup holds, in an order in which rows can be put back: a table after those that it refers to. */
import type pg from 'pg'

export interface TableName {
  readonly schema: string
  readonly table: string
}

export interface BackupTable extends TableName {
  /** In the order of the rows' fields; generated columns are left out. */
  readonly columns: readonly string[]
}

/** Migrations come from the release, leases and schema versions from whoever runs. */
const LEFT_OUT = ['_prisma_migrations', 'lease', 'schema_version']
const SCHEMAS = ['public', 'signalbox_queue']

const COLUMNS = `
  select n.nspname as schema, c.relname as table,
    array_agg(a.attname::text order by a.attnum) filter (where a.attgenerated = '') as columns
  from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
  where n.nspname = any($1) and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and c.relname <> all($2)
  group by 1, 2 order by 1, 2`

const REFERENCES = `
  select c.conrelid::regclass::text as from, c.confrelid::regclass::text as to
  from pg_constraint c where c.contype = 'f' and c.conrelid <> c.confrelid`

const SEQUENCES = `
  select n.nspname as schema, c.relname as table, a.attname::text as column,
    pg_get_serial_sequence(format('%I.%I', n.nspname, c.relname), a.attname) as sequence
  from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
  where n.nspname = any($1) and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
    and pg_get_serial_sequence(format('%I.%I', n.nspname, c.relname), a.attname) is not null`

export const sqlName = ({ schema, table }: TableName) => `"${schema}"."${table}"`

export async function readTables(client: pg.ClientBase): Promise<BackupTable[]> {
  const { rows } = await client.query<BackupTable>(COLUMNS, [SCHEMAS, LEFT_OUT])
  const { rows: references } = await client.query<{ from: string; to: string }>(REFERENCES)
  const bare = (name: string) => name.replaceAll('"', '').replace(/^public\./, '')
  const needs = new Map<string, string[]>()
  for (const { from, to } of references) needs.set(bare(from), [...(needs.get(bare(from)) ?? []), bare(to)])
  return inOrder(rows, needs)
}

function inOrder(tables: readonly BackupTable[], needs: ReadonlyMap<string, string[]>): BackupTable[] {
  const byName = new Map(tables.map((table) => [keyOf(table), table]))
  const ordered = new Set<BackupTable>()
  const visit = (name: string, path: readonly string[]) => {
    const table = byName.get(name)
    if (table === undefined || ordered.has(table)) return
    if (path.includes(name))
      throw new Error(`The tables refer to each other in a circle: ${path.join(' → ')}`)
    for (const needed of needs.get(name) ?? []) visit(needed, [...path, name])
    ordered.add(table)
  }
  for (const name of byName.keys()) visit(name, [])
  return [...ordered]
}

const keyOf = ({ schema, table }: TableName) => (schema === 'public' ? table : `${schema}.${table}`)

/** Numbers that are handed out go on after the highest that was put back. */
export async function advanceSequences(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<TableName & { column: string; sequence: string }>(SEQUENCES, [SCHEMAS])
  for (const { column, sequence, ...table } of rows)
    await client.query(
      `select setval($1, (select coalesce(max("${column}"), 0) + 1 from ${sqlName(table)}), false)`,
      [sequence],
    )
}
