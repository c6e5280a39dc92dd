/** How this device looks: kept on it, the same for whoever holds it. Nothing about a person. */
import { reactive, readonly } from 'vue'
import { guessMm, within } from './millimetres'

export const THEMES = ['light', 'dark', 'outdoor'] as const
export const HANDS = ['right', 'left'] as const
export type Theme = (typeof THEMES)[number]
export type Hand = (typeof HANDS)[number]

interface Looks {
  theme: Theme
  hand: Hand
  /** CSS pixels a millimetre. */
  mm: number
}

const STORED = 'wavecard.looks'
const state = reactive<Looks>({ theme: 'light', hand: 'right', mm: 6.1 })
export const looks = readonly(state)

/** What was kept here; the size is guessed until somebody has held a card against the screen. */
export function startLooks(): void {
  const { theme, hand, mm } = stored()
  state.theme = THEMES.find((one) => one === theme) ?? 'light'
  state.hand = HANDS.find((one) => one === hand) ?? 'right'
  state.mm = typeof mm === 'number' && mm > 0 ? within(mm) : guessed()
  apply()
}

export function setLooks(changed: Partial<Looks>): void {
  Object.assign(state, changed, changed.mm === undefined ? {} : { mm: within(changed.mm) })
  const kept = { ...stored(), ...changed }
  localStorage.setItem(STORED, JSON.stringify(kept))
  apply()
}

function apply(): void {
  const root = document.documentElement
  root.dataset.theme = state.theme
  root.dataset.hand = state.hand
  root.style.setProperty('--mm', `${state.mm}px`)
}

function guessed(): number {
  const touch = typeof matchMedia === 'function' && matchMedia('(pointer: coarse)').matches
  return guessMm({ userAgent: navigator.userAgent, width: screen.width, height: screen.height, touch })
}

function stored(): Partial<Record<keyof Looks, unknown>> {
  try {
    return (JSON.parse(localStorage.getItem(STORED) ?? '{}') ?? {}) as Partial<Record<keyof Looks, unknown>>
  } catch {
    return {}
  }
}
