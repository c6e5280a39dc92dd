/** Scans in the order they came, one at a time, each judged against the card it belongs to. */
import { onScopeDispose, watch } from 'vue'
import { desk } from './desk'
import { feel } from './feedback'
import type { Feedback } from './feedback'
import { alarm, alarms, say, shown } from './state'
import { t } from './words'

export interface Taker {
  take: (code: string) => void
  /** False while the next card is still on its way: the scan waits its turn. */
  ready?: () => boolean
  typed?: (key: string) => void
}

const takers: Taker[] = []
const queue: string[] = []

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
  drain()
}

export function typed(key: string): void {
  takers[takers.length - 1]?.typed?.(key)
}

/** Put a scan back in front: the screen that understands it comes next. */
export function againFirst(code: string): void {
  queue.unshift(code)
}

export function startDraining(): void {
  watch([() => desk.outbox, () => shown.card, () => shown.screen, () => desk.connected, alarm], drain, { flush: 'post' })
}

function drain(): void {
  while (queue.length > 0) {
    const taker = takers[takers.length - 1]
    if (alarms.length > 0) return void queue.splice(0)
    if (!taker) return giveUp('done', t('scan.nothing'))
    if (!isReady(taker)) return desk.connected ? undefined : giveUp('wrong', t('scan.wait'))
    taker.take(queue.shift()!)
  }
}

function isReady(one: Taker): boolean {
  return one.ready ? one.ready() : desk.outbox.waiting.length === 0
}

function giveUp(feeling: Feedback, message: string): void {
  queue.splice(0)
  feel(feeling)
  say(message)
}

