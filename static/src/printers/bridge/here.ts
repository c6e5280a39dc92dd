/** Which bench's platform waybills this PC prints, and on which of the component's printers; it remembers. */
import { ref, watch } from 'vue'
import { Cainiao } from './cainiao'
import { runBridge } from './running'

const KEY = 'wavecard.bridge'

export interface Here {
  station: number | null
  printer: string
}

export const here = ref<Here>(read())

function read(): Here {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Here>
    return { station: typeof kept.station === 'number' ? kept.station : null, printer: String(kept.printer ?? '') }
  } catch {
    return { station: null, printer: '' }
  }
}

/** From now on, whichever tab is shown. */
export function startBridge(): void {
  let stop: (() => void) | null = null
  const run = (station: number | null): void => {
    stop?.()
    stop = station === null ? null : runBridge(new Cainiao(), station, () => here.value.printer)
  }
  watch(here, (now) => localStorage.setItem(KEY, JSON.stringify(now)), { deep: true })
  watch(() => here.value.station, run, { immediate: true })
}
