/** The task core: what an application embeds, and what the control plane builds on. */
export * from './backends/backend.ts'
export * from './backends/capabilities.ts'
export * from './config.ts'
export * from './errors.ts'
export * from './source/heartbeat.ts'
export * from './task.ts'
