/** Takes what waits for a component at this bench, prints it there, and tells the server what became of it. */
import { ref } from 'vue'
import { sendJson } from '@shared/api'
import type { Component, Outcome, PrintTask } from './component'

const LOOK_MS = 2000

export const bridged = ref<'off' | 'away' | 'ready' | 'printing'>('off')
export const componentPrinters = ref<string[]>([])

type Send = <T>(method: 'POST', path: string, body: unknown) => Promise<T>

/** One round: whether a paper was printed. What the component said is told until the server has it. */
export async function bridgeOnce(component: Component, stationId: number, send: Send = sendJson, printer = ''): Promise<boolean> {
  if (!(await component.connect())) {
    bridged.value = 'away'
    return false
  }
  bridged.value = 'ready'
  const body = { station_id: stationId, component: component.name }
  const { job } = await send<{ job: PrintTask | null }>('POST', '/api/printing/bridge/next', body)
  if (!job) return false
  bridged.value = 'printing'
  await report(job.job_id, await component.print(job, printer), send)
  bridged.value = 'ready'
  return true
}

async function report(jobId: number, outcome: Outcome, send: Send): Promise<void> {
  for (let tries = 0; tries < 5; tries++) {
    try {
      return void (await send('POST', `/api/printing/bridge/${jobId}`, { outcome }))
    } catch {
      await new Promise((done) => setTimeout(done, 500 * 2 ** tries))
    }
  }
}

/** Until the returned function is called; `printer` names one of the component's, empty for its usual one. */
export function runBridge(component: Component, stationId: number, printer: () => string): () => void {
  let over = false
  const round = async (): Promise<void> => {
    while (!over) {
      if (!componentPrinters.value.length && (await component.connect())) componentPrinters.value = await component.getPrinters()
      const worked = await bridgeOnce(component, stationId, sendJson, printer()).catch(() => false)
      if (!worked) await new Promise((done) => setTimeout(done, LOOK_MS))
    }
    component.close()
  }
  void round()
  return () => {
    over = true
    bridged.value = 'off'
    componentPrinters.value = []
  }
}
