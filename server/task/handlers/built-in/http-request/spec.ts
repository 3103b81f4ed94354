/** `http.request`: calls any HTTP API with the payload, for services that know nothing of CloudEvents. */
import { builtIn } from '../built-in.ts'
import { options } from './options.ts'

export const httpRequest = builtIn({
  name: 'http.request',
  version: 1,
  title: 'HTTP request',
  description: 'Calls any HTTP API with a method, headers and secrets of your choice.',
  category: 'http',
  options,
  payload: {},
  example: { order: 4711 },
  defaults: { timeoutMs: 60_000 },
  addresses: ['url'],
  load: () => import('./request.ts').then(({ httpRequestRun }) => ({ run: httpRequestRun })),
})
