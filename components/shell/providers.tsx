'use client'
import { QueryClientProvider } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { ThemeProvider } from 'next-themes'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import { type ReactNode, useState } from 'react'
import { Tips } from '@/components/ui/tips'
import { createQueryClient } from './query-client'
import { loginPath } from './return-path'

/** What every page needs: theme, URL state, data, the shared tip. */
export function Providers({ children }: { children: ReactNode }) {
  const router = useRouter()
  const [client] = useState(() =>
    createQueryClient(() => {
      const path = loginPath(window.location.pathname, window.location.search)
      if (path) router.replace(path)
    }),
  )
  return (
    <ThemeProvider attribute="class" defaultTheme="system" disableTransitionOnChange>
      <NuqsAdapter>
        <QueryClientProvider client={client}>{children}</QueryClientProvider>
        <Tips />
      </NuqsAdapter>
    </ThemeProvider>
  )
}
