/** A number as typed; what is wrong with it is said to `refuse`. Pure. */
export function numberOf(
  text: string,
  { from, to, whole }: { readonly from: number; readonly to: number; readonly whole: boolean },
  refuse: (error: string) => void,
): number {
  const value = Number(text)
  if (text.trim() === '' || !(value >= from && value <= to) || (whole && !Number.isInteger(value)))
    refuse(
      `expected a ${whole ? 'whole ' : ''}number from ${from.toLocaleString('en')} to ${to.toLocaleString('en')}`,
    )
  return value
}
