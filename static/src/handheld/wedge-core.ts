/**
 * A hardware scanner types like a keyboard, only faster. This is the decision alone, stroke by stroke:
 * no DOM, no timers, so that recorded streams replay in a test.
 */

export interface WedgeSettings {
  /** Sent before every code by some scanners; removed when present. */
  prefix: string
  /** Keys that end a code. */
  suffixes: string[]
  /** Longest pause between two strokes of one code, ms; Bluetooth scanners need 30-100. */
  maxGapMs: number
  /** The same while a field has the focus: people type there at 80 ms a key and slower. */
  maxGapInFieldMs: number
  minLength: number
  /** The same code again this soon after it has led to another screen is one pull of the trigger too many, ms. */
  echoMs: number
}

export const DEFAULT_SETTINGS: WedgeSettings = {
  prefix: '',
  suffixes: ['Enter', 'Tab'],
  maxGapMs: 150,
  maxGapInFieldMs: 50,
  minLength: 3,
  echoMs: 800,
}

export interface Stroke {
  key: string
  /** `event.timeStamp`: when the key was pressed, not when a busy page got round to it. */
  atMs: number
  /** Ctrl, Alt or Meta is down: how scanners send control characters. */
  control?: boolean
  inField?: boolean
}

export interface Burst {
  text: string
  lastMs: number
  inField: boolean
  /** It came as one text, not letter by letter: what follows as one is the next code. */
  whole?: boolean
}

/** What to do with the stroke: let it through, keep it from the page, or a code is complete. */
export type Effect =
  | { kind: 'pass' }
  | { kind: 'hold' }
  | { kind: 'scan'; code: string }

export interface Step {
  burst: Burst
  effect: Effect
}

/** FNC1 inside a GS1 code: scanners send it as Ctrl+], F8, or the character itself. */
const GS = '\u001d'

export const EMPTY: Burst = { text: '', lastMs: -Infinity, inField: false }

const PASS: Effect = { kind: 'pass' }
const HOLD: Effect = { kind: 'hold' }

export function press(burst: Burst, stroke: Stroke, settings: WedgeSettings): Step {
  const inField = stroke.inField ?? false
  const going = burst.text !== '' && stroke.atMs - burst.lastMs <= gap(settings, inField)
  if (settings.suffixes.includes(stroke.key)) return finish(going ? burst : EMPTY, settings)
  if (going && isSeparator(stroke)) {
    return { burst: { text: burst.text + GS, lastMs: stroke.atMs, inField }, effect: HOLD }
  }
  if (stroke.control || !isCharacter(stroke.key)) {
    const kept = going ? { ...burst, lastMs: stroke.atMs } : burst
    return { burst: kept, effect: going && stroke.control ? HOLD : PASS }
  }
  const text = (going ? burst.text : '') + stroke.key
  return { burst: { text, lastMs: stroke.atMs, inField }, effect: going && !inField ? HOLD : PASS }
}

/** Keys that a text has as characters. */
export const NAMED: Record<string, string> = { '\n': 'Enter', '\r': 'Enter', '\t': 'Tab' }

/** Text that came without keys: from an input method, or a scanner that fills a field. The codes that are complete. */
export function insert(burst: Burst, text: string, atMs: number, settings: WedgeSettings): { burst: Burst; codes: string[] } {
  const codes: string[] = []
  const whole = Array.from(text).length >= settings.minLength
  let now = burst
  const go = ({ burst: next, effect }: Step) => {
    now = next
    if (effect.kind === 'scan') codes.push(effect.code)
  }
  if (whole && burst.whole) go(finish(burst, settings))
  for (const char of text) go(press(now, { key: NAMED[char] ?? char, atMs }, settings))
  return { burst: whole && now.text ? { ...now, whole } : now, codes }
}

/** A scanner without a suffix: the code is complete when nothing follows. In a field that could be a person. */
export function rest(burst: Burst, nowMs: number, settings: WedgeSettings): Step {
  if (burst.inField || burst.text === '' || nowMs - burst.lastMs <= gap(settings, false)) return { burst, effect: PASS }
  return finish(burst, settings)
}

/** Strokes to code: control characters out, full-width forms of an IME narrow, prefix and blanks off. */
export function clean(text: string, prefix: string): string {
  const plain = text.replace(/^\u001d+|\u001d+$/g, '').normalize('NFKC').replace(/[\u0000-\u001c\u001e\u001f\u007f-\u009f\u200b-\u200f\ufeff]/g, '').trim()
  return prefix && plain.startsWith(prefix) ? plain.slice(prefix.length).trim() : plain
}

function finish(burst: Burst, settings: WedgeSettings): Step {
  const code = clean(burst.text, settings.prefix)
  const scanned = code.length >= settings.minLength
  return { burst: EMPTY, effect: scanned ? { kind: 'scan', code } : PASS }
}

function isSeparator({ key, control }: Stroke): boolean {
  return key === GS || key === 'F8' || (control === true && key === ']')
}

function gap(settings: WedgeSettings, inField: boolean): number {
  return inField ? settings.maxGapInFieldMs : settings.maxGapMs
}

/** `Shift`, `F8`, `Unidentified` have names longer than the one character that a key types. */
export function isCharacter(key: string): boolean {
  return Array.from(key).length === 1
}
