'use client'
import { useQuery } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { api } from '@/components/api/client'
import { unwrap } from '@/components/api/problem'
import { Centered } from '@/components/shell/centered'
import { Button } from '@/components/ui/button'
import { FormError } from '@/components/ui/form-error'
import { Skeleton } from '@/components/ui/skeleton'
import { AcceptForm } from './accept-form'
import { linkToken } from './link-token'
import { SetupHint } from './setup-hint'

/** The token of the address; undefined until the browser runs, since a fragment never reaches the server. */
function useLinkToken(): string | null | undefined {
  return useSyncExternalStore(
    (changed) => {
      window.addEventListener('hashchange', changed)
      return () => window.removeEventListener('hashchange', changed)
    },
    () => linkToken(window.location),
    () => undefined,
  )
}

/** Creates the first admin from the set-up link, or a person from an invitation. */
export function Setup() {
  const token = useLinkToken()
  const link = useQuery({
    queryKey: ['link', token],
    queryFn: ({ signal }) => unwrap(api.POST('/links/inspect', { body: { token: token ?? '' }, signal })),
    enabled: Boolean(token),
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (token === null)
    return (
      <Centered title="This link is not complete">
        <p className="text-muted">
          Its token is missing. Copy the whole line that was printed, or ask for a new invitation.
        </p>
        <SetupHint />
      </Centered>
    )
  if (link.error)
    return (
      <Centered title="This link does not work">
        <FormError error={link.error} />
        <p className="text-muted">
          A link works once and for a limited time. Ask an admin for a new invitation; before there is an
          admin, restart the server to print a new set-up link.
        </p>
        <Button onClick={() => link.refetch()} pending={link.isFetching}>
          Try again
        </Button>
      </Centered>
    )
  if (!token || !link.data)
    return (
      <Centered title="Reading the link…">
        <Skeleton className="h-8 w-full" />
        <Skeleton className="h-8 w-full" />
        <Skeleton className="h-8 w-full" />
      </Centered>
    )
  const title = link.data.kind === 'setup' ? 'Create the first admin' : 'Join Signalbox'
  return (
    <Centered title={title}>
      <AcceptForm token={token} link={link.data} />
    </Centered>
  )
}
