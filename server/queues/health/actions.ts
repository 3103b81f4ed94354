/** What would help. The console knows where each leads. */
import type { Action } from './finding.ts'

export const assignConsumer: Action = {
  code: 'assign-consumer',
  label: 'Assign a consumer',
  project: null,
}
export const resume: Action = { code: 'resume', label: 'Resume', project: null }
export const openFailures: Action = { code: 'open-failures', label: 'Open failures', project: null }
export const checkBackend: Action = { code: 'check-backend', label: 'Check backend', project: null }

/** @param project null when several share the work */
export const changeWorkers = (project: string | null): Action => ({
  code: 'change-workers',
  label: 'Change workers',
  project,
})
export const showInstances = (project: string): Action => ({
  code: 'show-instances',
  label: 'Show instances',
  project,
})
export const showRollOut = (project: string): Action => ({
  code: 'show-roll-out',
  label: 'Show roll-out',
  project,
})
export const changeAssignment = (project: string | null): Action => ({
  code: 'change-workers',
  label: 'Change assignment',
  project,
})
