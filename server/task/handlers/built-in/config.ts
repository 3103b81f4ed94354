/** The part of a handler's configuration that is about built-in handlers: which one, and its options. */
import { z } from 'zod'
import { BUILT_IN_SPECS } from './catalog.ts'

type Specs = typeof BUILT_IN_SPECS

function configOf<const Name extends string, Options extends z.ZodObject>(name: Name, options: Options) {
  return z.strictObject({
    kind: z.literal('built-in'),
    name: z.literal(name).meta({ description: 'Which built-in handler.' }),
    options,
  })
}

type ConfigsOf<All extends readonly Specs[number][]> = {
  [Index in keyof All]: ReturnType<typeof configOf<All[Index]['name'], All[Index]['options']>>
}

/** Options are checked by the schema of the handler that `name` names. */
export const builtInHandler = z.discriminatedUnion(
  'name',
  // One for each specification, in the same order: a map over a tuple does not tell.
  BUILT_IN_SPECS.map(({ name, options }) => configOf(name, options)) as unknown as ConfigsOf<Specs>,
)
export type BuiltInConfig = z.infer<typeof builtInHandler>
