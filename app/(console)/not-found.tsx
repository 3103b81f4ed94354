import { EmptyState } from '@/components/ui/empty-state'

export default function NotFound() {
  return (
    <EmptyState title="No such page">
      The address leads nowhere. Press ⌘K or Ctrl K to find a queue, a project or a screen.
    </EmptyState>
  )
}
