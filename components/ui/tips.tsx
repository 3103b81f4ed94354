'use client'
import { useEffect, useRef, useState } from 'react'
import { tipClass } from './popup-class'

interface Tip {
  text: string
  left: number
  top: number
  below: boolean
}

const DELAY_MS = 250

function tipOf(element: Element): Tip | null {
  const text = element.getAttribute('data-tip')
  if (!text) return null
  const box = element.getBoundingClientRect()
  const below = box.top < 48
  const left = Math.min(Math.max(box.left + box.width / 2, 80), window.innerWidth - 80)
  return { text, left, top: below ? box.bottom + 6 : box.top - 6, below }
}

/** The one shared tip: shows `data-tip` of whatever is under the pointer or has focus. Mounted once. */
export function Tips() {
  const [tip, setTip] = useState<Tip | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    function show(event: Event) {
      clearTimeout(timer.current)
      const element = event.target instanceof Element ? event.target.closest('[data-tip]') : null
      if (!element) return setTip(null)
      if (event.type === 'focusin' && !element.matches(':focus-visible')) return
      timer.current = setTimeout(() => setTip(element.isConnected ? tipOf(element) : null), DELAY_MS)
    }
    function hide() {
      clearTimeout(timer.current)
      setTip(null)
    }
    const showing = ['pointerover', 'focusin'] as const
    const hiding = ['pointerdown', 'keydown', 'scroll', 'focusout'] as const
    for (const name of showing) document.addEventListener(name, show)
    for (const name of hiding) document.addEventListener(name, hide, true)
    return () => {
      clearTimeout(timer.current)
      for (const name of showing) document.removeEventListener(name, show)
      for (const name of hiding) document.removeEventListener(name, hide, true)
    }
  }, [])
  if (!tip) return null
  return (
    // Everything a tip says is also in the element's accessible text, so it is hidden from screen readers.
    <div
      aria-hidden
      className={`fixed z-60 ${tipClass}`}
      style={{ left: tip.left, top: tip.top, transform: `translate(-50%, ${tip.below ? '0' : '-100%'})` }}
    >
      {tip.text}
    </div>
  )
}
