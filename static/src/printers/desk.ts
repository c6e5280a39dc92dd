/** What the printers page knows, read again after every poke, and what it can ask for. */
import { computed, ref, shallowRef } from 'vue'
import { ApiFailure, getJson, sendJson } from '@shared/api'
import { setServerNow, setZone } from '@shared/clock'
import { buildOf, findDeviceToken } from '@shared/device'
import { openLine } from '@shared/socket'
import type { Role, ScreenState } from '@shared/wire'
import { setLang } from '@shared/words'
import { coalesced } from '../lead/coalesce'
import { signInAgain, tell, tellFailure } from '../lead/notes'
import type { Fault, Job, Paper, Printer, Station } from './types'

const BETWEEN_READS_MS = 250
const READ_ANYWAY_MS = 3000 // a virtual printer's paper comes out without a poke

export const stations = shallowRef<Station[] | null>(null)
export const jobs = shallowRef<Job[]>([])
export const papers = shallowRef<Paper[]>([])
export const roles = ref<Role[]>([])
export const chosen = ref<number | null>(null)
export const away = ref(false)

export const printer = computed(() => list().find((one) => one.id === chosen.value) ?? null)
export const isAdmin = computed(() => roles.value.includes('admin'))
export const mayAdjust = computed(() => roles.value.some((role) => role === 'lead' || role === 'admin'))
export const readAgain = coalesced(read, BETWEEN_READS_MS)

export async function openDesk(dial = openLine): Promise<void> {
  dial({
    auth: () => ({ device_token: findDeviceToken(), build: buildOf(import.meta.url) }),
    onPoke: readAgain,
    onConnect: readAgain,
  })
  window.setInterval(readAgain, READ_ANYWAY_MS)
  const me = await getJson<ScreenState>('/api/screen').catch(tellFailure)
  if (me) {
    setServerNow(me.now)
    setZone(me.zone)
    setLang(me.lang)
    roles.value = me.roles
  }
  readAgain()
}

async function read(): Promise<void> {
  try {
    const all = await getJson<{ stations: Station[]; jobs: Job[] }>('/api/printers')
    stations.value = all.stations
    jobs.value = all.jobs
    away.value = false
    chosen.value ??= (list().find((one) => one.virtual) ?? list()[0])?.id ?? null
    await readPapers()
  } catch (error) {
    if (error instanceof ApiFailure && (error.status === 401 || error.status === 403)) return signInAgain()
    away.value = true
  }
}

async function readPapers(): Promise<void> {
  const id = chosen.value
  if (!printer.value?.virtual || printer.value.state === 'off') return void (papers.value = [])
  const found = await getJson<{ papers: Paper[] }>(`/api/printers/${id}/papers`)
  if (id === chosen.value && found.papers[0]?.n !== papers.value[0]?.n) papers.value = found.papers
}

export function choose(id: number): void {
  chosen.value = id
  papers.value = []
  readAgain()
}

/** By its number: a printer added a moment ago is not yet among the stations that were read. */
export async function printTest(id: number): Promise<void> {
  choose(id)
  const said = await sendJson<{ message: string }>('POST', `/api/printers/${id}/test`).catch(tellFailure)
  if (said) tell(said.message)
  readAgain()
}

export async function setFault(which: Printer, fault: Fault, on: boolean): Promise<void> {
  await sendJson('POST', `/api/printers/${which.id}/faults`, { [fault]: on }).catch(tellFailure)
  readAgain()
}

export async function newRoll(which: Printer): Promise<void> {
  await sendJson('POST', `/api/printing/printers/${which.id}/new-roll`).catch(tellFailure)
  readAgain()
}

/** What waits at this bench is printed at its neighbour's. */
export async function moveJobs(station: Station): Promise<void> {
  const said = await sendJson<{ message: string }>('POST', `/api/printing/stations/${station.id}/move`).catch(tellFailure)
  if (said) tell(said.message)
  readAgain()
}

function list(): Printer[] {
  return (stations.value ?? []).flatMap((station) => station.printer ?? [])
}
