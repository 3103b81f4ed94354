import { problemOf } from '@/components/api/problem'
import { Signal } from './signal'

interface FormErrorProps {
  /** What was thrown; nothing is shown for null. */
  error: unknown
  /** Pointers whose errors are shown at their fields already. */
  shown?: readonly string[]
}

/** Why a form was refused, above its buttons: the detail and every error that no field shows. */
export function FormError({ error, shown = [] }: FormErrorProps) {
  if (error === null || error === undefined) return null
  const problem = problemOf(error)
  const rest = problem.errors.filter((entry) => !shown.includes(entry.at))
  const allShown = problem.errors.length > 0 && rest.length === 0
  return (
    <div role="alert" className="flex gap-2 rounded-md bg-danger-soft px-3 py-2">
      <Signal state="danger" label={null} className="mt-1" />
      <div className="min-w-0">
        <p>{allShown ? 'Nothing was saved: see the fields that are marked.' : problem.detail}</p>
        {rest.map((entry) => (
          <p key={entry.at + entry.detail} className="text-sm">
            {entry.at && <span className="font-mono">{entry.at}</span>} {entry.detail}
          </p>
        ))}
        {problem.requestId && problem.status >= 500 && (
          <p className="text-sm">
            request <span className="font-mono">{problem.requestId}</span>
          </p>
        )}
      </div>
    </div>
  )
}
