/** What the page tells its reader: good news goes away by itself, bad news waits to be read. */
import { reactive } from 'vue'
import { ApiFailure, getJson } from '@shared/api'
import { createWords } from '@shared/words'
import commonEn from '@shared/words/common.en'
import commonZh from '@shared/words/common.zh-CN'

const SHOWN_MS = 4000
const t = createWords({ 'zh-CN': commonZh, en: commonEn })

export interface Note {
  id: number
  bad: boolean
  text: string
}

export const notes = reactive<Note[]>([])
let count = 0

/** True for good news: `return tell(...)` says how it went. */
export function tell(text: string, bad = false): boolean {
  const note = { id: ++count, bad, text }
  const same = notes.find((one) => one.text === text)
  if (same) dismiss(same.id)
  notes.push(note)
  if (!bad) window.setTimeout(() => dismiss(note.id), SHOWN_MS)
  return !bad
}

export function dismiss(id: number): void {
  const at = notes.findIndex((note) => note.id === id)
  if (at >= 0) notes.splice(at, 1)
}

/** What went wrong with a call, in words; whoever is not signed in any more is sent to sign in. */
export function tellFailure(error: unknown): null {
  if (!(error instanceof ApiFailure)) throw error
  if (error.status === 401) signInAgain()
  else tell(error.offline ? t('error.offline') : error.message || t('error.internal'), true)
  return null
}

/** A read for a panel; null when it failed, which has been told. */
export function fetchFor<T>(path: string): Promise<T | null> {
  return getJson<T>(path).catch(tellFailure)
}

export function signInAgain(): void {
  location.assign(`/?next=${location.pathname}`)
}
