import { Signal } from '@/components/ui/signal'

/** Nobody can sign in yet: says where the link is that creates the first admin. */
export function SetupHint() {
  return (
    <div className="flex gap-2.5">
      <Signal state="unknown" label={null} className="mt-1" />
      <div className="flex flex-col gap-2 text-pretty">
        <p className="font-semibold">This installation has no admin yet.</p>
        <p className="text-muted">
          A one-time set-up link was printed where the server was started: in the terminal of{' '}
          <code className="font-mono text-sm text-text">npm start</code>, or in the log of its container. Open
          that link to create the first admin.
        </p>
        <p className="text-muted">
          Unattended: start it with <code className="font-mono text-sm text-text">SIGNALBOX_ADMIN_EMAIL</code>{' '}
          and <code className="font-mono text-sm text-text">SIGNALBOX_ADMIN_PASSWORD</code>.
        </p>
      </div>
    </div>
  )
}
