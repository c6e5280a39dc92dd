/** A new build waits until nothing can be lost: no unsent operation, nobody in the middle of a task. */
import { ref, watch } from 'vue'
import { registerSW } from 'virtual:pwa-register'
import { desk } from './desk'
import { shown } from './state'

export const updateReady = ref(false)

const QUIET = new Set(['idle', 'station', 'pack_open'])
let apply: ((reload?: boolean) => Promise<void>) | null = null

export function watchForUpdates(): void {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return
  apply = registerSW({ onNeedRefresh: () => (updateReady.value = true) })
  watch([updateReady, () => shown.screen, () => shown.phase, () => desk.outbox], () => {
    const quiet = shown.phase === 'sign_in' || (shown.phase === 'work' && QUIET.has(shown.screen))
    if (updateReady.value && quiet && desk.outbox.waiting.length === 0) applyUpdate()
  })
}

export function applyUpdate(): void {
  if (desk.outbox.waiting.length === 0) void apply?.(true)
}
