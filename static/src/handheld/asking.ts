/** What the server shows now, asked for with little patience right after a sleep. */
import { ApiFailure, getJson } from '@shared/api'
import type { ScreenState } from '@shared/wire'

const AWAKE_MS = 800 // after a sleep connections may be dead without a word: two of them cost little

let justAwake = false

export function wokeUp(): void {
  justAwake = true
}

export async function askScreen(): Promise<ScreenState> {
  const tries = justAwake ? [AWAKE_MS, AWAKE_MS] : []
  justAwake = false
  for (const patienceMs of tries) {
    const state = await getJson<ScreenState>('/api/screen', patienceMs).catch(orSilence)
    if (state) return state
  }
  return getJson<ScreenState>('/api/screen')
}

function orSilence(error: unknown): null {
  if (error instanceof ApiFailure && error.offline) return null
  throw error
}
