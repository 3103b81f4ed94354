'use client'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { useMay } from '@/components/shell/use-session'
import { PageHeader } from '@/components/ui/page-header'
import { Tabs } from '@/components/ui/tabs'
import { BackendsTab } from './backends-tab'
import { EnvironmentTab } from './environment-tab'
import { PeopleTab } from './people-tab'
import { TokensTab } from './tokens-tab'
import { WebhooksTab } from './webhooks-tab'

const TABS = ['tokens', 'people', 'backends', 'webhooks', 'environment'] as const

/** The installation itself: who may enter, by which token, and which brokers it knows. */
export function SettingsScreen() {
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(TABS).withDefault('backends'))
  const mayConfigure = useMay('configure')
  const mayAdmin = useMay('admin')
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHeader title="Settings" />
      <Tabs
        label="Settings"
        value={tab}
        onValueChange={setTab}
        tabs={[
          { value: 'backends', label: 'Backends', content: <BackendsTab /> },
          { value: 'webhooks', label: 'Inbound webhooks', content: <WebhooksTab /> },
          { value: 'tokens', label: 'Tokens', content: <TokensTab may={mayConfigure} /> },
          { value: 'people', label: 'People', content: <PeopleTab may={mayAdmin} /> },
          { value: 'environment', label: 'Environment', content: <EnvironmentTab /> },
        ]}
      />
    </div>
  )
}
