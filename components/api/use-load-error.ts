'use client'
import { useState } from 'react'

interface Loading {
  readonly data: unknown
  readonly error: unknown
}

/**
 * Why nothing could be read yet; null once there is data. A query that polls forgets its error with each new
 * attempt; this keeps it, so that an error state does not blink.
 */
export function useLoadError({ data, error }: Loading): unknown {
  const [kept, setKept] = useState<unknown>(null)
  const now = data !== undefined ? null : (error ?? kept)
  if (now !== kept) setKept(now)
  return now
}
