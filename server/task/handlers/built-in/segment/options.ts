/** What a handler for Segment is told by its configuration. */
import { z } from 'zod'
import { batchOptions } from '../batch-options.ts'
import { secretOption } from '../secret-options.ts'

export const segmentOptions = z.strictObject({
  writeKey: secretOption('Write key', 'Of the source that the calls belong to'),
  apiUrl: z
    .url({ protocol: /^https?$/, error: 'expected an http or https URL' })
    .default('https://api.segment.io/v1')
    .meta({
      title: 'API address',
      description: 'Of another region, such as https://events.eu1.segmentapis.com/v1',
    }),
  ...batchOptions(100),
})
export type SegmentOptions = z.infer<typeof segmentOptions>
