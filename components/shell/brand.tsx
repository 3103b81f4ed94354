/** The mark: a switch point, where one track becomes two. */
export function Mark({ className = 'size-5' }: { className?: string }) {
  return (
    <svg viewBox="0 0 20 20" className={className} aria-hidden>
      <rect width="20" height="20" rx="5" fill="var(--text)" />
      <path d="M4 13.5h12" stroke="var(--ground)" strokeWidth="2" strokeLinecap="round" />
      <path
        d="M5 13.5c4 0 4.5-7 10-7"
        fill="none"
        stroke="var(--ground)"
        strokeWidth="2"
        strokeLinecap="round"
      />
    </svg>
  )
}

/** The same points as an icon of 16, in the colour of the text. */
export function Points({ className = 'size-4' }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 16 16"
      className={className}
      aria-hidden
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
    >
      <path d="M2 11.5h12M3 11.5c4 0 4-7 10-7" />
    </svg>
  )
}

/** A queue as an icon: tracks of waiting tasks. */
export function QueueLines({ className = 'size-4' }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 16 16"
      className={className}
      aria-hidden
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
    >
      <path d="M2 4h12M2 8h8M2 12h5" />
    </svg>
  )
}
