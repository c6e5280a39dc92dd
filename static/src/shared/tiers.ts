/** A tier is shown by colour AND icon AND word AND place; here are the colour and the icon. */

/** 24 x 24 paths. A cross, a bolt and a dot differ in outline too, for those who see no red. */
const ICONS: Record<string, string> = {
  cross: 'M9 2h6v7h7v6h-7v7H9v-7H2V9h7z',
  bolt: 'M14 1 4 14h6l-2 9 11-14h-7z',
  dot: 'M12 5a7 7 0 1 0 0 14 7 7 0 0 0 0-14z',
}

export function tierIcon(icon: string): string {
  return ICONS[icon] ?? ICONS.dot!
}

/** The tier's colour, darkened until white text on it reaches `ratio` (WCAG AAA: 7). */
export function inkFor(colour: string, ratio = 7): string {
  let rgb = parse(colour)
  while (contrastToWhite(rgb) < ratio) rgb = rgb.map((part) => Math.floor(part * 0.96))
  return `#${rgb.map((part) => part.toString(16).padStart(2, '0')).join('')}`
}

/** WCAG 2 contrast of `#rrggbb` against white, 1 to 21. */
export function contrast(colour: string): number {
  return contrastToWhite(parse(colour))
}

function parse(colour: string): number[] {
  const hex = /^#([0-9a-f]{6})$/i.exec(colour)?.[1] ?? '37474f'
  return [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16))
}

function contrastToWhite(rgb: number[]): number {
  const [r, g, b] = rgb.map((part) => {
    const c = part / 255
    return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05)
}
