import type { Metadata } from 'next'
import { Setup } from '@/components/sign-in/setup'

export const metadata: Metadata = { title: 'Set up', referrer: 'no-referrer' }

/** Where the set-up link and every invitation lead. */
export default function SetupPage() {
  return <Setup />
}
