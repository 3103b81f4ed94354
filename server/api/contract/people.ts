/** Sign-in, people, tokens, audit, and what the console's shell needs to know. */
import { z } from '@hono/zod-openapi'
import { PERSON_ROLES, SCOPES } from '../../auth/scopes.ts'
import { slug } from '../../task/index.ts'
import { instant, json, jsonBody, page, pageQuery, route } from './shapes.ts'

const password = z.string().min(12, 'expected at least 12 characters').max(200)
const email = z.email('expected an e-mail address').max(200)
export const account = z
  .object({
    kind: z.enum(['person', 'token']),
    id: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    role: z.enum(PERSON_ROLES).nullable(),
    scopes: z.array(z.enum(SCOPES)),
    project: slug.nullable(),
  })
  .openapi('Account')
export type Account = z.infer<typeof account>

export const getSession = route({
  method: 'get',
  path: '/session',
  access: 'read',
  tags: ['people'],
  summary: 'Who am I',
  responses: { 200: json(account, 'The caller') },
})
export const getEnvironment = route({
  method: 'get',
  path: '/environment',
  access: 'public',
  tags: ['people'],
  summary: 'What the sign-in page may know',
  responses: {
    200: json(
      z
        .object({ name: z.string(), color: z.string(), version: z.string(), needsSetup: z.boolean() })
        .openapi('Environment'),
      'The environment',
    ),
  },
})
/** Consumes a set-up link or an invitation atomically, creates the person and signs in (Set-Cookie). */
export const acceptLink = route({
  method: 'post',
  path: '/links/accept',
  access: 'public',
  tags: ['people'],
  summary: 'Create the first admin from the set-up link, or a person from an invitation',
  request: jsonBody(
    z
      .strictObject({ token: z.string().min(1), name: z.string().trim().min(1).max(100), email, password })
      .openapi('AcceptLink'),
  ),
  responses: { 201: json(account, 'Created and signed in') },
})
export const inspectLink = route({
  method: 'post',
  path: '/links/inspect',
  access: 'public',
  tags: ['people'],
  summary: 'Is this link good, and for whom',
  request: jsonBody(z.strictObject({ token: z.string().min(1) }).openapi('InspectLink')),
  responses: {
    200: json(
      z
        .object({
          kind: z.enum(['setup', 'invite']),
          email: z.string().nullable(),
          role: z.enum(PERSON_ROLES),
        })
        .openapi('Link'),
      'The link is good',
    ),
  },
})
export const signIn = route({
  method: 'post',
  path: '/session',
  access: 'public',
  tags: ['people'],
  summary: 'Sign in',
  request: jsonBody(z.strictObject({ email, password: z.string().min(1).max(200) }).openapi('SignIn')),
  responses: { 200: json(account, 'Signed in (Set-Cookie)') },
})
export const signOut = route({
  method: 'delete',
  path: '/session',
  access: 'read',
  tags: ['people'],
  summary: 'Sign out',
  responses: { 204: { description: 'Signed out' } },
})

export const changePassword = route({
  method: 'put',
  path: '/session/password',
  access: 'read',
  tags: ['people'],
  summary: "Change one's own password; other sessions of the person end",
  request: jsonBody(
    z
      .strictObject({ currentPassword: z.string().min(1).max(200), newPassword: password })
      .openapi('ChangePassword'),
  ),
  responses: { 204: { description: 'Changed (Set-Cookie: the session that goes on)' } },
})

export const person = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    role: z.enum(PERSON_ROLES),
    createdAt: instant,
  })
  .openapi('Person')
export type Person = z.infer<typeof person>
export const listPeople = route({
  method: 'get',
  path: '/people',
  access: 'admin',
  tags: ['people'],
  summary: 'People',
  responses: { 200: json(page(person), 'People by name') },
})
export const invitePerson = route({
  method: 'post',
  path: '/people/invitations',
  access: 'admin',
  tags: ['people'],
  summary: 'Make an invitation link',
  request: jsonBody(z.strictObject({ email, role: z.enum(PERSON_ROLES) }).openapi('NewInvitation')),
  responses: {
    201: json(z.object({ url: z.url(), expiresAt: instant }).openapi('Invitation'), 'Shown once'),
  },
})

const personParam = z.object({
  id: z
    .string()
    .min(1)
    .max(100)
    .openapi({ param: { name: 'id', in: 'path' } }),
})
export const patchPerson = route({
  method: 'patch',
  path: '/people/{id}',
  access: 'admin',
  tags: ['people'],
  summary: "Change a person's role; counts from their next request",
  request: {
    params: personParam,
    ...jsonBody(z.strictObject({ role: z.enum(PERSON_ROLES) }).openapi('PersonPatch')),
  },
  responses: { 200: json(person, 'Changed; the last admin stays admin (409)') },
})
export const deletePerson = route({
  method: 'delete',
  path: '/people/{id}',
  access: 'admin',
  tags: ['people'],
  summary: 'Remove a person, their sessions and their tokens; not the last admin',
  request: { params: personParam },
  responses: { 204: { description: 'Removed' } },
})

export const tokenView = z
  .object({
    id: z.uuid(),
    name: z.string(),
    prefix: z.string(),
    scopes: z.array(z.enum(SCOPES)),
    project: slug.nullable(),
    createdBy: z.string(),
    createdAt: instant,
    lastUsedAt: instant.nullable(),
    expiresAt: instant.nullable(),
  })
  .openapi('Token')
export type TokenView = z.infer<typeof tokenView>
const newToken = z
  .strictObject({
    name: z.string().trim().min(1).max(100),
    scopes: z.array(z.enum(SCOPES)).min(1),
    project: slug.optional(),
    expiresAt: instant.optional(),
  })
  .openapi('NewToken')
export const listTokens = route({
  method: 'get',
  path: '/tokens',
  access: 'configure',
  tags: ['people'],
  summary: 'API tokens, without their secrets',
  request: { query: z.object({ project: slug.optional() }) },
  responses: { 200: json(page(tokenView), 'Newest first') },
})
export const createToken = route({
  method: 'post',
  path: '/tokens',
  access: 'configure',
  tags: ['people'],
  summary: 'Create an API token with at most your own scopes',
  request: jsonBody(newToken),
  responses: {
    201: json(
      tokenView.extend({ token: z.string() }).openapi('CreatedToken'),
      'The secret is shown this once',
    ),
  },
})
export const revokeToken = route({
  method: 'delete',
  path: '/tokens/{id}',
  access: 'configure',
  tags: ['people'],
  summary: 'Revoke an API token',
  request: { params: z.object({ id: z.uuid().openapi({ param: { name: 'id', in: 'path' } }) }) },
  responses: { 204: { description: 'Revoked' } },
})

export const auditEntry = z
  .object({
    id: z.string(),
    at: instant,
    actor: z.object({ kind: z.enum(['person', 'token', 'system']), name: z.string() }),
    action: z.string(),
    target: z.object({ kind: z.string(), name: z.string() }),
    reason: z.string().nullable(),
    before: z.unknown(),
    after: z.unknown(),
    requestId: z.string().nullable(),
  })
  .openapi('AuditEntry')
export type AuditEntryView = z.infer<typeof auditEntry>
export const listAudit = route({
  method: 'get',
  path: '/audit',
  access: 'read',
  tags: ['audit'],
  summary: 'Who did what, newest first',
  request: {
    query: pageQuery.extend({
      actor: z.string().max(200).optional(),
      action: z.string().max(100).optional(),
      target: z.string().max(200).optional(),
      from: instant.optional(),
      to: instant.optional(),
    }),
  },
  responses: { 200: json(page(auditEntry), 'A page') },
})
