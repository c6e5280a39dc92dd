/** Keeps the screen on while somebody works, where the browser can (https only). */

interface Lock {
  readonly released: boolean
  release(): Promise<void>
}
interface WakeLocking {
  request(kind: 'screen'): Promise<Lock>
}

let lock: Lock | null = null
let asking = false
let wanted = false

export function keepAwake(on: boolean): void {
  wanted = on
  void settle()
}

/** The browser drops the lock whenever the page is hidden. */
export function retakeWhenSeen(): void {
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void settle()
  })
}

/** One lock at most; what was wanted while the browser was asked counts. */
async function settle(): Promise<void> {
  const locking = (navigator as unknown as { wakeLock?: WakeLocking }).wakeLock
  if (!locking || asking) return
  if (wanted && (!lock || lock.released)) {
    asking = true
    lock = await locking.request('screen').catch(() => null)
    asking = false
  }
  if (wanted || !lock) return
  const dropped = lock
  lock = null
  await dropped.release().catch(() => undefined)
}
