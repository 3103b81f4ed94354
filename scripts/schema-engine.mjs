#!/usr/bin/env node
/**
 * Stands in for Prisma's native schema engine, whose download not every machine can reach: the same engine as
 * WebAssembly, speaking the CLI's JSON-RPC over standard input and output, reaching Postgres through @prisma/adapter-pg.
 * The CLI is told of it by PRISMA_SCHEMA_ENGINE_BINARY. Plain JavaScript: `npm install` runs it on the machine's own Node.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'

const CHAR_OID = 18
const BPCHAR_OID = 1042
const DATABASE_MISSING = '3D000'

// ---- how the CLI calls us

/** `--datamodels FILE`, `--datasource JSON`, other flags with a value, then words. */
function parseArguments(argv) {
  const parsed = { schemas: [], url: process.env.DATABASE_URL, words: [], version: false }
  const rest = [...argv]
  for (let word = rest.shift(); word !== undefined; word = rest.shift())
    if (word === '--datamodels') parsed.schemas.push(rest.shift())
    else if (word === '--datasource') parsed.url = JSON.parse(rest.shift()).url ?? parsed.url
    else if (word === '--version') parsed.version = true
    else if (word.startsWith('--')) rest.shift()
    else parsed.words.push(word)
  return parsed
}

const called = parseArguments(process.argv.slice(2))

/** The CLI drops the first line of standard error and reads every other one as a log entry. */
function logError(fields) {
  const entry = {
    timestamp: new Date().toISOString(),
    level: 'ERROR',
    fields,
    target: 'schema_engine::logger',
  }
  process.stderr.write(`\n${JSON.stringify(entry)}`)
}

// ---- Postgres

async function onClient(config, work) {
  const client = new pg.Client(config)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function createDatabase(url) {
  const target = new URL(url)
  const name = decodeURIComponent(target.pathname.slice(1))
  target.pathname = '/postgres'
  target.searchParams.delete('schema')
  await onClient({ connectionString: target.href }, (client) =>
    client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`),
  )
  return name
}

/** Never `connectionString`: in pg it overrides `database`, so that a shadow database would be the real one. */
function connectionOf(text) {
  const url = new URL(text ?? 'postgresql://127.0.0.1:1/none')
  return {
    host: url.searchParams.get('host') ?? decodeURIComponent(url.hostname),
    port: Number(url.port || 5432),
    user: decodeURIComponent(url.username) || 'postgres',
    password: decodeURIComponent(url.password) || undefined,
    database: decodeURIComponent(url.pathname.slice(1)) || 'postgres',
    schema: url.searchParams.get('schema') ?? undefined,
  }
}

/** Closes gaps of adapter-pg 7.10 as an adapter for migrations. */
function forMigrations(adapter) {
  readCharacters(adapter)
  // It splits scripts at every ';', even inside $$.
  adapter.executeScript = async (sql) => {
    try {
      await adapter.client.query(sql)
    } catch (error) {
      adapter.onError(error)
    }
  }
  return adapter
}

/** The catalogs' one-byte "char" is refused (prisma/orm#27403); the engine wants it as a character, not as text. */
function readCharacters(adapter) {
  const perform = adapter.performIO.bind(adapter)
  const query = adapter.queryRaw.bind(adapter)
  let characters = new Set()
  adapter.performIO = async (request) => {
    const result = await perform(request)
    const fields = (result.fields ?? []).filter((field) => field.dataTypeID === CHAR_OID)
    characters = new Set(fields.map((field) => field.name))
    for (const field of fields) field.dataTypeID = BPCHAR_OID
    return result
  }
  adapter.queryRaw = async (request) => {
    const { columnNames, columnTypes, ...result } = await query(request)
    const typeOf = (name, type) => (characters.has(name) ? ColumnTypeEnum.Character : type)
    return { ...result, columnNames, columnTypes: columnTypes.map((type, n) => typeOf(columnNames[n], type)) }
  }
}

/** A shadow database that is disconnected from before it is dropped; adapter-pg does it the other way round. */
async function openShadow({ schema, ...connection }) {
  const name = `prisma_migrate_shadow_db_${crypto.randomUUID()}`
  const administer = (sql) => onClient(connection, (client) => client.query(sql))
  await administer(`CREATE DATABASE "${name}"`)
  const shadow = new PrismaPg({ ...connection, database: name }, { schema })
  const adapter = forMigrations(await shadow.connect())
  const dispose = adapter.dispose.bind(adapter)
  adapter.dispose = async () => {
    await dispose()
    await adapter.client.end().catch(() => undefined) // it may be closed already
    await administer(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`)
  }
  return adapter
}

// ---- the engine

let panicMessage

async function loadEngine() {
  // Where the engine leaves its last words before it traps.
  globalThis.PRISMA_WASM_PANIC_REGISTRY = {
    set_message: (message) => {
      panicMessage = message
    },
  }
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm')
  const binary = readFileSync(entry.replace(/schema_engine\.js$/, 'schema_engine_bg.wasm'))
  const { instance } = await WebAssembly.instantiate(binary, { './schema_engine_bg.js': bindings })
  bindings.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
  const connection = connectionOf(called.url)
  const { schema, ...config } = connection
  const base = new PrismaPg(config, { schema })
  const factory = bindMigrationAwareSqlAdapterFactory({
    provider: base.provider,
    adapterName: base.adapterName,
    connect: async () => forMigrations(await base.connect()),
    connectToShadowDb: () => openShadow(connection),
  })
  const datamodels =
    called.schemas.length === 0 ? undefined : called.schemas.map((file) => [file, readFileSync(file, 'utf8')])
  return bindings.SchemaEngine.new({ datamodels }, () => undefined, factory)
}

let engine

/** Maps and big integers, which JSON cannot say. */
function toJson(value) {
  const replace = (_, item) =>
    item instanceof Map ? Object.fromEntries(item) : typeof item === 'bigint' ? Number(item) : item
  return JSON.parse(JSON.stringify(value ?? {}, replace))
}

async function call(method, params) {
  if (method === 'createDatabase')
    return { databaseName: await createDatabase(params.datasource.url ?? called.url) }
  engine ??= loadEngine()
  const loaded = await engine
  if (method === 'getDatabaseVersion') return loaded.version(params)
  if (typeof loaded[method] !== 'function') throw new Error(`${method} is not in the WebAssembly engine`)
  const result = toJson(await loaded[method](params))
  if (method === 'diff' && result.stdout) send({ id: 0, method: 'print', params: { content: result.stdout } })
  return result
}

// ---- JSON-RPC over standard input and output

const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)

function errorOf(error) {
  const isPanic = error?.name === 'RuntimeError'
  const message =
    (isPanic ? panicMessage : undefined) ?? error?.meta?.full_error ?? error?.message ?? String(error)
  const data = { is_panic: isPanic, message, meta: error?.meta ?? null, error_code: error?.code ?? null }
  return { code: 4466, message: 'An error happened. Check the data field for details.', data }
}

async function answer(line) {
  const { id, method, params } = JSON.parse(line)
  if (method === undefined) return
  try {
    send({ id, result: await call(method, params) })
  } catch (error) {
    send({ id, error: errorOf(error) })
  }
}

/** Ends when the CLI has closed its end and every question has been answered. */
function serve() {
  const pending = new Set()
  let closed = false
  const endWhenDone = () => {
    if (closed && pending.size === 0) process.exit(0)
  }
  createInterface({ input: process.stdin })
    .on('line', (line) => {
      const work = answer(line).finally(() => {
        pending.delete(work)
        endWhenDone()
      })
      pending.add(work)
    })
    .on('close', () => {
      closed = true
      endWhenDone()
    })
}

async function runCommand(command) {
  if (command === 'can-connect-to-database')
    await onClient({ connectionString: called.url }, () => Promise.resolve())
  else if (command === 'create-database') await createDatabase(called.url)
  else throw new Error(`unsupported: cli ${command}`)
}

if (called.version) process.exit(0)
if (called.words[0] === 'cli') {
  try {
    await runCommand(called.words[1])
    process.exit(0)
  } catch (error) {
    const message = error.message || String(error.code)
    logError({ message, error_code: error.code === DATABASE_MISSING ? 'P1003' : 'P1001', is_panic: false })
    process.exit(1)
  }
}
serve()
