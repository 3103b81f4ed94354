'use client'
import { useEnvironment } from '@/components/shell/use-session'
import { Panel } from '@/components/ui/panel'
import { TabBody } from './tab-body'

const VARIABLE = 'font-mono text-sm text-text'

/** What this installation is called; it is set where the server is started. */
export function EnvironmentTab() {
  const { data } = useEnvironment()
  return (
    <TabBody intro="Name and colour tell installations apart at a glance. They are part of how the server is started, so that nobody can make a test look like production.">
      <Panel padded>
        <dl className="grid max-w-xl grid-cols-[10rem_1fr] gap-y-2">
          <dt className="text-muted">Name</dt>
          <dd>
            {data?.name} <span className="text-muted">from</span>{' '}
            <code className={VARIABLE}>SIGNALBOX_ENVIRONMENT</code>
          </dd>
          <dt className="text-muted">Colour</dt>
          <dd className="flex items-center gap-1.5">
            <span
              aria-hidden
              className="size-3 rounded-[3px]"
              style={data && { backgroundColor: data.color }}
            />
            {data?.color} <span className="text-muted">from</span>{' '}
            <code className={VARIABLE}>SIGNALBOX_ENVIRONMENT_COLOR</code>
          </dd>
          <dt className="text-muted">Version</dt>
          <dd className="font-mono text-sm">{data?.version}</dd>
          <dt className="text-muted">API</dt>
          <dd>
            <a href="/api/docs" className="text-accent hover:underline">
              Reference
            </a>{' '}
            <span className="text-muted">and</span>{' '}
            <a href="/api/v1/openapi.json" className="text-accent hover:underline">
              OpenAPI document
            </a>
          </dd>
        </dl>
      </Panel>
    </TabBody>
  )
}
