import { changeSetBody, type Draft } from './draft'

const PLACE = /^\/edits\/(\d+)(?:\/assignments\/(\d+))?(?:\/(.+))?$/

/** What a JSON Pointer into a change set's body points at, in words: "email.send in mailer, handler url". */
export function editPlace(draft: Draft, pointer: string): string {
  const [, edit, assignment, field] = PLACE.exec(pointer) ?? []
  const project = edit === undefined ? undefined : changeSetBody(draft).edits[Number(edit)]
  if (project === undefined) return pointer
  const type = assignment === undefined ? undefined : project.assignments[Number(assignment)]?.type
  const what = type === undefined ? project.project : `${type} in ${project.project}`
  return field === undefined ? what : `${what}, ${field.replaceAll('/', ' ')}`
}
