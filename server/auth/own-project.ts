/** A token that belongs to a project acts for that project only, whatever its scopes. */
import { forbidden } from '../errors.ts'
import type { Actor } from './scopes.ts'

/** @throws Refusal 403 when the caller belongs to another project */
export function requireProject(actor: Actor, project: string): void {
  if (actor.project !== undefined && actor.project !== project)
    throw forbidden(`This token belongs to project "${actor.project}" and may not act for "${project}".`)
}

/** For what belongs to no single project. @throws Refusal 403 when the caller belongs to a project */
export function requireNoProject(actor: Actor, what: string): void {
  if (actor.project !== undefined)
    throw forbidden(`This token belongs to project "${actor.project}" and may not change ${what}.`)
}
