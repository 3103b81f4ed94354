/** The typed client of /api/v1 that every page fetches through. */
import createClient from 'openapi-fetch'
import type { components, paths } from './schema'

export const api = createClient<paths>({ baseUrl: '/api/v1', credentials: 'same-origin' })

export type Schemas = components['schemas']
