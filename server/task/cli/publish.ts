/** `signalbox publish`: one task through the HTTP API, or straight to the broker that a file names. */
import { text } from 'node:stream/consumers'
import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'
import { parseConfig } from '../config.ts'
import { asError } from '../consume/verdict.ts'
import { TaskError } from '../errors.ts'
import { silentLogger } from '../logger.ts'
import { readConfigFile } from '../source/file.ts'
import { createTaskSystem } from '../system/create-task-system.ts'
import type { NewTask } from '../task.ts'
import {
  connectionFrom,
  readConnectionFile,
  secretsFrom,
  type WorkerEnvironment,
} from '../worker/environment.ts'
import { type ApiClient, createApiClient } from './api-client.ts'

export interface PublishCommandOptions {
  readonly project?: string
  readonly config?: string
  readonly url?: string
  readonly token?: string
  readonly id?: string
  readonly delayMs?: number
  readonly partitionKey?: string
  readonly uniqueKey?: string
  readonly tracked?: boolean
}

const published = z.object({ id: z.string(), duplicateOf: z.string().optional() })
const acceptedSchema = z.object({ tasks: z.tuple([published]).rest(z.unknown()) })
type Published = z.infer<typeof published>

/**
 * With `duplicateOf` where nothing was stored, because that task has the unique key.
 * @throws TaskError that says what was refused, and by whom
 */
export async function publishFromCommandLine(
  type: string,
  json: string,
  options: PublishCommandOptions,
  environment: WorkerEnvironment,
): Promise<Published> {
  const payload = parsePayload(json === '-' ? await text(process.stdin) : json)
  const { id = uuidv7(), delayMs, partitionKey, uniqueKey, tracked } = options
  const task: NewTask = {
    type,
    payload,
    id,
    ...(delayMs === undefined ? {} : { delayMs }),
    ...(partitionKey === undefined ? {} : { partitionKey }),
    ...(uniqueKey === undefined ? {} : { uniqueKey }),
    ...(tracked === undefined ? {} : { tracked }),
  }
  const file = await readConnectionFile(environment.dataDir)
  if (options.config !== undefined) return publishToBroker(task, options.config, options, environment, file)
  const api = createApiClient(connectionFrom(options, environment, file))
  return publishOverHttp(task, api, options.project)
}

function parsePayload(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (cause) {
    throw new TaskError('payload-invalid', `payload: expected JSON: ${asError(cause).message}`, { cause })
  }
}

async function publishToBroker(
  task: NewTask,
  path: string,
  { project }: PublishCommandOptions,
  environment: WorkerEnvironment,
  file: Awaited<ReturnType<typeof readConnectionFile>>,
): Promise<Published> {
  const config = parseConfig((await readConfigFile(path)).document)
  if (project !== undefined && project !== config.project)
    throw new TaskError(
      'config-invalid',
      `expected the project "${project}", got "${config.project}" at /project`,
    )
  const system = await createTaskSystem({
    config: { ...config, consumers: [] },
    secrets: secretsFrom(environment, file),
    logger: silentLogger,
  })
  try {
    return await system.publish(task.type, task.payload, task)
  } finally {
    await system.close()
  }
}

/** In a project's name it goes as a CloudEvent, which has a place for that. */
function bodyOf(task: NewTask, project: string | undefined): { contentType: string; body: unknown } {
  if (project === undefined) return { contentType: 'application/json', body: task }
  const { id, type, payload, delayMs, partitionKey, uniqueKey, tracked } = task
  const event = {
    specversion: '1.0',
    id,
    type,
    source: `/projects/${project}`,
    data: payload,
    ...(delayMs === undefined ? {} : { notbefore: new Date(Date.now() + delayMs).toISOString() }),
    ...(partitionKey === undefined ? {} : { partitionkey: partitionKey }),
    ...(uniqueKey === undefined ? {} : { uniquekey: uniqueKey }),
    ...(tracked === undefined ? {} : { tracked }),
  }
  return { contentType: 'application/cloudevents+json', body: event }
}

async function publishOverHttp(
  task: NewTask,
  api: ApiClient,
  project: string | undefined,
): Promise<Published> {
  const { tasks } = await api.request({
    method: 'POST',
    path: '/tasks',
    ...bodyOf(task, project),
    schema: acceptedSchema,
  })
  return tasks[0]
}
