'use client'
import { useState } from 'react'
import { Checkbox } from '@/components/ui/checkbox'
import { Combobox } from '@/components/ui/combobox'
import { Field } from '@/components/ui/field'
import { FormError } from '@/components/ui/form-error'
import { Input } from '@/components/ui/input'
import { Panel } from '@/components/ui/panel'
import { Select } from '@/components/ui/select'
import { Switch } from '@/components/ui/switch'
import { Textarea } from '@/components/ui/textarea'

/** What is filled in. */
export function FormSamples() {
  const [backend, setBackend] = useState<'main' | 'events'>('main')
  const [checked, setChecked] = useState(true)
  const [project, setProject] = useState<string | null>('mailer')
  return (
    <Panel title="Forms" padded>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Task type" description="Lower-case segments, separated by dots">
          <Input mono defaultValue="email.send" />
        </Field>
        <Field label="Workers" error="expected a whole number from 1 to 1,000">
          <Input defaultValue="0" />
        </Field>
        <Field label="Backend">
          <Select
            value={backend}
            onValueChange={setBackend}
            options={[
              { value: 'main', label: 'main', hint: 'postgres' },
              { value: 'events', label: 'events', hint: 'kafka' },
            ]}
          />
        </Field>
        <Field label="To project">
          <Combobox value={project} onValueChange={setProject} items={['billing', 'mailer', 'shop']} />
        </Field>
        <Field label="Paused">
          <Switch checked={checked} onCheckedChange={setChecked} />
        </Field>
        <Field label="Payload" className="sm:col-span-2">
          <Textarea mono defaultValue={'{ "to": "a@example.com" }'} />
        </Field>
        <div className="flex gap-4">
          <Checkbox checked={checked} onCheckedChange={setChecked} label="read" />
          <Checkbox checked={!checked} onCheckedChange={(next) => setChecked(!next)} label="operate" />
        </div>
        <FormError error={new Error('The revision is stale: 43 was saved by li.')} />
      </div>
    </Panel>
  )
}
