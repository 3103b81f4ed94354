/**
 * The OpenAPI 3.1 document of /api/v1, made from the same schemas that validate requests.
 */
import { OpenAPIHono } from '@hono/zod-openapi'
import * as contract from './contract/index.ts'
import type { Api } from './types.ts'

type RouteDefinition = Parameters<OpenAPIHono['openAPIRegistry']['registerPath']>[0]

function isRoute(value: unknown): value is RouteDefinition {
  return (
    typeof value === 'object' &&
    value !== null &&
    'method' in value &&
    'path' in value &&
    'responses' in value
  )
}

export function openApiDocument(version: string) {
  const app = new OpenAPIHono()
  app.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'signalbox.session_token',
  })
  app.openAPIRegistry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' })
  for (const value of Object.values(contract)) if (isRoute(value)) app.openAPIRegistry.registerPath(value)
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Signalbox', version, license: { name: 'Apache-2.0' } },
    servers: [{ url: '/api/v1' }],
  })
}

export function registerOpenApi(api: Api, { version }: { readonly version: string }): void {
  const text = JSON.stringify(openApiDocument(version))
  api.get('/openapi.json', (c) => c.body(text, 200, { 'content-type': 'application/json' }))
}
