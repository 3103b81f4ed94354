'use client'
import { Centered } from '@/components/shell/centered'
import { ErrorState } from '@/components/ui/error-state'

export default function RootError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <Centered title="Signalbox">
      <ErrorState title="The console stumbled" error={error} retry={retry} />
    </Centered>
  )
}
