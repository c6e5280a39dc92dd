/** The walk that this device carries: asked for once, kept beside the outbox, ahead of the server's answers. */
import { shallowRef } from 'vue'
import { getJson } from '@shared/api'
import { setServerNow, setZone } from '@shared/clock'
import { findBy } from '@shared/device'
import type { Answer, Op } from '@shared/wire'
import type { Outbox } from './outbox-core'
import type { OutboxStore } from './outbox-store'
import { fetchAhead } from './pictures'
import { shown } from './state'
import { after, agrees, isOfWalk, viewOf } from './walk-core'
import type { KeptWalk, Remarks, View, Walk } from './walk-core'

interface Told {
  walk: Walk | null
  remarks: Remarks
  now: string
  zone: string
}

const OF_WALK = new Set(['offer', 'totes', 'pick', 'zero_check', 'unload'])

const kept = shallowRef<KeptWalk | null>(null)
let remarks: Remarks = {} // the customers' own words: in memory alone
let store: OutboxStore | null = null
let asking = false
let answered = 0 // what was told before the last answer is older than what is kept

/** Whether its holder can go on without a word from the server. */
export async function restoreWalk(from: OutboxStore | null): Promise<boolean> {
  store = from
  const found = (await from?.findWalk().catch(() => null)) ?? null
  const mine = found?.by === findBy() ? found : null
  kept.value = mine
  if (mine) setZone(mine.zone)
  return mine !== null && mine.walk.started
}

/** The walk of this task, when it is here. */
export function keptWalk(taskId: number): Walk | null {
  const mine = ownWalk()
  return mine?.head.task_id === taskId ? mine : null
}

/** What to show while operations wait here that the server has not answered; null: what it said last. */
export function viewAhead(outbox: Outbox): View | null {
  const mine = ownWalk()
  if (!mine || shown.phase !== 'work') return null
  const unanswered = outbox.waiting.filter(({ op }) => op.by === findBy() && isOfWalk(op.kind))
  const cold = shown.screen === ''
  if (!cold && (unanswered.length === 0 || !isOn(mine))) return null
  return viewOf(unanswered.reduce((walk, { op }) => after(walk, op), mine), remarks)
}

/** The server did this: the kept walk has it behind it. What to write down with the outbox, if anything. */
export function foldIn(answer: Answer, op: Op): KeptWalk | null {
  answered += 1
  const mine = kept.value
  if (!answer.ok || !mine || op.by !== mine.by) return null
  const walk = after(mine.walk, op)
  if (walk === mine.walk) return null
  kept.value = { ...mine, walk }
  return kept.value
}

/** Ask for the walk when the server's card is of one that is not here, or that has changed there. */
export async function syncWalk(isIdle: () => boolean): Promise<void> {
  const by = findBy()
  if (!by || asking || !isIdle() || !OF_WALK.has(shown.screen)) return
  if (kept.value?.by === by && agrees(kept.value.walk, shown)) return
  asking = true
  const since = answered
  try {
    const told = await getJson<Told>('/api/walk')
    if (!isIdle() || findBy() !== by) return // something was scanned meanwhile; its answer brings us here again
    if (answered !== since) return void window.setTimeout(() => void syncWalk(isIdle))
    setServerNow(told.now)
    remarks = told.remarks
    kept.value = told.walk && { by, zone: told.zone, walk: told.walk }
    told.walk?.picks.forEach(({ picture }) => picture && (new Image().src = picture)) // kept by the browser
    await store?.keepWalk(kept.value)
    if (told.walk) void fetchAhead(told.walk.picks)
  } catch {
    // without it the server names each stop, as long as there is a network
  } finally {
    asking = false
  }
}

/** Somebody else signed in, or nobody: no word of the last one's customers stays. */
export function forgetRemarks(): void {
  remarks = {}
}

function ownWalk(): Walk | null {
  return kept.value?.by === findBy() ? kept.value.walk : null
}

function isOn(walk: Walk): boolean {
  return OF_WALK.has(shown.screen) && shown.card.task_id === walk.head.task_id
}
