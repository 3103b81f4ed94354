import type { Metadata } from 'next'
import { Suspense } from 'react'
import { Login } from '@/components/sign-in/login'

export const metadata: Metadata = { title: 'Sign in' }

export default function LoginPage() {
  return (
    <Suspense>
      <Login />
    </Suspense>
  )
}
