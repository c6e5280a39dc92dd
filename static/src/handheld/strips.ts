/**
 * Which red strip is shown: what is new to whoever holds this device, for a minute or until it is tapped away; an
 * order whose slack gets near again, until it is tapped away. The server says what waits, so what was taken is gone.
 */
import { computed, ref, watch } from 'vue'
import type { ComputedRef } from 'vue'
import { serverNow, useServerNow } from '@shared/clock'
import type { Strip } from '@shared/wire'
import { feel } from './feedback'
import { shown } from './state'

export const NEW_MS = 60_000
export const AWAY = 0
const STORED = 'wavecard.strips'
const MOST_KEPT = 50

/** Since when each has been told, on the server's clock; AWAY: somebody has put it away. */
export type Told = Record<string, number>

export interface DueStrip extends Strip {
  key: string
}

export function dueStrip(strip: Strip | null, told: Told, who: number, nowMs: number): DueStrip | null {
  for (const one of strip ? [strip, ...(strip.more ?? [])] : []) {
    const near = one.near && nowMs >= Date.parse(one.near.at) ? one.near : null
    const key = [who, one.order_no, near ? 'near' : one.kind].join(' ')
    const since = told[key]
    const due = since === undefined || (since !== AWAY && (near !== null || nowMs - since < NEW_MS))
    if (due) return { ...one, text: near?.text ?? one.text, key }
  }
  return null
}

/** The strip of now, heard when it comes, and what puts it away. */
export function useStrip(): { strip: ComputedRef<DueStrip | null>; putAway: () => void } {
  const now = useServerNow()
  const told = ref(stored())
  const strip = computed(() => dueStrip(shown.strip, told.value, shown.operator?.id ?? 0, now.value))
  const keep = (key: string, since: number) => {
    const kept = { ...told.value, [key]: since }
    Object.keys(kept).slice(0, -MOST_KEPT).forEach((old) => delete kept[old])
    told.value = kept
    localStorage.setItem(STORED, JSON.stringify(kept))
  }
  const tell = (key: string | undefined) => {
    if (key === undefined || told.value[key] !== undefined) return
    keep(key, serverNow())
    feel('lead')
  }
  watch(() => strip.value?.key, tell, { immediate: true })
  return { strip, putAway: () => strip.value && keep(strip.value.key, AWAY) }
}

function stored(): Told {
  try {
    return JSON.parse(localStorage.getItem(STORED) ?? '{}') as Told
  } catch {
    return {}
  }
}
