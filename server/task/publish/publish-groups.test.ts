import { describe, expect, it } from 'vitest'
import { PublishError, TaskError } from '../errors.ts'
import { type PublishGroup, publishGroups } from './publish-groups.ts'

const group = (ids: string[], publish: PublishGroup['publish'] = async () => []): PublishGroup => ({
  outgoing: ids.map((id) => ({
    queue: { type: 'a' },
    envelope: { attributes: { id }, body: new Uint8Array() },
  })),
  publish,
})
const away = () => Promise.reject(new TaskError('backend-unavailable', 'away', { retryable: true }))

describe('a batch for several backends', () => {
  it('is published when all of them confirmed', async () => {
    await expect(publishGroups([group(['1']), group(['2'])])).resolves.toEqual([])
  })

  it('names the confirmed ids when a part failed, whole groups and parts of groups', async () => {
    const half = () => Promise.reject(new PublishError('half', ['3']))
    const failed = publishGroups([group(['1', '2']), group(['3', '4'], half), group(['5'], away)])
    await expect(failed).rejects.toMatchObject({
      name: 'PublishError',
      code: 'publish-failed',
      retryable: true,
      accepted: ['1', '2', '3'],
      message: '3 of 5 tasks were published: half',
    })
  })

  it('says what the backend said when there is only one', async () => {
    const reason = new PublishError('half', ['1'])
    await expect(publishGroups([group(['1', '2'], () => Promise.reject(reason))])).rejects.toBe(reason)
  })

  it('says what the backend said when nothing was confirmed', async () => {
    await expect(publishGroups([group(['1'], away), group(['2'], away)])).rejects.toMatchObject({
      code: 'backend-unavailable',
    })
  })
})
