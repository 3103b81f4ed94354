/** The part of a handler's configuration that is about built-in handlers: which one, and its options. */
import { z } from 'zod'
import type { BuiltInSpec } from './built-in.ts'
import { BUILT_IN_SPECS } from './catalog.ts'

function configOf<const Name extends string, Options extends z.ZodObject>({
  name,
  options,
}: BuiltInSpec<Name, Options>) {
  return z.strictObject({
    kind: z.literal('built-in'),
    name: z.literal(name).meta({ description: 'Which built-in handler.' }),
    options,
  })
}

const [slack, track, identify, page, group, mixpanel, request] = BUILT_IN_SPECS

/** Options are checked by the schema of the handler that `name` names. */
export const builtInHandler = z.discriminatedUnion('name', [
  configOf(slack),
  configOf(track),
  configOf(identify),
  configOf(page),
  configOf(group),
  configOf(mixpanel),
  configOf(request),
])
export type BuiltInConfig = z.infer<typeof builtInHandler>
