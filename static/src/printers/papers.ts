/** Papers that the lead asks for at a bench: a walk's ticket, the shift's report, labels one by one. */
import { shallowRef } from 'vue'
import { getJson, sendJson } from '@shared/api'
import { tell, tellFailure } from '../lead/notes'
import { readAgain } from './desk'
import { t } from './words'

export interface FloorWalk {
  task_id: number
  state: string
  tier: string
  operator: string
  order_nos: string[]
  progress: { done: number; of: number }
}

export const walks = shallowRef<FloorWalk[]>([])

export async function readWalks(): Promise<void> {
  const told = await getJson<{ walks: FloorWalk[] }>('/api/lead/walks').catch(tellFailure)
  if (told) walks.value = told.walks
}

async function ask(path: string, body: Record<string, unknown>): Promise<void> {
  const said = await sendJson('POST', path, body).catch(tellFailure)
  if (said) tell(t('papers.asked'))
  readAgain()
}

export const printTicket = (task_id: number, station_id: number) => ask('/api/lead/tickets', { task_id, station_id })
export const printReport = (station_id: number, hours: number) => ask('/api/lead/shift-report', { station_id, hours })
export const printRoll = (layout: string, station_id: number, lines: string[]) => ask(`/api/printing/rolls/${layout}`, { station_id, lines })
