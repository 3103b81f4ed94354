/** Every route of /api/v1: what `app.ts` serves, what `openapi.ts` describes. */
export * from './assignments.ts'
export * from './instances.ts'
export * from './people.ts'
export * from './queues.ts'
export * from './registry.ts'
export * from './shapes.ts'
export * from './tasks.ts'
