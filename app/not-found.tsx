import { Centered } from '@/components/shell/centered'
import { buttonClass } from '@/components/ui/button'
import { Link } from '@/components/ui/link'

export default function NotFound() {
  return (
    <Centered title="No such page">
      <p className="text-muted">The address leads nowhere. The thing may have been renamed or removed.</p>
      <Link href="/overview" className={`${buttonClass('secondary')} self-start`}>
        To the overview
      </Link>
    </Centered>
  )
}
