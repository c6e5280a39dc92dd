const GLYPH = 0.62 // width of a bold digit or capital, in em
const GAP_PX = 14
const LEAST = 40

/** Font size in px that fits `text` on one line of `widthPx`, between `least` and `most`. */
export function fit(text: string, widthPx: number, least = LEAST, most = 90): number {
  const size = Math.floor(widthPx / (Math.max(1, text.length) * GLYPH))
  return Math.max(least, Math.min(most, size))
}

export interface Line {
  /** Font size of location and quantity, CSS px. */
  sizePx: number
  /** How much narrower the location is drawn than its font: 1 unless it is too long. */
  squeeze: number
}

/** A location and a quantity side by side in `widthPx`: never below 40 px; a long location is drawn narrower instead. */
export function fitLine(location: string, qty: string, widthPx: number, most = 72): Line {
  const free = widthPx - GAP_PX
  const sizePx = fit(location + qty, free, LEAST, most)
  const room = free - qty.length * GLYPH * sizePx
  return { sizePx, squeeze: Math.min(1, room / (location.length * GLYPH * sizePx)) }
}
