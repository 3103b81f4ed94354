'use client'
import { useState } from 'react'
import { useLoadError } from '@/components/api/use-load-error'
import { useSession } from '@/components/shell/use-session'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { type Column, DataTable } from '@/components/ui/data-table'
import { ErrorState } from '@/components/ui/error-state'
import { Panel } from '@/components/ui/panel'
import { Time } from '@/components/ui/time'
import { InviteDialog } from './invite-dialog'
import { NotAllowed, TabBody } from './tab-body'
import { type Person, usePeople } from './use-people'

/** Who can sign in, and as what. */
export function PeopleTab({ may }: { may: boolean }) {
  const people = usePeople(may)
  const loadError = useLoadError(people)
  const me = useSession().data?.id
  const [inviting, setInviting] = useState(false)
  if (!may) return <NotAllowed what="people" who="Admins" />
  return (
    <TabBody
      intro="A viewer reads. An operator also publishes, pauses, replays and changes assignments. An admin does everything, people and purging included."
      action={
        <Button variant="primary" onClick={() => setInviting(true)}>
          Invite a person
        </Button>
      }
    >
      <Panel>
        {loadError ? (
          <ErrorState title="People could not be read" error={loadError} retry={() => people.refetch()} />
        ) : (
          <DataTable
            label="People"
            columns={columns(me)}
            rows={people.data}
            rowKey={(person) => person.id}
            fill={false}
          />
        )}
      </Panel>
      <InviteDialog open={inviting} onOpenChange={setInviting} />
    </TabBody>
  )
}

const columns = (me: string | undefined): Column<Person>[] => [
  {
    id: 'name',
    header: 'Name',
    width: 150,
    grow: 1,
    cell: (person) => (
      <span className="inline-flex items-center gap-2 font-medium">
        {person.name} {person.id === me && <Badge>you</Badge>}
      </span>
    ),
  },
  { id: 'email', header: 'E-mail', width: 200, grow: 1, cell: (person) => person.email },
  { id: 'role', header: 'Role', width: 110, cell: (person) => person.role },
  { id: 'since', header: 'Joined', width: 130, cell: (person) => <Time at={person.createdAt} /> },
]
