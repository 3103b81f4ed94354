'use client'
import { Dialog } from '@base-ui/react/dialog'
import { Command } from 'cmdk'
import Search from 'lucide-react/icons/search'
import { useRouter } from 'next/navigation'
import { useTheme } from 'next-themes'
import type { ReactNode } from 'react'
import { useProjects } from '@/components/projects/use-projects'
import { useQueues } from '@/components/queues/use-queues'
import { looksLikeTaskId, taskHref } from '@/components/tasks/task-words'
import { backdropClass } from '@/components/ui/popup-class'
import { Signal } from '@/components/ui/signal'
import { PALETTE_PLACEHOLDER, paletteFieldClass, palettePopupClass } from './palette-class'
import { bestMatches } from './palette-match'
import { SCREENS } from './screens'
import { useSignOut } from './use-session'

const SHOWN = 8

interface PaletteProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** What is looked for; begins with what was typed before the palette was loaded. */
  text: string
  onTextChange: (text: string) => void
}

/** Go to any screen, queue, project or task, or do what needs no screen. */
export function Palette({ open, onOpenChange, text, onTextChange }: PaletteProps) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className={backdropClass} />
        <Dialog.Popup data-overlay aria-label="Go to" className={palettePopupClass}>
          <Choices text={text} setText={onTextChange} close={() => onOpenChange(false)} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

interface ChoicesProps {
  text: string
  setText: (text: string) => void
  close: () => void
}

function Choices({ text, setText, close }: ChoicesProps) {
  const router = useRouter()
  const go = (href: string) => {
    close()
    router.push(href)
  }
  const queues = useQueues({}, { live: false })
  const projects = useProjects()
  const screens = bestMatches(SCREENS, (screen) => screen.name, text, SCREENS.length)
  const types = text ? bestMatches(queues.data?.items ?? [], (queue) => queue.type, text, SHOWN) : []
  const taskId = looksLikeTaskId(text)
  const named = text ? bestMatches(projects.data ?? [], (project) => project.name, text, SHOWN) : []
  return (
    // Matching is ours: with thousands of queues only the best few may become elements.
    <Command label="Go to" shouldFilter={false} loop>
      <Command.Input
        value={text}
        onValueChange={setText}
        placeholder={PALETTE_PLACEHOLDER}
        className={paletteFieldClass}
      />
      <Command.List className="max-h-[50vh] overflow-y-auto p-1.5 [&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted">
        <Command.Empty className="px-3 py-6 text-center text-muted">Nothing is called that.</Command.Empty>
        {taskId === 'surely' && <TaskChoice id={text.trim()} go={go} />}
        <Group heading="Queues" shown={types.length > 0}>
          {types.map((queue) => (
            <Choice
              key={queue.type}
              value={`queue ${queue.type}`}
              onSelect={() => go(`/queues/${queue.type}`)}
            >
              <Signal state={queue.health.state} />
              <span className="font-mono text-sm">{queue.type}</span>
            </Choice>
          ))}
        </Group>
        <Group heading="Projects" shown={named.length > 0}>
          {named.map((project) => (
            <Choice
              key={project.name}
              value={`project ${project.name}`}
              onSelect={() => go(`/projects/${project.name}`)}
            >
              {project.name}
            </Choice>
          ))}
        </Group>
        {taskId === 'maybe' && <TaskChoice id={text.trim()} go={go} />}
        <Group heading="Screens" shown={screens.length > 0}>
          {screens.map(({ href, name, icon: Icon, key }) => (
            <Choice key={href} value={`screen ${name}`} onSelect={() => go(href)}>
              <Icon className="size-4 text-muted" />
              {name}
              <span className="ml-auto text-xs text-muted">g {key}</span>
            </Choice>
          ))}
        </Group>
        <Actions text={text} close={close} />
      </Command.List>
    </Command>
  )
}

function TaskChoice({ id, go }: { id: string; go: (href: string) => void }) {
  return (
    <Group heading="Task" shown>
      <Choice value={`task ${id}`} onSelect={() => go(taskHref(id))}>
        <Search aria-hidden className="size-4 shrink-0 text-muted" />
        <span className="min-w-0 truncate">
          Where is task <span className="font-mono text-sm">{id}</span>?
        </span>
      </Choice>
    </Group>
  )
}

function Actions({ text, close }: { text: string; close: () => void }) {
  const { setTheme } = useTheme()
  const signOut = useSignOut()
  const actions = [
    { name: 'Theme: light', run: () => setTheme('light') },
    { name: 'Theme: dark', run: () => setTheme('dark') },
    { name: 'Theme: as the system', run: () => setTheme('system') },
    { name: 'Sign out', run: () => signOut.mutate() },
  ]
  const found = bestMatches(actions, (action) => action.name, text, actions.length)
  return (
    <Group heading="Actions" shown={found.length > 0}>
      {found.map(({ name, run }) => (
        <Choice
          key={name}
          value={name}
          onSelect={() => {
            close()
            run()
          }}
        >
          {name}
        </Choice>
      ))}
    </Group>
  )
}

function Group({ heading, shown, children }: { heading: string; shown: boolean; children: ReactNode }) {
  return shown ? <Command.Group heading={heading}>{children}</Command.Group> : null
}

function Choice(props: { value: string; onSelect: () => void; children: ReactNode }) {
  return (
    <Command.Item
      {...props}
      className="flex min-h-8 cursor-pointer items-center gap-2.5 rounded-md px-2.5 data-[selected=true]:bg-sunk"
    />
  )
}
