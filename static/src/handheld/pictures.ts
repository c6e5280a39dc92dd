/** The pictures of a walk, fetched at its start: in a dead spot they come from the browser's cache. */

const asked = new Set<string>()

/** One after the other, behind everything else; what fails is asked for again with the next walk. */
export async function fetchAhead(picks: readonly object[]): Promise<void> {
  for (const { picture } of picks as readonly { picture?: string | null }[]) {
    if (!picture || asked.has(picture)) continue
    asked.add(picture)
    const got = await fetch(picture).catch(() => null)
    if (!got?.ok) asked.delete(picture)
    else await got.arrayBuffer().catch(() => asked.delete(picture)) // only what was read to its end is kept
  }
}
