/**
 * A new build waits until nothing can be lost: no unsent operation, nobody in the middle of a task or of a word.
 * By https a service worker brings it; by plain http there is none, and the page asks for its own address instead.
 */
import { ref, watch } from 'vue'
import { registerSW } from 'virtual:pwa-register'
import { buildOf } from '@shared/device'
import { desk } from './desk'
import { alarms, shown } from './state'

export const updateReady = ref(false)

const QUIET = new Set(['idle', 'station', 'pack_open'])
const UNTOUCHED_MS = 3000
const LOOK_EVERY_MS = 3_600_000
const LOOK_AGAIN_MS = 10_000

let apply: () => Promise<void> = async () => location.reload()
let look: () => Promise<void> = async () => lookByPage()
let touchedAt = 0
let lookedAt = 0
let timer = 0

export function watchForUpdates(): void {
  if (import.meta.env.DEV) return
  for (const event of ['keydown', 'pointerdown', 'input']) document.addEventListener(event, () => (touchedAt = Date.now()), true)
  if ('serviceWorker' in navigator) registerWorker()
  watch([updateReady, () => shown.screen, () => shown.phase, () => shown.switching, () => desk.outbox, () => alarms.length], settle)
  let met = desk.connected // the page itself has just come from there
  watch(() => desk.connected, (now) => {
    if (now && met) void lookAgain() // a server that comes back may be a new one
    met ||= now
  })
  window.setInterval(() => void lookAgain(), LOOK_EVERY_MS)
}

export function applyUpdate(): void {
  if (desk.outbox.waiting.length === 0) void apply()
}

/** Nobody would miss anything if the page started anew now. */
export function isQuiet(): boolean {
  const between = shown.phase === 'sign_in' || (shown.phase === 'work' && QUIET.has(shown.screen) && !shown.switching)
  return between && alarms.length === 0 && desk.outbox.waiting.length === 0
}

/** Once nobody has touched it for a moment: a PIN may be half typed. */
function settle(): void {
  window.clearTimeout(timer)
  if (!updateReady.value || !isQuiet()) return
  const wait = touchedAt + UNTOUCHED_MS - Date.now()
  if (wait <= 0) return applyUpdate()
  timer = window.setTimeout(settle, wait)
}

function registerWorker(): void {
  const update = registerSW({
    onNeedRefresh: () => (updateReady.value = true),
    onRegisteredSW: (_url, worker) => {
      if (worker) look = async () => void (await worker.update())
    },
  })
  apply = async () => {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
    await update(false) // its own reload forgets a page that was there before the first worker
  }
}

async function lookAgain(): Promise<void> {
  if (updateReady.value || Date.now() < lookedAt + LOOK_AGAIN_MS) return
  lookedAt = Date.now()
  await look().catch(() => undefined)
}

/** Does the page at this address still name the script that runs here? */
async function lookByPage(): Promise<void> {
  if ('serviceWorker' in navigator) return
  const page = await fetch('/', { cache: 'no-store' }).then((answer) => answer.text())
  const named = /\/assets\/handheld-([\w-]{8})\.js/.exec(page)?.[1]
  if (named && named !== buildOf(import.meta.url)) updateReady.value = true
}
