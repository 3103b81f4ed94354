import { cx } from '@/components/ui/cx'
import { backdropClass } from '@/components/ui/popup-class'
import { PALETTE_PLACEHOLDER, paletteFieldClass, palettePopupClass } from './palette-class'

/** Stands in the palette's place while it is loaded, and shows what is being typed. Focus stays, so that it can return. */
export function PaletteFrame({ text }: { text: string }) {
  return (
    <>
      <div className={backdropClass} />
      <div role="dialog" aria-label="Go to" aria-busy className={palettePopupClass}>
        <div
          className={cx(paletteFieldClass, 'flex items-center whitespace-pre', text === '' && 'text-muted')}
        >
          {text || PALETTE_PLACEHOLDER}
        </div>
        <div className="h-24" />
      </div>
    </>
  )
}
