/** A bucket to store objects in, whole or by parts. Every failure is an `Ended` that tells what it means for the task. */
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import type { BuiltInTools } from '../built-in.ts'
import type { StoreOptions } from './options.ts'
import { orEnded } from './s3-failure.ts'
import { s3RequestHandler } from './s3-http.ts'

export interface StoredObject {
  /** Without the prefix. */
  readonly key: string
  readonly contentType: string
  readonly contentEncoding?: string
  readonly metadata: Readonly<Record<string, string>>
}

/** An object that is there only once `complete` has resolved. */
export interface PartedUpload {
  add(part: Uint8Array): Promise<void>
  complete(): Promise<void>
  /** @returns null, or what was left behind */
  abort(): Promise<string | null>
}

export interface Store {
  put(object: StoredObject, body: Uint8Array, signal: AbortSignal): Promise<void>
  begin(object: StoredObject, signal: AbortSignal): Promise<PartedUpload>
}

/** One request of S3 carries 8 MiB at most. */
const REQUEST_TIMEOUT_MS = 120_000
const ABORT_TIMEOUT_MS = 10_000
/** To lose what was sent of a large file for one busy answer would be dear; a single object is sent again by the task's retry. */
const PART_ATTEMPTS = 3

export function createStore(options: StoreOptions, tools: BuiltInTools): Store {
  const once = clientFor(options, tools, 1)
  const patient = clientFor(options, tools, PART_ATTEMPTS)
  return {
    async put(object, Body, abortSignal) {
      const command = new PutObjectCommand({ ...inputOf(options, object), Body })
      await orEnded(once.send(command, { abortSignal }), tools.now)
    },
    async begin(object, abortSignal) {
      const input = inputOf(options, object)
      const command = new CreateMultipartUploadCommand(input)
      const { UploadId } = await orEnded(patient.send(command, { abortSignal }), tools.now)
      return partedUpload(patient, { ...at(input), UploadId }, abortSignal, tools.now)
    },
  }
}

function clientFor(options: StoreOptions, tools: BuiltInTools, maxAttempts: number): S3Client {
  const { region, endpoint, addressing, accessKeyId, secretAccessKey, sessionToken } = options
  const ownKeys = accessKeyId !== undefined && secretAccessKey !== undefined
  return new S3Client({
    ...{ region, maxAttempts, expectContinueHeader: false },
    requestHandler: s3RequestHandler(tools, Math.min(tools.timeoutMs, REQUEST_TIMEOUT_MS)),
    forcePathStyle: addressing === 'path' || (addressing === 'auto' && endpoint !== undefined),
    ...(ownKeys && {
      credentials: { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) },
    }),
    // Other stores refuse the checksums that AWS has added since; the signature covers the bytes as well.
    ...(endpoint !== undefined && {
      ...{
        endpoint,
        requestChecksumCalculation: 'WHEN_REQUIRED',
        responseChecksumValidation: 'WHEN_REQUIRED',
      },
    }),
  })
}

const at = ({ Bucket, Key }: PutObjectCommandInput) => ({ Bucket, Key })

function inputOf(options: StoreOptions, object: StoredObject): PutObjectCommandInput {
  const { bucket, keyPrefix, storageClass, serverSideEncryption, kmsKeyId, acl } = options
  return {
    Bucket: bucket,
    Key: `${keyPrefix}${object.key}`,
    ContentType: object.contentType,
    Metadata: { ...object.metadata },
    ...(object.contentEncoding !== undefined && { ContentEncoding: object.contentEncoding }),
    ...(storageClass !== undefined && { StorageClass: storageClass }),
    ...(serverSideEncryption !== undefined && { ServerSideEncryption: serverSideEncryption }),
    ...(kmsKeyId !== undefined && { SSEKMSKeyId: kmsKeyId }),
    ...(acl !== undefined && { ACL: acl }),
  }
}

interface UploadAt {
  readonly Bucket: string | undefined
  readonly Key: string | undefined
  readonly UploadId: string | undefined
}

function partedUpload(
  client: S3Client,
  upload: UploadAt,
  abortSignal: AbortSignal,
  now: () => Date,
): PartedUpload {
  const Parts: { ETag: string | undefined; PartNumber: number }[] = []
  return {
    async add(Body) {
      const PartNumber = Parts.length + 1
      const command = new UploadPartCommand({ ...upload, Body, PartNumber })
      const { ETag } = await orEnded(client.send(command, { abortSignal }), now)
      Parts.push({ ETag, PartNumber })
    },
    async complete() {
      const command = new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } })
      await orEnded(client.send(command, { abortSignal }), now)
    },
    async abort() {
      // With a time of its own: what is to be ended may well have been the task's.
      const ownTime = AbortSignal.timeout(ABORT_TIMEOUT_MS)
      try {
        await client.send(new AbortMultipartUploadCommand(upload), { abortSignal: ownTime })
        return null
      } catch (thrown) {
        const { name, message } = thrown as Error
        return name === 'NoSuchUpload'
          ? null
          : `The parts sent so far could not be removed (${message || name}): upload ${upload.UploadId}.`
      }
    },
  }
}
