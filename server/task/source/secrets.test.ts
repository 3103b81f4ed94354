import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createSecretResolver, resolveAddress } from './secrets.ts'

const env = {
  DATABASE_URL: 'postgres://db',
  AWS_SECRET_ACCESS_KEY: 'no',
  SIGNALBOX_SECRET_MAILER: 'key',
  EMPTY: '',
}

describe('secrets', () => {
  it('reads only variables that the operator allows, by name or by prefix', async () => {
    const secrets = createSecretResolver({ env })
    expect(await secrets.resolve('env:DATABASE_URL')).toBe('postgres://db')
    expect(await secrets.resolve('env:SIGNALBOX_SECRET_MAILER')).toBe('key')
    await expect(secrets.resolve('env:AWS_SECRET_ACCESS_KEY')).rejects.toMatchObject({
      code: 'secret-unresolved',
      context: { reference: 'env:AWS_SECRET_ACCESS_KEY' },
    })
  })

  it('does not take a bare star for permission to read everything', async () => {
    const secrets = createSecretResolver({ env, allowedNames: ['*'] })
    await expect(secrets.resolve('env:AWS_SECRET_ACCESS_KEY')).rejects.toThrow('not in the list')
  })

  it('names the variable that is not set', async () => {
    const secrets = createSecretResolver({ env, allowedNames: ['EMPTY'] })
    await expect(secrets.resolve('env:EMPTY')).rejects.toThrow('the variable EMPTY is not set')
  })

  it('reads a file without its last line break and names one that is missing', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'signalbox-secrets-'))
    await writeFile(join(dir, 'key'), 'whsec_abc\n')
    const secrets = createSecretResolver()
    expect(await secrets.resolve(`file:${dir}/key`)).toBe('whsec_abc')
    await expect(secrets.resolve(`file:${dir}/gone`)).rejects.toThrow('ENOENT')
  })

  it('asks the store only when there is one', async () => {
    await expect(createSecretResolver().resolve('store:smtp')).rejects.toThrow('no secret store')
    const secrets = createSecretResolver({ store: async (name) => (name === 'smtp' ? 'pw' : null) })
    expect(await secrets.resolve('store:smtp')).toBe('pw')
    await expect(secrets.resolve('store:other')).rejects.toThrow('has no "other"')
  })

  it('passes an address through that is no reference', async () => {
    expect(await resolveAddress(createSecretResolver(), 'postgres://host/db')).toBe('postgres://host/db')
  })
})
