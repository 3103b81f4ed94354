/** The task core: what an application embeds, and what the control plane builds on. */
export * from './backends/backend.ts'
export * from './backends/capabilities.ts'
export * from './backends/registry.ts'
export * from './config.ts'
export * from './consume/failure-history.ts'
export type { Failure, Verdict } from './consume/verdict.ts'
export * from './errors.ts'
export {
  HANDLER_CATEGORIES,
  type HandlerCategory,
  type HandlerDefaults,
} from './handlers/built-in/built-in.ts'
export { type BuiltInDescription, describeBuiltIns } from './handlers/built-in/catalog.ts'
export { EDITED_IN_REPLAY } from './handlers/built-in/idempotency-key.ts'
export { builtInAddresses, builtInSecrets } from './handlers/built-in/read-config.ts'
export {
  type CustomHandler,
  type CustomHandlerTools,
  defineHandler,
} from './handlers/custom/define-handler.ts'
export type { HandlerContext, TaskHandler, TaskHandlers } from './handlers/function.ts'
export type { TaskModules } from './handlers/module/module.ts'
export * from './handlers/target-rules.ts'
export type { Exchange, ShownBody } from './handlers/trial/exchange.ts'
export { canBeTried, type Trial, type TrialTools, tryHandler } from './handlers/trial/try-handler.ts'
export * from './logger.ts'
export type {
  ExecuteMiddleware,
  Middleware,
  PublishedTask,
  PublishMiddleware,
} from './middleware/middleware.ts'
export * from './publish/payload-schema.ts'
export * from './publish/prepare-task.ts'
export * from './retry/decide-retry.ts'
export { type ControlPlaneOptions, fromControlPlane } from './source/control-plane.ts'
export { type FileSourceOptions, fromFile } from './source/file.ts'
export * from './source/heartbeat.ts'
export * from './source/resolve-backend.ts'
export * from './source/secrets.ts'
export type { ConfigSink, ConfigSource, FoundConfig, InstanceReport } from './source/source.ts'
export { createTaskSystem, type TaskSystemOptions } from './system/create-task-system.ts'
export type { TaskSystem } from './system/task-system.ts'
export * from './task.ts'
export * from './version.ts'
export * from './wire/dead-letter.ts'
export * from './wire/envelope.ts'
export * from './wire/http.ts'
export * from './wire/outcome.ts'
export * from './wire/structured.ts'
