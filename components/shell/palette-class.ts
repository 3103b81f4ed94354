/** The palette's looks, for itself and for the frame that stands in its place until it is loaded. */
export const palettePopupClass =
  'fixed top-[12vh] left-1/2 z-50 w-[36rem] max-w-[calc(100vw-1.5rem)] -translate-x-1/2 overflow-hidden rounded-xl border border-line-strong bg-panel shadow-float outline-hidden'
export const paletteFieldClass =
  'h-11 w-full border-b border-line bg-transparent px-4 text-lg outline-hidden placeholder:text-muted'
export const PALETTE_PLACEHOLDER = 'Queue, project, screen or id of a task…'
