/** What menus, selects and popovers have in common, so that they look like one thing. */
export const popupClass =
  'rounded-lg border border-line-strong bg-panel p-1 text-base text-text shadow-float outline-hidden origin-(--transform-origin) transition-[scale,opacity] duration-100 data-ending-style:scale-[0.98] data-ending-style:opacity-0 data-starting-style:scale-[0.98] data-starting-style:opacity-0'

export const itemClass =
  'flex min-h-7 cursor-pointer items-center gap-2 rounded-sm px-2 py-1 outline-hidden select-none data-highlighted:bg-sunk data-disabled:cursor-not-allowed data-disabled:opacity-50'

/** Behind a modal. */
export const backdropClass =
  'fixed inset-0 z-40 bg-scrim transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0'

export const tipClass =
  'max-w-72 rounded-md bg-tip px-2 py-1 text-sm text-on-tip shadow-float pointer-events-none whitespace-pre-line'
