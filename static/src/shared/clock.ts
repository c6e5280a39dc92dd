/** The server's time on this screen: countdowns never trust the handheld's own clock. */
import { onScopeDispose, readonly, ref } from 'vue'
import type { Ref } from 'vue'

const SLOWEST_MS = 2000

let offsetMs: number | null = null

/** `iso` is the server's `now`, read when its answer arrived. The quickest answer tells best; a difference that no
 * slow answer explains is a device whose clock was set. */
export function setServerNow(iso: string, receivedAtMs = Date.now()): void {
  const told = Date.parse(iso) - receivedAtMs
  if (Number.isNaN(told)) return
  if (offsetMs === null || told > offsetMs || told < offsetMs - SLOWEST_MS) offsetMs = told
}

/** Milliseconds since 1970 on the server's clock. */
export function serverNow(): number {
  return Date.now() + (offsetMs ?? 0)
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

/** Whole minutes from now until `iso`, rounded towards zero; negative when it has passed. */
export function minutesTo(iso: string, nowMs: number): number {
  return Math.trunc((Date.parse(iso) - nowMs) / 60_000)
}

let zone: string | undefined
let wall = wallIn(undefined)

/** The warehouse's time zone: a handheld or a laptop may be set to another. */
export function setZone(name: string | undefined): void {
  if (name === zone) return
  zone = name
  try {
    wall = wallIn(name)
  } catch {
    wall = wallIn(undefined) // a zone that this browser does not know: then its own
  }
}

function wallIn(timeZone: string | undefined): Intl.DateTimeFormat {
  const two = '2-digit'
  return new Intl.DateTimeFormat('en-GB', { timeZone, year: 'numeric', month: two, day: two, hour: two, minute: two, hour12: false })
}

/** `[2026-11-22, 18:00]` on the warehouse's wall. */
function onTheWall(atMs: number): [string, string] {
  const part = Object.fromEntries(wall.formatToParts(atMs).map(({ type, value }) => [type, value])) as Record<string, string>
  return [`${part.year}-${part.month}-${part.day}`, `${part.hour === '24' ? '00' : part.hour}:${part.minute}`]
}

/** The warehouse's time of a moment: `18:00`, with month and day when it is not today there. */
export function formatTime(iso: string, nowMs = serverNow()): string {
  const [day, time] = onTheWall(Date.parse(iso))
  return day === onTheWall(nowMs)[0] ? time : `${day.slice(5)} ${time}`
}
