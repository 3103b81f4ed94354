'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { api, type Schemas } from '@/components/api/client'
import { fieldError, unwrap } from '@/components/api/problem'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { FormError } from '@/components/ui/form-error'
import { Input } from '@/components/ui/input'

const POINTERS = ['/name', '/email', '/password']
const LEAST_PASSWORD = 12

/** Name, e-mail and password of the person whom the link lets in. */
export function AcceptForm({ token, link }: { token: string; link: Schemas['Link'] }) {
  const router = useRouter()
  const client = useQueryClient()
  const [person, setPerson] = useState({ name: '', email: link.email ?? '', password: '' })
  const accept = useMutation({
    mutationFn: () => unwrap(api.POST('/links/accept', { body: { token, ...person } })),
    onSuccess: (account) => {
      client.removeQueries({ type: 'inactive' })
      client.setQueryData(['session'], account)
      router.replace('/overview')
    },
  })
  const set = (field: keyof typeof person) => (value: string) => setPerson({ ...person, [field]: value })
  function submit(event: FormEvent) {
    event.preventDefault()
    if (!accept.isPending) accept.mutate()
  }
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {link.kind === 'invite' && (
        <p className="text-muted">
          You are invited as <span className="font-semibold text-text">{link.role}</span>.
        </p>
      )}
      <Field
        label="Name"
        description="Shown as the author of what you change"
        error={fieldError(accept.error, '/name')}
      >
        <Input name="name" autoComplete="name" autoFocus value={person.name} onValueChange={set('name')} />
      </Field>
      <Field label="E-mail" error={fieldError(accept.error, '/email')}>
        <Input
          type="email"
          name="email"
          autoComplete="username"
          value={person.email}
          readOnly={link.email !== null}
          onValueChange={set('email')}
        />
      </Field>
      <Field
        label="Password"
        description={`At least ${LEAST_PASSWORD} characters`}
        error={fieldError(accept.error, '/password')}
      >
        <Input
          type="password"
          name="password"
          autoComplete="new-password"
          value={person.password}
          onValueChange={set('password')}
        />
      </Field>
      <FormError error={accept.error} shown={POINTERS} />
      <Button type="submit" variant="primary" pending={accept.isPending}>
        {link.kind === 'setup' ? 'Create admin and sign in' : 'Join and sign in'}
      </Button>
    </form>
  )
}
