import { expect, test } from 'vitest'
import { addRecent, sumKnown } from './totals'

test('a sum with an unknown part is an estimate; of only unknown parts it is unknown', () => {
  const exact = { value: 3, quality: 'exact' as const }
  const unknown = { value: null, quality: 'unsupported' as const }
  expect(sumKnown([exact, exact])).toEqual({ value: 6, quality: 'exact' })
  expect(sumKnown([exact, unknown])).toEqual({ value: 3, quality: 'estimated' })
  expect(sumKnown([unknown]).value).toBeNull()
  expect(sumKnown([])).toEqual({ value: 0, quality: 'exact' })
})
test('series are added from their newest sample backwards', () => {
  expect(addRecent([[1, 2, 3], [10]])).toEqual([1, 2, 13])
  expect(
    addRecent([
      [null, 1],
      [null, null],
    ]),
  ).toEqual([null, 1])
})
