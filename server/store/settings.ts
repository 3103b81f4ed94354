/** Single values of the installation, by name. */
import type { Db } from './database.ts'
import type { Prisma } from './generated/client.ts'

/** Null when it was never written. */
export async function readSetting(db: Db, name: string): Promise<unknown> {
  const row = await db.setting.findUnique({ where: { name } })
  return row?.value ?? null
}

export async function writeSetting(db: Db, name: string, value: Prisma.InputJsonValue): Promise<void> {
  await db.setting.upsert({ where: { name }, create: { name, value }, update: { value } })
}
