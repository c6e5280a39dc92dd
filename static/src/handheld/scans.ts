/** Scans in the order they came, one at a time, each judged against the card it belongs to. */
import { nextTick, onScopeDispose, watch } from 'vue'
import { sameCode } from './codes'
import { desk, isCurrent, view } from './desk'
import { feel } from './feedback'
import type { Feedback } from './feedback'
import { alarm, alarms, say, shown } from './state'
import { readSettings } from './wedge'
import { t } from './words'

export interface Taker {
  take: (code: string) => void
  /** False while the next card is still on its way: the scan waits its turn. */
  ready?: () => boolean
  typed?: (key: string) => void
  /** How long the same code again is one pull too many, in parts of the device's own window; 0: every scan counts. */
  window?: () => number
  /** A badge means something here; elsewhere it is somebody who takes the device over. */
  badges?: boolean
}

const BADGE = /^OP-\w+$/i

const takers: Taker[] = []
const queue: string[] = []
let draining = false
let last = { code: '', place: '', atMs: -Infinity, windowMs: 0 }

/** Each unit is scanned, and quickly; a place, a label or a station once. */
export const COUNTED = () => 0.5
export const ONCE = () => 2

/** While this component lives, scans come to it. */
export function useScans(mine: Taker): void {
  takers.push(mine)
  onScopeDispose(() => void takers.splice(takers.indexOf(mine), 1))
}

export function scanned(code: string): void {
  if (alarms.length > 0) {
    queue.splice(0)
    return feel('wrong')
  }
  queue.push(code)
  void drain()
}

export function typed(key: string): void {
  takers[takers.length - 1]?.typed?.(key)
}

/** Put a scan back in front: the screen that understands it comes next. */
export function againFirst(code: string): void {
  last.atMs = -Infinity
  queue.unshift(code)
}

export function startDraining(): void {
  watch([() => desk.outbox, view, () => shown.phase, () => desk.connected, alarm], () => void drain(), { flush: 'post' })
}

/** Each scan meets the card that the one before it has led to. */
async function drain(): Promise<void> {
  if (draining) return
  draining = true
  while (queue.length > 0 && takeOne()) await nextTick()
  draining = false
}

/** False when the next one must wait, or there is none. */
function takeOne(): boolean {
  const taker = takers[takers.length - 1]
  if (alarms.length > 0) return drop()
  if (isTakeOver(taker)) return true
  if (!taker) return giveUp('done', t('scan.nothing'))
  if (!isReady(taker)) return desk.connected ? false : giveUp('wrong', t('scan.wait'))
  const code = queue.shift()!
  if (isEcho(code, taker.window?.() ?? 1)) heardAgain()
  else taker.take(code)
  return true
}

/** Somebody else's badge, on any screen that does not ask for one: their PIN is asked for, the card stays. */
function isTakeOver(taker: Taker | undefined): boolean {
  if (shown.phase !== 'work' || shown.switching || taker?.badges || !BADGE.test(queue[0]!)) return false
  shown.switching = queue.shift()!.toUpperCase()
  return true
}

/** One pull of the trigger too many stops nobody; it is said, for there may be one unit too many, too. */
function heardAgain(): void {
  feel('done')
  say(`${t('scan.already')} · ${t('scan.alreadyText')}`)
}

/** The same code again right after it has led to another card, which does not ask for it. The first one's screen
 *  says how soon: where each unit is scanned people scan fast, a place or a label is scanned once. */
function isEcho(code: string, window: number): boolean {
  const atMs = performance.now()
  const soon = code === last.code && atMs - last.atMs < last.windowMs
  const { place, windowMs } = soon ? last : { place: placeNow(), windowMs: readSettings().echoMs * window }
  last = { code, place, atMs, windowMs }
  return soon && place !== placeNow() && !isAskedFor(code)
}

/** A stop, a slot, a parcel: what one scan may end. */
function placeNow(): string {
  const { screen, card } = view.value
  const last = card.last as { tracking_no?: string } | null | undefined
  return [screen, card.pick_id, card.location_ok, card.next_slot, card.parcel_id, last?.tracking_no].join()
}

function isAskedFor(code: string): boolean {
  const { barcodes } = view.value.card
  return Array.isArray(barcodes) && barcodes.some((one: string) => sameCode(code, one))
}

function drop(): false {
  queue.splice(0)
  return false
}

function isReady(one: Taker): boolean {
  return one.ready ? one.ready() : isCurrent()
}

function giveUp(feeling: Feedback, message: string): false {
  feel(feeling)
  say(message)
  return drop()
}
