/** The points of a track: where a consumer is switched. */
export function PointsIcon({ className = 'size-3' }: { className?: string }) {
  return (
    <svg viewBox="0 0 12 12" aria-hidden className={className}>
      <path
        d="M1 9h3.2C7.6 9 6.4 3.4 11 3.4"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
      />
    </svg>
  )
}
