/** What the lead's screen knows: the board, read again after every poke, and the operations that change it. */
import { computed, reactive, ref, shallowRef, watch } from 'vue'
import { ApiFailure, getJson } from '@shared/api'
import { setServerNow, setZone } from '@shared/clock'
import { buildOf, findBy, findDeviceToken } from '@shared/device'
import { makeOp, postOps } from '@shared/ops'
import { openLine } from '@shared/socket'
import type { Line } from '@shared/socket'
import type { Answer, Op } from '@shared/wire'
import { lang, setLang } from '@shared/words'
import { coalesced } from './coalesce'
import { signInAgain, tell } from './notes'
import type { Board } from './types'
import { t } from './words'

const BETWEEN_READS_MS = 250
const READ_ANYWAY_MS = 5000
const DESK = '/api/lead/desk' // customer service's

export const board = shallowRef<Board | null>(null)
export const readAt = ref(0)
export const away = ref(false)
/** Where a task was just dropped, until the board says it is there (0: the queue). */
export const moving = reactive(new Map<number, number>())

let line: Line
let path = '/api/lead/board'
let frozen = false
let arrived: Board | null = null
let reads = 0
const settled = new Map<number, number>() // task -> the read that was the last before its move was answered

/** How many things need the lead: what the page's title and the rail count. */
export const troubles = computed(() => {
  if (!board.value) return 0
  const { tiers, alerts, exceptions_open } = board.value
  return tiers.filter((tier) => tier.late || tier.pressing).length + alerts.length + exceptions_open
})
/** Customer service sees address changes, and no floor. */
export const leads = computed(() => board.value?.operator.roles.some((role) => role === 'lead' || role === 'admin') ?? false)
export const connected = computed(() => readAt.value > 0 && !away.value)
export const readBoard = coalesced(read, BETWEEN_READS_MS)

export function openConsole(dial = openLine): void {
  line = dial({
    auth: () => ({ device_token: findDeviceToken(), build: buildOf(import.meta.url) }),
    onPoke: readBoard,
    onConnect: readBoard,
  })
  watch(line.connected, readBoard) // a line that drops is looked into at once
  window.addEventListener('offline', readBoard)
  window.setInterval(readBoard, READ_ANYWAY_MS)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') readBoard()
  })
  readBoard()
}

/** The line may be half-open on dead Wi-Fi: it is the reads that say whether we are connected. */
async function read(): Promise<void> {
  const mine = ++reads
  try {
    const fresh = await getJson<Board>(path)
    setServerNow(fresh.now)
    setZone(fresh.zone)
    away.value = false
    if (fresh.lang !== lang.value) setLang(fresh.lang)
    for (const [taskId, last] of settled) if (mine > last) land(taskId)
    if (frozen) arrived = fresh
    else show(fresh)
  } catch (error) {
    if (error instanceof ApiFailure && error.status === 403 && path !== DESK) {
      path = DESK
      return readBoard()
    }
    if (error instanceof ApiFailure && (error.status === 401 || error.status === 403)) return signInAgain()
    away.value = true
  }
}

function show(fresh: Board): void {
  board.value = fresh
  readAt.value = Date.now()
}

/** While a card is in the air nothing jumps about under it. */
export function freeze(on: boolean): void {
  frozen = on
  if (!on && arrived) {
    show(arrived)
    arrived = null
  }
}

/** Do something on the floor; true when the server did it. What it says is shown either way. */
export async function act(kind: string, body: Record<string, unknown>): Promise<boolean> {
  if (!findBy()) {
    signInAgain()
    return false
  }
  const answer = await send(makeOp(kind, body))
  window.setTimeout(readBoard)
  if (answer === null) return tell(t('error.offline'), true)
  if (!answer.ok) return tell(answer.message || t('error.internal'), true)
  if (answer.attention) tell(answer.attention, true)
  if (answer.message) tell(answer.message)
  return true
}

/** Over the socket, else over HTTP with the same id: twice is once. */
async function send(op: Op): Promise<Answer | null> {
  try {
    return await line.send(op)
  } catch {
    return (await postOps([op]).catch(() => []))[0] ?? null
  }
}

export async function moveTask(taskId: number, operatorId: number): Promise<void> {
  moving.set(taskId, operatorId)
  const done = operatorId
    ? await act('task.assign', { task_id: taskId, operator_id: operatorId })
    : await act('task.take_back', { task_id: taskId })
  if (done) settled.set(taskId, reads)
  else land(taskId)
}

function land(taskId: number): void {
  settled.delete(taskId)
  moving.delete(taskId)
}
