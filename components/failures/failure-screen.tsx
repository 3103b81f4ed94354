'use client'
import dynamic from 'next/dynamic'
import { parseAsBoolean, useQueryState } from 'nuqs'
import { useState } from 'react'
import { PageHeader } from '@/components/ui/page-header'
import { Panel } from '@/components/ui/panel'
import { Screen } from '@/components/ui/screen'
import { FailureActions } from './failure-actions'
import { FailureBody } from './failure-drawer'
import { headlineOf } from './failure-words'
import { useFailure } from './use-failures'
import type { Wish } from './wish'

const WishDialog = dynamic(() => import('./wish-dialog').then((part) => part.WishDialog))

/** One failure as a page of its own, to be sent to somebody. */
export function FailureScreen({ id }: { id: string }) {
  const [editing, setEditing] = useQueryState('edit', parseAsBoolean.withDefault(false))
  const [wish, setWish] = useState<Wish | null>(null)
  const query = useFailure(id)
  const failure = query.data
  return (
    <Screen
      padded
      header={
        <PageHeader
          parent={{ href: '/failures', label: 'Failures' }}
          title={failure ? headlineOf(failure.error) : 'Failure'}
          actions={
            failure &&
            !editing && (
              <FailureActions failure={failure} onEdit={() => void setEditing(true)} onWish={setWish} />
            )
          }
        />
      }
    >
      <div className="mx-auto w-full max-w-4xl">
        <Panel padded>
          <FailureBody id={id} query={query} editing={editing} onEdited={() => void setEditing(null)} />
        </Panel>
      </div>
      {wish && <WishDialog wish={wish} onClose={() => setWish(null)} onDone={() => undefined} />}
    </Screen>
  )
}
