import { buttonClass } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Link } from '@/components/ui/link'
import { PageHeader } from '@/components/ui/page-header'
import { Screen } from '@/components/ui/screen'

/** Replays are not built yet; says what they will be and what can be done until then. */
export function ReplaysScreen() {
  return (
    <Screen header={<PageHeader title="Replays" />}>
      <EmptyState
        title="Replays come in the next release"
        actions={
          <Link href="/failures" className={buttonClass('secondary')}>
            Show dead tasks
          </Link>
        }
      >
        A replay sends a frozen selection of dead tasks back to work, in stages and at a rate, and counts
        which succeeded and which failed again. Until then dead tasks stay in their backend, untouched.
      </EmptyState>
    </Screen>
  )
}
