/** All built-in handlers, by name. Nothing of an implementation is loaded here. */
import { createRequire } from 'node:module'
import { z } from 'zod'
import type { BuiltInSpec, HandlerCategory, HandlerDefaults, JsonSchema } from './built-in.ts'
import { emailSend } from './email/spec.ts'
import { httpRequest } from './http-request/spec.ts'
import { mixpanelTrack } from './mixpanel/spec.ts'
import { pushAirship } from './push/airship/spec.ts'
import { pushApns } from './push/apns/spec.ts'
import { pushFcm } from './push/fcm/spec.ts'
import { pushWeb } from './push/web/spec.ts'
import { s3Fetch, s3Upload } from './s3/spec.ts'
import { segmentGroup, segmentIdentify, segmentPage, segmentTrack } from './segment/spec.ts'
import { slackMessage } from './slack/spec.ts'
import { smsSend } from './sms/spec.ts'

export const BUILT_IN_SPECS = [
  slackMessage,
  segmentTrack,
  segmentIdentify,
  segmentPage,
  segmentGroup,
  mixpanelTrack,
  httpRequest,
  smsSend,
  emailSend,
  s3Fetch,
  s3Upload,
  pushApns,
  pushFcm,
  pushWeb,
  pushAirship,
] as const

const BY_NAME: ReadonlyMap<string, BuiltInSpec> = new Map(
  // Each loads what takes its own options; by name they are looked up together with these.
  BUILT_IN_SPECS.map((spec) => [spec.name, spec as unknown as BuiltInSpec]),
)

export function builtInSpec(name: string): BuiltInSpec | null {
  return BY_NAME.get(name) ?? null
}

export interface BuiltInDescription {
  readonly name: string
  readonly version: number
  readonly title: string
  readonly description: string
  readonly category: HandlerCategory
  /** JSON Schema; an option with `format: "secret-reference"` takes a reference to a secret. */
  readonly options: JsonSchema
  readonly payload: JsonSchema
  /** A payload that would do. */
  readonly example: unknown
  readonly defaults: HandlerDefaults
  /** The package that must be installed beside the library; null when none. */
  readonly needs: string | null
}

/** What can be chosen, in the order of their names. */
export function describeBuiltIns(): BuiltInDescription[] {
  return [...BY_NAME.values()]
    .map(({ load: _, addresses: __, needs = null, ...spec }) => ({
      ...spec,
      needs,
      options: z.toJSONSchema(spec.options, { io: 'input' }),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

const require = createRequire(import.meta.url)

function isInstalled(name: string): boolean {
  try {
    require.resolve(name)
    return true
  } catch {
    return false
  }
}

/** Names of those that can run here: all but those whose package is not installed. */
export function offeredBuiltIns(): string[] {
  return [...BY_NAME.values()]
    .filter(({ needs }) => needs === undefined || isInstalled(needs))
    .map(({ name }) => name)
}
