/** What this device shows. The server decides the screen; here it is only held, in order of its cursor. */
import { computed, reactive, shallowReactive } from 'vue'
import { setServerNow, setZone } from '@shared/clock'
import { setLang } from '@shared/words'
import type { Accepted, OperatorRef, Role, ScreenState, Strip, Work } from '@shared/wire'

export type Phase = 'starting' | 'pair' | 'sign_in' | 'work'

/** A full-screen message that stays until somebody taps it away. */
export interface Alarm {
  kind: 'wrong' | 'already' | 'attention'
  title: string
  text: string
  expected?: string | undefined
  scanned?: string | undefined
  /** What the server says the scanned code is. */
  is?: string | undefined
  unknown?: boolean | undefined
  /** The item that was asked for: an unknown code may be on it. */
  sku?: string | undefined
  op_id?: string | undefined
}

interface Shown {
  phase: Phase
  screen: string
  card: Record<string, unknown>
  strip: Strip | null
  operator: OperatorRef | null
  roles: Role[]
  work: Work | null
  cursor: number
  message: string
  /** The badge of somebody who takes this device over; "" when nobody does. */
  switching: string
}

export const shown = shallowReactive<Shown>({
  phase: 'starting',
  screen: '',
  card: {},
  strip: null,
  operator: null,
  roles: [],
  work: null,
  cursor: -1,
  message: '',
  switching: '',
})

export const alarms = reactive<Alarm[]>([])
export const alarm = computed(() => alarms[0] ?? null)

const MESSAGE_MS = 2500
let messageTimer = 0

/** The whole state, as `GET /api/screen` and a sign-in answer it. Older news than what is shown is dropped. */
export function showState(state: ScreenState): boolean {
  setServerNow(state.now)
  setZone(state.zone)
  if (shown.phase === 'work' && state.cursor < shown.cursor) return false
  const { screen, card, strip, operator, roles, work, cursor } = state
  Object.assign(shown, { phase: 'work', screen, card, strip, operator, roles, work, cursor })
  setLang(state.lang)
  return true
}

/** An answer names the next screen. False when it is a repeat, or something newer has overtaken it. */
export function showAnswer(answer: Accepted): boolean {
  if (shown.phase !== 'work' || answer.repeated || answer.cursor < shown.cursor) return false
  Object.assign(shown, { screen: answer.screen, card: answer.card, cursor: answer.cursor })
  if (answer.strip !== undefined) shown.strip = answer.strip
  return true
}

/** A short confirmation that goes by itself. */
export function say(message: string | null | undefined): void {
  if (!message) return
  shown.message = message
  window.clearTimeout(messageTimer)
  messageTimer = window.setTimeout(() => (shown.message = ''), MESSAGE_MS)
}

export function raise(one: Alarm): void {
  alarms.push(one)
}

export function clearWork(phase: Phase): void {
  alarms.splice(0)
  const nobody = { screen: '', card: {}, strip: null, operator: null, roles: [], work: null, cursor: -1, message: '', switching: '' }
  Object.assign(shown, nobody, { phase })
}
