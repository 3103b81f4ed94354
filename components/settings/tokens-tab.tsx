'use client'
import { useState } from 'react'
import { useLoadError } from '@/components/api/use-load-error'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { type Column, DataTable } from '@/components/ui/data-table'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { Panel } from '@/components/ui/panel'
import { Time } from '@/components/ui/time'
import { toast } from '@/components/ui/toast'
import { NewTokenDialog } from './new-token-dialog'
import { NotAllowed, TabBody } from './tab-body'
import { type Token, useAllTokens, useTokenRevocation } from './use-tokens'

/** API tokens: for programs, each with the scopes it needs. */
export function TokensTab({ may }: { may: boolean }) {
  const tokens = useAllTokens(may)
  const loadError = useLoadError(tokens)
  const [creating, setCreating] = useState(false)
  const [revoking, setRevoking] = useState<Token | null>(null)
  if (!may) return <NotAllowed what="API tokens" who="Operators and admins" />
  return (
    <TabBody
      intro="Programs sign in with a token: workers, services that publish, scripts. Only its hash is stored; a secret is shown once, when it is created."
      action={
        <Button variant="primary" onClick={() => setCreating(true)}>
          New token
        </Button>
      }
    >
      <Panel>
        {loadError ? (
          <ErrorState title="Tokens could not be read" error={loadError} retry={() => tokens.refetch()} />
        ) : (
          <DataTable
            label="API tokens"
            columns={columns(setRevoking)}
            rows={tokens.data}
            rowKey={(token) => token.id}
            rowLabel={(token) => token.name}
            fill={false}
            empty={
              <EmptyState title="No tokens yet">
                Create one for each program, with only the scopes it needs.
              </EmptyState>
            }
          />
        )}
      </Panel>
      <NewTokenDialog open={creating} onOpenChange={setCreating} />
      <RevokeDialog token={revoking} onClose={() => setRevoking(null)} />
    </TabBody>
  )
}

function columns(revoke: (token: Token) => void): Column<Token>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      width: 150,
      grow: 2,
      cell: (token) => <span className="font-medium">{token.name}</span>,
    },
    {
      id: 'prefix',
      header: 'Begins with',
      width: 120,
      cell: (token) => <span className="font-mono text-sm text-muted">{token.prefix}…</span>,
    },
    {
      id: 'scopes',
      header: 'Scopes',
      width: 170,
      grow: 2,
      cell: (token) => (
        <span className="inline-flex gap-1">
          {token.scopes.map((scope) => (
            <Badge key={scope}>{scope}</Badge>
          ))}
        </span>
      ),
    },
    {
      id: 'project',
      header: 'Project',
      width: 110,
      grow: 1,
      cell: (token) => token.project ?? <span className="text-muted">all</span>,
    },
    { id: 'by', header: 'Created by', width: 110, grow: 1, cell: (token) => token.createdBy },
    {
      id: 'used',
      header: 'Last used',
      width: 110,
      cell: (token) => <Time at={token.lastUsedAt} reason="never used" />,
    },
    {
      id: 'expires',
      header: 'Expires',
      width: 110,
      cell: (token) => <Time at={token.expiresAt} reason="never expires" />,
    },
    {
      id: 'actions',
      header: <span className="sr-only">Actions</span>,
      width: 100,
      align: 'end',
      card: 'aside',
      cell: (token) => (
        <Button size="sm" variant="ghost" onClick={() => revoke(token)} aria-label={`Revoke ${token.name}`}>
          Revoke…
        </Button>
      ),
    },
  ]
}

function RevokeDialog({ token, onClose }: { token: Token | null; onClose: () => void }) {
  const revocation = useTokenRevocation()
  if (!token) return null
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Revoke ${token.name}?`}
      touches={[
        'Whatever uses it is refused from its next request on.',
        token.lastUsedAt ? (
          <>
            It was last used <Time at={token.lastUsedAt} />.
          </>
        ) : (
          'It has never been used.'
        ),
        'This cannot be undone; a new token has another secret.',
      ]}
      confirmLabel="Revoke"
      tone="danger"
      onConfirm={async () => {
        await revocation.mutateAsync(token.id)
        toast({ title: `${token.name} is revoked` })
      }}
    />
  )
}
