/** Keeps the screen on while somebody works, where the browser can (https only). */

interface Lock {
  release(): Promise<void>
}
interface WakeLocking {
  request(kind: 'screen'): Promise<Lock>
}

let lock: Lock | null = null
let wanted = false

export function keepAwake(on: boolean): void {
  wanted = on
  if (on) void take()
  else void lock?.release().catch(() => undefined)
}

/** The browser drops the lock whenever the page is hidden. */
export function retakeWhenSeen(): void {
  document.addEventListener('visibilitychange', () => {
    if (wanted && document.visibilityState === 'visible') void take()
  })
}

async function take(): Promise<void> {
  const locking = (navigator as unknown as { wakeLock?: WakeLocking }).wakeLock
  if (!locking) return
  lock = await locking.request('screen').catch(() => null)
}
