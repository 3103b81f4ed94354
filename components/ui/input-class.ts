/** Shared by every box that text is typed into. */
export const inputClass =
  'w-full rounded-md border border-line-strong bg-panel px-2.5 text-base text-text placeholder:text-muted hover:border-faint disabled:cursor-not-allowed disabled:opacity-60 aria-invalid:border-danger data-invalid:border-danger'
