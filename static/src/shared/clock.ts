/** The server's time on this screen: countdowns never trust the handheld's own clock. */
import { onScopeDispose, readonly, ref } from 'vue'
import type { Ref } from 'vue'

let offsetMs = 0

/** `iso` is the server's `now`, read when its answer arrived. */
export function setServerNow(iso: string, receivedAtMs = Date.now()): void {
  const server = Date.parse(iso)
  if (!Number.isNaN(server)) offsetMs = server - receivedAtMs
}

/** Milliseconds since 1970 on the server's clock. */
export function serverNow(): number {
  return Date.now() + offsetMs
}

/** The server's time, renewed on each of its full seconds while the component lives. */
export function useServerNow(): Readonly<Ref<number>> {
  const now = ref(serverNow())
  let timer = 0
  const step = () => {
    now.value = serverNow()
    timer = window.setTimeout(step, 1005 - (now.value % 1000))
  }
  step()
  onScopeDispose(() => clearTimeout(timer))
  return readonly(now)
}

export type Urgency = 'calm' | 'soon' | 'close' | 'late'

/** Below 30 minutes a promise is soon, below 10 close, below 0 late. */
export function urgency(leftMs: number): Urgency {
  if (leftMs < 0) return 'late'
  if (leftMs < 10 * 60_000) return 'close'
  return leftMs < 30 * 60_000 ? 'soon' : 'calm'
}

/** `h:mm:ss` (hours may pass 24), a minus sign when the promise is broken. */
export function formatLeft(leftMs: number): string {
  const s = Math.abs(leftMs < 0 ? Math.ceil(leftMs / 1000) : Math.floor(leftMs / 1000))
  const two = (value: number) => String(value).padStart(2, '0')
  const text = `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`
  return leftMs < 0 ? `−${text}` : text
}

/** Local wall-clock time of a promise: `18:00`, with month and day when it is not today. */
export function formatTime(iso: string, nowMs = serverNow()): string {
  const at = new Date(iso)
  const two = (value: number) => String(value).padStart(2, '0')
  const time = `${two(at.getHours())}:${two(at.getMinutes())}`
  const today = at.toDateString() === new Date(nowMs).toDateString()
  return today ? time : `${two(at.getMonth() + 1)}-${two(at.getDate())} ${time}`
}
