/** `/api/docs`: the API document, rendered by Swagger UI out of its npm package. Nothing comes from elsewhere. */
import { readFile } from 'node:fs/promises'
import { notFound } from '../errors.ts'
import { API_BASE } from './access.ts'
import type { Api } from './types.ts'

const STYLES = 'text/css; charset=utf-8'
const SCRIPT = 'text/javascript; charset=utf-8'

/** Swagger UI sets styles on elements and shows its icons as data URLs; scripts come from here only. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

// A trailing slash would be another path: the assets' addresses are absolute.
const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Signalbox API</title>
<link rel="icon" href="/api/docs/favicon-32x32.png">
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
</head>
<body>
<main id="api"></main>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script>
</body>
</html>
`
const START = `SwaggerUIBundle({ url: '${API_BASE}/openapi.json', dom_id: '#api', deepLinking: true, validatorUrl: null, docExpansion: 'none' })\n`

const PACKAGE_FILES: Readonly<Record<string, string>> = {
  'swagger-ui.css': STYLES,
  'swagger-ui-bundle.js': SCRIPT,
  'favicon-32x32.png': 'image/png',
}

const readPackageFile = (name: string) => readFile(new URL(import.meta.resolve(`swagger-ui-dist/${name}`)))

export function registerDocs(app: Api): void {
  const cached = { 'cache-control': 'public, max-age=3600' }
  app.get('/api/docs', (c) => c.html(PAGE, 200, { 'content-security-policy': POLICY, ...cached }))
  app.get('/api/docs/:asset', async (c) => {
    const asset = c.req.param('asset')
    if (asset === 'start.js') return c.body(START, 200, { 'content-type': SCRIPT, ...cached })
    const type = PACKAGE_FILES[asset]
    if (type === undefined) throw notFound('file', asset)
    const bytes = new Uint8Array(await readPackageFile(asset))
    return c.body(bytes, 200, { 'content-type': type, ...cached })
  })
}
