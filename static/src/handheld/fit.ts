const GLYPH = 0.62 // width of a bold digit or capital, in em

/** Font size in px that fits `text` on one line of `widthPx`, between `least` and `most`. */
export function fit(text: string, widthPx: number, least = 40, most = 90): number {
  const size = Math.floor(widthPx / (Math.max(1, text.length) * GLYPH))
  return Math.max(least, Math.min(most, size))
}
