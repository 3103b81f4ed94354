#!/usr/bin/env node
// Stand-in for Prisma's native schema-engine binary: the same engine as WebAssembly,
// speaking the CLI's JSON-RPC over stdio, reaching Postgres through @prisma/adapter-pg.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import * as bg from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'

const require = createRequire(import.meta.url)
const wasmPath = require
  .resolve('@prisma/schema-engine-wasm')
  .replace(/schema_engine\.js$/, 'schema_engine_bg.wasm')
const { instance } = await WebAssembly.instantiate(readFileSync(wasmPath), { './schema_engine_bg.js': bg })
bg.__wbg_set_wasm(instance.exports)
instance.exports.__wbindgen_start()

const argv = process.argv.slice(2)
const files = []
let url = process.env.DATABASE_URL
const rest = []
for (let i = 0; i < argv.length; i++) {
  if (argv[i] === '--datamodels') files.push(argv[++i])
  else if (argv[i] === '--datasource') url = JSON.parse(argv[++i]).url ?? url
  else if (argv[i].startsWith('--') && argv[i] !== '--version') i++
  else rest.push(argv[i])
}
const log = (level, fields) =>
  process.stderr.write(
    `\n${JSON.stringify({ timestamp: new Date().toISOString(), level, fields, target: 'schema_engine::logger' })}`,
  ) // the CLI drops line 1 and parses every other line
async function createDatabase(u) {
  const t = new URL(u)
  const name = decodeURIComponent(t.pathname.slice(1))
  t.pathname = '/postgres'
  t.searchParams.delete('schema')
  const c = new pg.Client({ connectionString: t.href })
  await c.connect()
  try {
    await c.query(`CREATE DATABASE ${c.escapeIdentifier(name)}`)
  } finally {
    await c.end()
  }
  return name
}
if (rest[0] === '--version') {
  process.exit(0)
}
if (rest[0] === 'cli') {
  const fail = (e) => {
    log('ERROR', {
      message: e.message || String(e.code),
      error_code: e.code === '3D000' ? 'P1003' : 'P1001',
      is_panic: false,
    })
    process.exit(1)
  }
  try {
    if (rest[1] === 'can-connect-to-database') {
      const c = new pg.Client({ connectionString: url })
      await c.connect()
      await c.end()
    } else if (rest[1] === 'create-database') await createDatabase(url)
    else throw new Error(`unsupported: ${rest.join(' ')}`)
    process.exit(0)
  } catch (e) {
    fail(e)
  }
}
// Three gaps of adapter-pg 7.10 as a *migration* adapter, each closed here:
function forMigrations(adapter) {
  const perform = adapter.performIO.bind(adapter) // 1. the catalogs' one-byte "char" (oid 18) is refused (prisma/orm#27403)
  adapter.performIO = async (q) => {
    const r = await perform(q)
    for (const f of r.fields ?? []) if (f.dataTypeID === 18) f.dataTypeID = 1042
    return r
  }
  adapter.executeScript = async (sql) => {
    try {
      await adapter.client.query(sql)
    } catch (e) {
      adapter.onError(e)
    }
  } // 2. splits scripts at every ';', even inside $$
  return adapter
}
async function shadow(cfg, opts) {
  // 3. drops its shadow database while still connected to it
  const name = `prisma_migrate_shadow_db_${crypto.randomUUID()}`
  const admin = async (sql) => {
    const c = new pg.Client(cfg)
    await c.connect()
    try {
      await c.query(sql)
    } finally {
      await c.end()
    }
  }
  await admin(`CREATE DATABASE "${name}"`)
  const adapter = forMigrations(await new PrismaPg({ ...cfg, database: name }, opts).connect())
  const dispose = adapter.dispose.bind(adapter)
  adapter.dispose = async () => {
    await dispose()
    await adapter.client.end().catch(() => {})
    await admin(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`)
  }
  return adapter
}
let enginePromise
let factory
const engine = () =>
  (enginePromise ??= (async () => {
    const u = new URL(url ?? 'postgresql://127.0.0.1:1/none')
    // Never connectionString here: in pg it overrides `database`, so adapter-pg's shadow database would be the real one.
    const dec = decodeURIComponent
    const cfg = {
      host: u.searchParams.get('host') ?? dec(u.hostname),
      port: Number(u.port || 5432),
      user: dec(u.username) || 'postgres',
      password: dec(u.password) || undefined,
      database: dec(u.pathname.slice(1)) || 'postgres',
    }
    const opts = { schema: u.searchParams.get('schema') ?? undefined }
    const base = new PrismaPg(cfg, opts)
    factory = bindMigrationAwareSqlAdapterFactory({
      provider: base.provider,
      adapterName: base.adapterName,
      connect: async () => forMigrations(await base.connect()),
      connectToShadowDb: () => shadow(cfg, opts),
    })
    return bg.SchemaEngine.new(
      { datamodels: files.length ? files.map((f) => [f, readFileSync(f, 'utf8')]) : undefined },
      () => {},
      factory,
    )
  })())
const send = (m) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...m })}\n`)
const clean = (v) =>
  JSON.parse(
    JSON.stringify(v ?? {}, (_, x) =>
      x instanceof Map ? Object.fromEntries(x) : typeof x === 'bigint' ? Number(x) : x,
    ),
  )
async function call(method, params) {
  if (method === 'createDatabase') return { databaseName: await createDatabase(params.datasource.url ?? url) }
  const e = await engine()
  if (method === 'getDatabaseVersion') return await e.version(params)
  if (method === 'diff') {
    const r = clean(await e.diff(params))
    if (r.stdout) send({ id: 0, method: 'print', params: { content: r.stdout } })
    return r
  }
  if (typeof e[method] !== 'function') throw new Error(`method ${method} is not in the WebAssembly engine`)
  return clean(await e[method](params))
}
let pending = 0,
  closed = false
const maybeExit = () => {
  if (closed && !pending) process.exit(0)
}
createInterface({ input: process.stdin })
  .on('line', async (line) => {
    const m = JSON.parse(line)
    if (!m.method) return
    pending++
    try {
      send({ id: m.id, result: await call(m.method, m.params) })
    } catch (e) {
      const message = e?.meta?.full_error ?? e?.message ?? String(e)
      send({
        id: m.id,
        error: {
          code: 4466,
          message: 'An error happened. Check the data field for details.',
          data: {
            is_panic: e?.name === 'RuntimeError',
            message,
            meta: e?.meta ?? null,
            error_code: e?.code ?? null,
          },
        },
      })
    } finally {
      pending--
      maybeExit()
    }
  })
  .on('close', () => {
    closed = true
    maybeExit()
  })
