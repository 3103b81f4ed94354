'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter, useSearchParams } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { api, type Schemas } from '@/components/api/client'
import { fieldError, unwrap } from '@/components/api/problem'
import { Centered } from '@/components/shell/centered'
import { returnPath } from '@/components/shell/return-path'
import { useEnvironment } from '@/components/shell/use-session'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { FormError } from '@/components/ui/form-error'
import { Input } from '@/components/ui/input'
import { SetupHint } from './setup-hint'

const POINTERS = ['/email', '/password']

/** Sign in, and go on where the reader was. */
export function Login() {
  const { data: environment } = useEnvironment()
  if (environment?.needsSetup)
    return (
      <Centered title={`${environment.name} is not set up yet`}>
        <SetupHint />
      </Centered>
    )
  const title = environment ? `Sign in to ${environment.name}` : 'Sign in'
  return (
    <Centered title={title}>
      <LoginForm />
    </Centered>
  )
}

function LoginForm() {
  const router = useRouter()
  const from = useSearchParams().get('from')
  const client = useQueryClient()
  const [body, setBody] = useState<Schemas['SignIn']>({ email: '', password: '' })
  const signIn = useMutation({
    mutationFn: () => unwrap(api.POST('/session', { body })),
    onSuccess: (account) => {
      client.removeQueries({ type: 'inactive' })
      client.setQueryData(['session'], account)
      router.replace(returnPath(from))
    },
  })
  function submit(event: FormEvent) {
    event.preventDefault()
    if (!signIn.isPending) signIn.mutate()
  }
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <Field label="E-mail" error={fieldError(signIn.error, '/email')}>
        <Input
          type="email"
          name="email"
          autoComplete="username"
          autoFocus
          value={body.email}
          onValueChange={(email) => setBody({ ...body, email })}
        />
      </Field>
      <Field label="Password" error={fieldError(signIn.error, '/password')}>
        <Input
          type="password"
          name="password"
          autoComplete="current-password"
          value={body.password}
          onValueChange={(password) => setBody({ ...body, password })}
        />
      </Field>
      <FormError error={signIn.error} shown={POINTERS} />
      <Button type="submit" variant="primary" pending={signIn.isPending}>
        Sign in
      </Button>
      <p className="text-sm text-muted">
        No account, or the password is lost? An admin can send you an invitation link.
      </p>
    </form>
  )
}
