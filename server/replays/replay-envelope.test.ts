import { describe, expect, it } from 'vitest'
import { replayEnvelope } from './replay-envelope.ts'

const campaign = { id: '0f9b1a52-2c57-4c4e-9f3a-0f0a8f4a6c11', maxAttempts: 2 }
const message = (attributes: Record<string, string>, body = '{}', payload: Uint8Array | null = null) => ({
  ...{ deadId: 'd1', taskId: 't1', typeName: 'email.send', attributes, payload },
  body: Buffer.from(body),
})
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString()

describe('what a replay sends', () => {
  it('is the task as it was, without its delay, its expiry, and the story of its death', () => {
    const { attributes, body } = replayEnvelope(
      message(
        {
          ...{
            specversion: '1.0',
            id: 't1',
            type: 'email.send',
            source: '/shop',
            time: '2026-01-01T00:00:00Z',
          },
          ...{ tracked: 'true', traceparent: '00-1-2-01', partitionkey: 'k', foreign: 'x' },
          ...{ attempt: '9', maxattempts: '10', replayid: 'an earlier one' },
          ...{ expirytime: 'x', notbefore: 'x', failures: 'x', deadid: 'd1', deadreason: 'x', deadinfo: 'x' },
        },
        ' {"n": 12345678901234567890}',
      ),
      campaign,
    )
    expect(attributes).toEqual({
      ...{ specversion: '1.0', id: 't1', type: 'email.send', source: '/shop', time: '2026-01-01T00:00:00Z' },
      ...{ tracked: 'true', traceparent: '00-1-2-01', partitionkey: 'k', foreign: 'x' },
      ...{ attempt: '1', maxattempts: '2', replayid: campaign.id },
    })
    expect(text(body)).toBe(' {"n": 12345678901234567890}')
  })

  it('is complete where a foreign message had no attributes', () => {
    expect(replayEnvelope(message({}), campaign).attributes).toEqual({
      ...{ specversion: '1.0', id: 't1', type: 'email.send', source: '/unknown' },
      ...{ attempt: '1', maxattempts: '2', replayid: campaign.id },
    })
  })

  it('opens a structured event, whose own attributes would overrule the campaign', () => {
    const event = {
      specversion: '1.0',
      id: 't1',
      type: 'email.send',
      source: '/x',
      replayid: 'old',
      data: { a: 1 },
    }
    const sent = replayEnvelope(
      message({ datacontenttype: 'application/cloudevents+json' }, JSON.stringify(event)),
      campaign,
    )
    expect(sent.attributes).toMatchObject({ replayid: campaign.id, datacontenttype: 'application/json' })
    expect(text(sent.body)).toBe('{"a":1}')
  })

  it('sends what cannot be opened as it came, and an edited payload as what it is', () => {
    const broken = { datacontenttype: 'application/cloudevents+json' }
    const asItCame = replayEnvelope(message(broken, '{"spec'), campaign)
    expect([asItCame.attributes.datacontenttype, text(asItCame.body)]).toEqual([
      'application/cloudevents+json',
      '{"spec',
    ])
    const edited = replayEnvelope(message(broken, '{"spec', Buffer.from('{"a":2}')), campaign)
    expect([edited.attributes.datacontenttype, text(edited.body)]).toEqual(['application/json', '{"a":2}'])
  })
})
