/** The way this device reached the server, what it gives here, and whether the app can be installed. */
import { ref } from 'vue'

/** By plain http, by a name that everybody trusts, or by this site's own CA. */
export type Way = 'http' | 'name' | 'ca'

const LOCAL = /^(\d+\.\d+\.\d+\.\d+|\[.*\]|[^.]+|.*\.(local|lan|internal|home\.arpa))$/

export function wayOf(secure: boolean, protocol: string, host: string): Way {
  if (!secure || protocol === 'http:') return 'http'
  return LOCAL.test(host) ? 'ca' : 'name'
}

export type Gift = 'work' | 'cold' | 'camera' | 'lit'

/** What works on this very device, asked of its browser and not guessed from the address. */
export function gifts(): Record<Gift, boolean> {
  const camera = typeof (navigator.mediaDevices as MediaDevices | undefined)?.getUserMedia === 'function'
  return { work: true, cold: 'serviceWorker' in navigator, camera, lit: 'wakeLock' in navigator }
}

interface InstallPrompt extends Event {
  prompt(): Promise<unknown>
}

let kept: InstallPrompt | null = null

/** True while the browser would install the app at a tap. */
export const installable = ref(false)

export function isInstalled(): boolean {
  const { standalone } = navigator as { standalone?: boolean }
  return standalone === true || window.matchMedia('(display-mode: standalone), (display-mode: fullscreen)').matches
}

/** The browser's own banner would lie over a card: the offer waits in the menu and on the idle screen. */
export function watchForInstalling(): void {
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    kept = event as InstallPrompt
    installable.value = true
  })
  window.addEventListener('appinstalled', () => (installable.value = false))
}

export async function install(): Promise<void> {
  installable.value = false
  await kept?.prompt().catch(() => undefined)
  kept = null
}
