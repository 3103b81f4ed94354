import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openDatabase } from './database.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'
import { databaseTrouble, isUniqueViolation } from './unavailable.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
})
afterAll(() => database.drop())

const errorOf = (work: Promise<unknown>) => work.then(() => null).catch((error: unknown) => error)

describe('telling a database that is away from a wrong query', () => {
  it('recognises one that refuses connections, through Prisma and through pg', async () => {
    const away = openDatabase('postgresql://signalbox@127.0.0.1:1/nowhere')
    expect(databaseTrouble(await errorOf(away.prisma.user.count()))).toBe('unavailable')
    expect(databaseTrouble(await errorOf(away.pool.query('select 1')))).toBe('unavailable')
    await away.close()
    expect(databaseTrouble(await errorOf(away.pool.query('select 1')))).toBe('unavailable')
  })

  it('recognises a connection that the server ends, and recovers', async () => {
    const other = openDatabase(database.url, { maxConnections: 1 })
    const kill = 'select pg_terminate_backend(pg_backend_pid())'
    expect(databaseTrouble(await errorOf(other.prisma.$queryRawUnsafe(kill)))).toBe('unavailable')
    expect(databaseTrouble(await errorOf(other.pool.query(kill)))).toBe('unavailable')
    expect(await other.prisma.user.count()).toBe(0)
    await other.close()
  })

  it('recognises two transactions that wait for each other', async () => {
    await database.prisma.project.createMany({ data: [{ name: 'a' }, { name: 'b' }] })
    const touch = (first: string, second: string) =>
      database.prisma.$transaction(async (tx) => {
        await tx.project.update({ where: { name: first }, data: { description: first } })
        await tx.$queryRaw`select pg_sleep(0.3)::text`
        await tx.project.update({ where: { name: second }, data: { description: first } })
      })
    const errors = await Promise.all([errorOf(touch('a', 'b')), errorOf(touch('b', 'a'))])
    expect(errors.filter((error) => error !== null).map(databaseTrouble)).toEqual(['busy'])
  })

  it('leaves mistakes alone', async () => {
    const wrong = await errorOf(database.prisma.$queryRaw`select * from nowhere`)
    expect(databaseTrouble(wrong)).toBeNull()
    expect(databaseTrouble(new TypeError('x is not a function'))).toBeNull()
    expect(databaseTrouble('text')).toBeNull()
  })

  it('recognises a row that is there already', async () => {
    const insert = () => database.prisma.project.create({ data: { name: 'twice' } })
    await insert()
    expect(isUniqueViolation(await errorOf(insert()))).toBe(true)
    expect(isUniqueViolation(await errorOf(database.prisma.$queryRaw`select * from nowhere`))).toBe(false)
  })
})
