/** Scales and paths of a time chart. Pure. */

/** The smallest of 1, 2, 2.5, 5 × 10ⁿ that is not below `value`; at least 1. */
export function niceMaximum(value: number): number {
  if (!(value > 1)) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  const step = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= value) ?? 10
  return step * power
}

export interface ChartArea {
  width: number
  height: number
  from: number
  to: number
  max: number
}

export const xAt = (time: number, area: ChartArea) =>
  area.to === area.from ? 0 : ((time - area.from) / (area.to - area.from)) * area.width
export const yAt = (value: number, area: ChartArea) => area.height - (value / area.max) * area.height

/** An SVG line through the known values; null leaves a gap. A lone value becomes a short dash. */
export function linePath(
  times: readonly number[],
  values: readonly (number | null)[],
  area: ChartArea,
): string {
  let path = ''
  let drawing = false
  values.forEach((value, index) => {
    const time = times[index]
    if (value === null || time === undefined) {
      drawing = false
      return
    }
    const point = `${xAt(time, area).toFixed(1)} ${yAt(value, area).toFixed(1)}`
    const alone = !drawing && (values[index + 1] ?? null) === null
    path += `${drawing ? 'L' : 'M'}${point}${alone ? 'h1.5' : ''}`
    drawing = true
  })
  return path
}

/** The line closed to the ground, each known stretch by itself. */
export function areaPath(
  times: readonly number[],
  values: readonly (number | null)[],
  area: ChartArea,
): string {
  const stretches = linePath(times, values, area).split('M').filter(Boolean)
  return stretches
    .filter((stretch) => stretch.includes('L'))
    .map((stretch) => {
      const points = stretch.split('L')
      const first = points[0]?.split(' ')[0]
      const last = points.at(-1)?.split(' ')[0]
      return `M${stretch}L${last} ${area.height}L${first} ${area.height}Z`
    })
    .join('')
}

/** The index of the time nearest to `time`; -1 without any. Times ascend. */
export function nearestIndex(times: readonly number[], time: number): number {
  let low = 0
  let high = times.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((times[middle] ?? 0) < time) low = middle + 1
    else high = middle
  }
  const before = times[low - 1]
  const at = times[low]
  if (at === undefined) return -1
  return before !== undefined && time - before < at - time ? low - 1 : low
}

const STEPS_MINUTES = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440, 2_880, 10_080]

/** Round local times to label, at most `most`; `offsetMinutes` is that of the viewer's zone. */
export function timeTicks(from: number, to: number, most: number, offsetMinutes: number): number[] {
  const spanMinutes = (to - from) / 60_000
  const step = (STEPS_MINUTES.find((minutes) => spanMinutes / minutes <= most) ?? 10_080) * 60_000
  const offset = offsetMinutes * 60_000
  const ticks: number[] = []
  for (let tick = Math.ceil((from + offset) / step) * step - offset; tick <= to; tick += step)
    ticks.push(tick)
  return ticks
}
