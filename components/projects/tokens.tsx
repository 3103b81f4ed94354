'use client'
import { useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { type Column, DataTable } from '@/components/ui/data-table'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { Time } from '@/components/ui/time'
import { toast } from '@/components/ui/toast'
import { NewTokenDialog } from './new-token-dialog'
import { type Token, useRevokeToken, useTokens } from './use-projects'

/** The project's API tokens: created here, shown once, revoked at any time. */
export function Tokens({ project }: { project: string }) {
  const query = useTokens(project)
  const [creating, setCreating] = useState(false)
  const [revoking, setRevoking] = useState<Token | null>(null)
  const revoke = useRevokeToken()
  if (query.error && !query.data)
    return (
      <ErrorState error={query.error} title="Tokens could not be read" retry={() => void query.refetch()} />
    )
  const create = (
    <Button variant="primary" onClick={() => setCreating(true)}>
      New token
    </Button>
  )
  return (
    <>
      <DataTable
        label={`Tokens of ${project}`}
        columns={columnsWith(setRevoking)}
        rows={query.data}
        rowKey={(token) => token.id}
        empty={
          <EmptyState title={`${project} has no token`} actions={create}>
            A worker on another machine, or a program that publishes, signs in with a token.
          </EmptyState>
        }
        footer={create}
      />
      {creating && <NewTokenDialog project={project} onClose={() => setCreating(false)} />}
      <ConfirmDialog
        open={revoking !== null}
        onOpenChange={(open) => !open && setRevoking(null)}
        title={`Revoke ${revoking?.name ?? ''}?`}
        tone="danger"
        confirmLabel="Revoke"
        touches={[
          'Every program that uses it is refused from now on. Running workers keep their last good configuration, but cannot fetch a newer one.',
        ]}
        onConfirm={async () => {
          if (!revoking) return
          await revoke.mutateAsync(revoking.id)
          toast({ title: `Revoked ${revoking.name}` })
        }}
      />
    </>
  )
}

const columnsWith = (onRevoke: (token: Token) => void): readonly Column<Token>[] => [
  { id: 'name', header: 'Name', width: 160, grow: 1, card: 'title', cell: (token) => <b>{token.name}</b> },
  {
    id: 'prefix',
    header: 'Begins with',
    width: 120,
    cell: (token) => <span className="font-mono text-sm">{token.prefix}…</span>,
  },
  {
    id: 'scopes',
    header: 'Scopes',
    width: 180,
    grow: 1,
    cell: (token) => (
      <span className="flex gap-1">
        {token.scopes.map((scope) => (
          <Badge key={scope}>{scope}</Badge>
        ))}
      </span>
    ),
  },
  { id: 'by', header: 'Created by', width: 120, cell: (token) => token.createdBy },
  { id: 'created', header: 'Created', width: 100, cell: (token) => <Time at={token.createdAt} /> },
  {
    id: 'used',
    header: 'Last used',
    width: 100,
    cell: (token) => <Time at={token.lastUsedAt} reason="Not used yet" />,
  },
  {
    id: 'revoke',
    header: <span className="sr-only">Actions</span>,
    width: 96,
    align: 'end',
    card: 'aside',
    cell: (token) => (
      <Button size="sm" variant="danger" onClick={() => onRevoke(token)}>
        Revoke…
      </Button>
    ),
  },
]
