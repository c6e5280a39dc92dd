/** From the keys of one scan to the settings that fit the scanner. No DOM. */
import { DEFAULT_SETTINGS, clean } from './wedge-core'
import type { WedgeSettings } from './wedge-core'

export interface Press {
  key: string
  atMs: number
  control: boolean
  ime: boolean
}

export interface Judged {
  code: string
  suffix: string
  controls: string[]
  slowestMs: number
  slow: boolean
  ime: boolean
  settings: WedgeSettings
}

const ENDS = ['Enter', 'Tab', 'F8', 'F9']
const ODD_START = /^[^\p{L}\p{N}\](]+/u

export function judge(presses: Press[]): Judged {
  const last = presses[presses.length - 1]!
  const suffix = ENDS.includes(last.key) ? last.key : ''
  const typed = presses.filter(({ key, control }) => Array.from(key).length === 1 && !control).map(({ key }) => key)
  const gaps = presses.slice(1).map(({ atMs }, n) => atMs - presses[n]!.atMs)
  const slowestMs = Math.round(Math.max(0, ...gaps))
  const prefix = ODD_START.exec(typed.join(''))?.[0] ?? ''
  const slow = slowestMs * 2 > DEFAULT_SETTINGS.maxGapMs
  return {
    code: clean(typed.join(''), prefix),
    suffix,
    controls: presses.filter(({ control }) => control).map(({ key }) => `Ctrl+${key}`),
    slowestMs,
    slow,
    ime: presses.some(({ ime }) => ime),
    settings: {
      ...DEFAULT_SETTINGS,
      prefix,
      suffixes: suffix ? [...new Set([suffix, ...DEFAULT_SETTINGS.suffixes])] : DEFAULT_SETTINGS.suffixes,
      maxGapMs: slow ? Math.min(400, slowestMs * 2) : DEFAULT_SETTINGS.maxGapMs,
    },
  }
}
