'use client'
import { ErrorState } from '@/components/ui/error-state'

/** Only the screen is lost; the shell and its navigation stay. */
export default function ScreenError({ error, retry }: { error: unknown; retry: () => void }) {
  return <ErrorState title="This screen stumbled" error={error} retry={retry} />
}
