/** What a caller may do. A token bears scopes; a person's role stands for a set of them (contract, section 2). */
export const SCOPES = ['publish', 'worker', 'read', 'operate', 'configure', 'admin'] as const
export type Scope = (typeof SCOPES)[number]

export const PERSON_ROLES = ['viewer', 'operator', 'admin'] as const
export type PersonRole = (typeof PERSON_ROLES)[number]

const ROLE_SCOPES: Record<PersonRole, readonly Scope[]> = {
  viewer: ['read'],
  operator: ['read', 'publish', 'operate', 'configure'],
  admin: SCOPES,
}

export function scopesOfRole(role: PersonRole): ReadonlySet<Scope> {
  return new Set(ROLE_SCOPES[role])
}

/** `admin` includes every scope. */
export function allows(scopes: ReadonlySet<Scope>, needed: Scope): boolean {
  return scopes.has('admin') || scopes.has(needed)
}

/** Who asks: a person by session, a program by token, or a loop of our own. */
export interface Actor {
  readonly kind: 'person' | 'token' | 'system'
  readonly id: string
  /** Shown in the audit and as author. */
  readonly name: string
  readonly scopes: ReadonlySet<Scope>
  /** A project's token may act for that project only. */
  readonly project?: string
}
