import '@shared/base.css'
import './styles/themes.css'
import './styles/frame.css'
import './styles/tier.css'
import './styles/actions.css'
import './styles/entry.css'
import './styles/picking.css'
import './styles/packing.css'
import './styles/flows.css'
import './styles/stopping.css'
import './styles/sheets.css'
import './styles/sizes.css'
import { createApp } from 'vue'
import { startLang } from '@shared/words'
import App from './App.vue'
import { openDesk } from './desk'
import { allowSound } from './feedback'
import { startLooks } from './looks'
import { scanned, startDraining, typed } from './scans'
import { watchForInstalling } from './install'
import { watchForUpdates } from './update'
import { retakeWhenSeen } from './wake'
import { listen } from './wedge'

async function start(): Promise<void> {
  startLang()
  startLooks()
  if (location.pathname === '/scanner-test') {
    const page = await import('./screens/ScannerTest.vue')
    createApp(page.default).mount('#app')
    return
  }
  watchForInstalling()
  allowSound()
  retakeWhenSeen()
  const dial = import.meta.env.DEV ? (await import('../dev/demo')).demoLine() : undefined
  await openDesk(dial)
  createApp(App).mount('#app')
  startDraining()
  listen({ onScan: scanned, onTyped: typed })
  watchForUpdates()
}

void start()
