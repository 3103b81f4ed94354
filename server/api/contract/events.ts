/** Server-sent events: which resources changed, so that a screen reads them again. Nothing of them is in the event. */
import { z } from '@hono/zod-openapi'
import { RESOURCES } from '../../events/resources.ts'
import { route } from './shapes.ts'

export const resource = z.enum(RESOURCES).openapi('Resource')

export const streamEvents = route({
  method: 'get',
  path: '/events',
  access: 'read',
  tags: ['events'],
  summary: 'Which resources changed, as they change',
  description:
    'Events of type `changed` whose data is `{"resources": ["queues", …]}`, at most one a second; a comment line every ' +
    '15 s keeps the line open. After a reconnect read everything anew: nothing is replayed.',
  responses: {
    200: {
      description: 'An endless stream (WHATWG HTML, section 9.2)',
      content: { 'text/event-stream': { schema: z.string() } },
    },
  },
})
