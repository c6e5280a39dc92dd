/** Takes what waits for a component at this bench, prints it there, and tells the server what became of it. */
import { ref } from 'vue'
import { sendJson } from '@shared/api'
import type { Component, Outcome, PrintTask } from './component'

const LOOK_MS = 2000

export const bridged = ref<'off' | 'away' | 'ready' | 'printing'>('off')
export const componentPrinters = ref<string[]>([])

type Send = <T>(method: 'POST', path: string, body: unknown) => Promise<T>

/** One round: whether a paper was printed. What the component said is told until the server has it. */
export async function bridgeOnce(component: Component, stationId: number, send: Send = sendJson): Promise<boolean> {
  if (!(await component.connect())) {
    bridged.value = 'away'
    return false
  }
  bridged.value = 'ready'
  const body = { station_id: stationId, component: component.name }
  const { job } = await send<{ job: PrintTask | null }>('POST', '/api/printing/bridge/next', body)
  if (!job) return false
  bridged.value = 'printing'
  await report(job.job_id, await component.print(job), send)
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

/** Until the returned function is called. */
export function runBridge(component: Component, stationId: number): () => void {
  let over = false
  const round = async (): Promise<void> => {
    while (!over) {
      const worked = await bridgeOnce(component, stationId).catch(() => false)
      if (!worked) await new Promise((done) => setTimeout(done, LOOK_MS))
    }
    component.close()
    bridged.value = 'off'
  }
  void round()
  void component.connect().then(async (there) => {
    if (there) componentPrinters.value = await component.getPrinters()
  })
  return () => void (over = true)
}
