'use client'
import { Menu as Base } from '@base-ui/react/menu'
import type { ReactElement, ReactNode } from 'react'
import { cx } from './cx'
import { Link } from './link'
import { itemClass, popupClass } from './popup-class'

type MenuItem =
  | {
      label: ReactNode
      icon?: ReactNode
      /** Keys that do the same, shown at the right. */
      keys?: string
      danger?: boolean
      disabled?: boolean
      onSelect?: () => void
      href?: string
    }
  | 'separator'

export interface MenuProps {
  /** A Button or IconButton. */
  trigger: ReactElement
  items: readonly MenuItem[]
  align?: 'start' | 'end'
  /** Above the items, for example who is signed in. */
  header?: ReactNode
}

/** The menu itself, open at once: it is loaded when its trigger is first pressed. */
export function MenuWindow({ trigger, items, align = 'end', header }: MenuProps) {
  return (
    <Base.Root defaultOpen>
      <Base.Trigger render={trigger} />
      <Base.Portal role="region" aria-label="Actions">
        <Base.Positioner sideOffset={4} align={align} className="z-50 outline-hidden">
          <Base.Popup data-overlay className={cx(popupClass, 'min-w-44')}>
            {header && <div className="border-b border-line px-2 pt-1 pb-2 mb-1">{header}</div>}
            {items.map((item, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a menu's items do not move while it is open
              <Item key={index} item={item} />
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

function Item({ item }: { item: MenuItem }) {
  if (item === 'separator') return <Base.Separator className="mx-1 my-1 h-px bg-line" />
  const className = cx(itemClass, '[&_svg]:size-3.5 [&_svg]:text-muted', item.danger && 'text-danger')
  const content = (
    <>
      {item.icon}
      <span className="flex-1">{item.label}</span>
      {item.keys && <span className="text-xs text-muted">{item.keys}</span>}
    </>
  )
  if (item.href)
    return (
      <Base.LinkItem className={className} render={<Link href={item.href} />}>
        {content}
      </Base.LinkItem>
    )
  return (
    <Base.Item className={className} disabled={item.disabled} onClick={item.onSelect}>
      {content}
    </Base.Item>
  )
}
