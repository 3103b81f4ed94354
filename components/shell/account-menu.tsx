'use client'
import ChevronsUpDown from 'lucide-react/icons/chevrons-up-down'
import Keyboard from 'lucide-react/icons/keyboard'
import LogOut from 'lucide-react/icons/log-out'
import Monitor from 'lucide-react/icons/monitor'
import Moon from 'lucide-react/icons/moon'
import Sun from 'lucide-react/icons/sun'
import { useTheme } from 'next-themes'
import { problemOf } from '@/components/api/problem'
import { Menu } from '@/components/ui/menu'
import { toast } from '@/components/ui/toast'
import { useKeyboard } from './keyboard'
import { useSession, useSignOut } from './use-session'

/** Who is signed in, the theme, the keys, and the way out. */
export function AccountMenu() {
  const { data: account } = useSession()
  const { setTheme } = useTheme()
  const { showShortcuts } = useKeyboard()
  const signOut = useSignOut()
  const leave = () =>
    signOut.mutate(undefined, {
      onError: (error) =>
        toast({ title: 'Not signed out', description: problemOf(error).detail, tone: 'danger' }),
    })
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          className="flex h-8 w-full cursor-pointer items-center gap-2 rounded-md px-2 text-left hover:bg-sunk"
        >
          <span className="sr-only">Account: </span>
          <span className="min-w-0 flex-1 truncate">{account?.name ?? '…'}</span>
          {account?.role && <span className="text-xs text-muted">{account.role}</span>}
          <ChevronsUpDown aria-hidden className="size-3.5 text-muted" />
        </button>
      }
      header={
        account && (
          <>
            <div className="font-semibold">{account.name}</div>
            <div className="text-sm text-muted">{account.email ?? account.kind}</div>
          </>
        )
      }
      items={[
        { label: 'Light', icon: <Sun />, onSelect: () => setTheme('light') },
        { label: 'Dark', icon: <Moon />, onSelect: () => setTheme('dark') },
        { label: 'As the system', icon: <Monitor />, onSelect: () => setTheme('system') },
        'separator',
        { label: 'Keyboard shortcuts', icon: <Keyboard />, keys: '?', onSelect: showShortcuts },
        { label: 'Sign out', icon: <LogOut />, onSelect: leave },
      ]}
    />
  )
}
