/** How many CSS pixels one millimetre is. A browser does not say: from the model, a calibration, or a good guess. */

/** ISO/IEC 7810 ID-1: the short edge of every bank card. */
export const CARD_MM = 53.98
export const LEAST = 3
export const MOST = 9

/** Diagonals in inches as the makers' data sheets give them (zebra.com, automation.honeywell.com, en.urovo.com). */
const MODELS: [RegExp, number][] = [
  [/\b(MC33\w*|MC3400|CK65|EDA60K|EDA61K|DT40)\b/, 4.0],
  [/\b(TC20|TC25|MC93\w*)\b/, 4.3],
  [/\b(TC7[0257]\w?|CT60\w*)\b/, 4.7],
  [/\b(TC2[16]\w?|TC5[1267]\w?|EC5[05]|EDA5[01]|CT4[05]\w*)\b/, 5.0],
  [/\b(TC2[27]|TC5[38]|TC7[38])\b/, 6.0],
]
const HANDHELD_MOST_PX = 500
const GUESS = { handheld: 6.1, tablet: 6.3, desk: 3.78 } // PDAs and phones lie between 5.9 and 6.4; Android draws for 160 dots an inch

export interface Display {
  userAgent: string
  /** CSS pixels of the whole screen. */
  width: number
  height: number
  touch: boolean
}

/** CSS pixels a millimetre, from what the device says of itself. */
export function guessMm(display: Display): number {
  const { width, height, userAgent } = display
  const inches = MODELS.find(([model]) => model.test(userAgent))?.[1]
  if (inches) return within(Math.hypot(width, height) / (inches * 25.4))
  if (Math.min(width, height) <= HANDHELD_MOST_PX) return GUESS.handheld
  return display.touch ? GUESS.tablet : GUESS.desk
}

/** Between what any handheld can have; two decimals. */
export function within(mm: number): number {
  return Math.round(Math.max(LEAST, Math.min(MOST, mm)) * 100) / 100
}
