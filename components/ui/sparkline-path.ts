/** SVG paths of a small line over its area; a null breaks both, so that an unknown stretch stays empty. */
export function sparklinePath(values: readonly (number | null)[], width: number, height: number) {
  const known = values.filter((value) => value !== null)
  if (known.length < 2) return { line: '', area: '' }
  const top = Math.max(...known, 1)
  const step = width / (values.length - 1)
  const point = (value: number, index: number) =>
    `${round(index * step)} ${round(height - 1 - (value / top) * (height - 3))}`
  let line = ''
  let area = ''
  for (const [from, to] of runs(values)) {
    const points = values.slice(from, to).map((value, offset) => point(value ?? 0, from + offset))
    line += `M${points.join('L')}`
    area += `M${round(from * step)} ${height}L${points.join('L')}L${round((to - 1) * step)} ${height}Z`
  }
  return { line, area }
}

/** Stretches of at least two known values, as [from, to). */
function runs(values: readonly (number | null)[]): [number, number][] {
  const found: [number, number][] = []
  let from = 0
  for (let index = 0; index <= values.length; index++) {
    if (index < values.length && values[index] !== null) continue
    if (index - from > 1) found.push([from, index])
    from = index + 1
  }
  return found
}

const round = (value: number) => Math.round(value * 10) / 10
