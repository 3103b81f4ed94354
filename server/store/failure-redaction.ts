/** What was stored before its type began to hide more: finds it, and replaces the texts that show it. */
import type { DeadInfo } from '../task/index.ts'
import type { Database } from './database.ts'

export interface HidingType {
  readonly type: string
  readonly redactPaths: readonly string[]
}

/** Types that hide anything. */
export async function hidingTypes(database: Database): Promise<HidingType[]> {
  const { rows } = await database.pool.query<HidingType>({
    name: 'hiding-types',
    text: 'select name as type, "redactPaths" from task_type where cardinality("redactPaths") > 0 order by name',
  })
  return rows
}

/** Failures of the type whose texts were made when it hid less. Read once: a scan of the type. */
export async function staleFailures(
  database: Database,
  { type, redactPaths }: HidingType,
): Promise<string[]> {
  const { rows } = await database.pool.query<{ deadId: string }>(
    `select "deadId" from failure where type = $1 and not (coalesce("redactPaths", '{}') @> $2::text[])`,
    [type, redactPaths],
  )
  return rows.map(({ deadId }) => deadId)
}

export interface StoredTexts {
  readonly deadId: string
  readonly attributes: Readonly<Record<string, string>>
  readonly body: Buffer
  readonly info: DeadInfo | null
  readonly errorName: string
  readonly errorMessage: string
  readonly redactPaths: readonly string[]
}

export async function storedTexts(database: Database, deadIds: readonly string[]): Promise<StoredTexts[]> {
  const { rows } = await database.pool.query<StoredTexts>(
    `select "deadId", attributes, body, info, "errorName", "errorMessage", coalesce("redactPaths", '{}') as "redactPaths"
     from failure where "deadId" = any($1::text[])`,
    [deadIds],
  )
  return rows
}

export interface NewTexts
  extends Pick<StoredTexts, 'deadId' | 'info' | 'errorName' | 'errorMessage' | 'redactPaths'> {
  /** What it is searched by. */
  readonly text: string
}

/** Of the counts, too, the words are replaced: they are those of one of the failures. */
const REPLACE = `
with made as materialized (
  select * from unnest($1::text[], $2::jsonb[], $3::text[], $4::text[], $5::jsonb[], $6::text[])
  as m(dead_id, info, error_name, error_message, redact_paths, text)
), replaced as (
  update failure f set info = m.info, "errorName" = m.error_name, "errorMessage" = m.error_message,
    "redactPaths" = array(select jsonb_array_elements_text(m.redact_paths))
  from made m where f."deadId" = m.dead_id
  returning f.type, f.fingerprint, f."errorName", f."errorMessage"
), searched as (
  update failure_text t set text = m.text from made m where t."deadId" = m.dead_id
), words as (
  select distinct on (type, fingerprint) type, fingerprint, "errorName", "errorMessage" from replaced
)
update failure_count c set "errorName" = w."errorName", "errorMessage" = w."errorMessage"
from words w where c.type = w.type and c.fingerprint = w.fingerprint`

export async function replaceTexts(database: Database, texts: readonly NewTexts[]): Promise<void> {
  const column = <T>(read: (one: NewTexts) => T) => texts.map(read)
  await database.pool.query({
    name: 'replace-failure-texts',
    text: REPLACE,
    values: [
      ...[column((t) => t.deadId), column((t) => (t.info === null ? null : JSON.stringify(t.info)))],
      ...[column((t) => t.errorName), column((t) => t.errorMessage)],
      ...[column((t) => JSON.stringify(t.redactPaths)), column((t) => t.text)],
    ],
  })
}
