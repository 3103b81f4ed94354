/** A sentence in parts: plain words, names of projects and people, names and ids in mono. */
export interface ChangePart {
  readonly text: string
  readonly as?: 'name' | 'mono'
}

export const words = (text: string): ChangePart => ({ text })
export const named = (text: string): ChangePart => ({ text, as: 'name' })
export const mono = (text: string): ChangePart => ({ text, as: 'mono' })

export const plainText = (parts: readonly ChangePart[]) => parts.map((part) => part.text).join('')

/** The parts with ", " between the clauses. */
export const joined = (clauses: readonly (readonly ChangePart[])[]): ChangePart[] =>
  clauses.flatMap((clause, index) => (index === 0 ? clause : [words(', '), ...clause]))
