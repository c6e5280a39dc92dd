/** Writes operations down, then sends them in order: over the socket, or by HTTP when it is away. */
import { shallowRef } from 'vue'
import { serverNow } from '@shared/clock'
import type { Answer, Op } from '@shared/wire'
import * as core from './outbox-core'
import type { Outbox } from './outbox-core'
import type { OutboxStore } from './outbox-store'
import type { KeptWalk } from './walk-core'

const ONE_BY_ONE = 5 // more than this waiting: a list by HTTP is quicker than asking one at a time
const LIST = 50
const LATE_MS = 10_000 // refused later than this after it was done: nobody stands there any more
const PAUSES_MS = [500, 1000, 2000, 4000, 8000]

export interface Roads {
  connected: () => boolean
  emit: (op: Op) => Promise<Answer>
  post: (ops: Op[]) => Promise<Answer[]>
}

export interface OutboxOptions {
  roads: Roads
  /** `null` when this browser keeps nothing: operations still leave, but a reload forgets them. */
  store: OutboxStore | null
  onAnswer: (answer: Answer, op: Op) => void
  /** What the answer makes of the walk, to be written with it. */
  fold?: (answer: Answer, op: Op) => KeptWalk | null
  onUnsaved: () => void
  photos?: Photos
}

/** Photos that wait with their operations. `send` says the server's number, or null to go on without one. */
export interface Photos {
  find: (op: Op) => ArrayBuffer | null
  keepAgain: (photos: [string, ArrayBuffer][]) => void
  send: (key: string) => Promise<number | null>
  forget: (key: string) => void
}

export class DeviceOutbox {
  readonly state = shallowRef<Outbox>(core.EMPTY)
  private pumping = false
  private again = false
  private failures = 0
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly options: OutboxOptions) {}

  async restore(): Promise<void> {
    const { store } = this.options
    if (!store) return this.options.onUnsaved()
    this.state.value = core.restored(await store.listOps(), await store.listNotes())
    this.options.photos?.keepAgain(await store.listPhotos())
  }

  /** Resolves when the operation is on the disk: then one may beep. */
  async add(op: Op): Promise<void> {
    this.state.value = core.add(this.state.value, op)
    try {
      await this.options.store?.add(op, this.options.photos?.find(op))
    } catch {
      this.options.onUnsaved()
    }
    this.state.value = core.keep(this.state.value, op.op_id)
    this.flush()
  }

  async acknowledge(opId: string): Promise<void> {
    this.state.value = core.acknowledge(this.state.value, opId)
    await this.options.store?.acknowledge(opId)
  }

  /** Now, whatever pause was running: the network is back, the screen woke up, or somebody scanned. */
  flush(): void {
    clearTimeout(this.timer)
    if (this.pumping) this.again = true
    else void this.pump()
  }

  private async pump(): Promise<void> {
    this.pumping = true
    do {
      this.again = false
      while (core.nextBatch(this.state.value, 1).length > 0 && (await this.sendNext())) this.failures = 0
    } while (this.again && this.failures === 0)
    this.pumping = false
    if (this.state.value.waiting.length > 0) this.rest()
  }

  private rest(): void {
    const pause = PAUSES_MS[Math.min(this.failures, PAUSES_MS.length - 1)]
    this.failures += 1
    this.timer = setTimeout(() => this.flush(), pause)
  }

  /** False when the road failed or the server asked to come back later. */
  private async sendNext(): Promise<boolean> {
    const ops = core.nextBatch(this.state.value, LIST)
    try {
      ops[0] = await this.withPhoto(ops[0]!)
      const alone = this.options.roads.connected() && ops.length <= ONE_BY_ONE
      const answers = alone ? [await this.options.roads.emit(ops[0])] : await this.options.roads.post(ops)
      for (const answer of answers) await this.settle(answer)
      return !core.has(this.state.value, ops[0].op_id)
    } catch {
      return false
    }
  }

  /** The photo first; its number is written down before the operation is sent, for that must never change then. */
  private async withPhoto(op: Op): Promise<Op> {
    const { photo, ...body } = op.body
    if (typeof photo !== 'string') return op
    const photo_id = (await this.options.photos?.send(photo)) ?? null
    const told = { ...op, body: photo_id === null ? body : { ...body, photo_id } }
    await this.options.store?.replace(told, photo).catch(() => this.options.onUnsaved())
    this.state.value = core.replace(this.state.value, told)
    this.options.photos?.forget(photo)
    return told
  }

  private async settle(answer: Answer): Promise<void> {
    const entry = this.state.value.waiting.find(({ op }) => op.op_id === answer.op_id)
    if (!entry) return
    const late = serverNow() - Date.parse(entry.op.at) > LATE_MS
    const after = core.settle(this.state.value, answer, late)
    if (core.has(after, answer.op_id)) return void (this.state.value = after)
    this.state.value = after
    const walk = this.options.fold?.(answer, entry.op) ?? null
    this.options.onAnswer(answer, entry.op)
    const note = after.attention.find(({ op_id }) => op_id === answer.op_id) ?? null
    await this.options.store?.settle(answer.op_id, note, walk).catch(() => this.options.onUnsaved())
  }
}
