/** The entries whose name holds the text, best first: it begins with it, a segment does, it is somewhere inside. */
export function bestMatches<T>(
  entries: readonly T[],
  nameOf: (entry: T) => string,
  text: string,
  most: number,
): T[] {
  const wanted = text.trim().toLowerCase()
  if (!wanted) return entries.slice(0, most)
  const ranked: { entry: T; rank: number }[] = []
  for (const entry of entries) {
    const rank = rankOf(nameOf(entry).toLowerCase(), wanted)
    if (rank !== null) ranked.push({ entry, rank })
  }
  return ranked
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map((found) => found.entry)
}

function rankOf(name: string, wanted: string): number | null {
  if (name === wanted) return 0
  const at = name.indexOf(wanted)
  if (at === 0) return 1
  if (at > 0) return /[.\-\s]/.test(name[at - 1] ?? '') ? 2 : 3
  return inOrder(name, wanted) ? 4 : null
}

/** "esnd" finds "email.send". */
function inOrder(name: string, wanted: string): boolean {
  let from = 0
  for (const letter of wanted) {
    from = name.indexOf(letter, from) + 1
    if (from === 0) return false
  }
  return true
}
