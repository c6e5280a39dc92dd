/**
 * The outbox as plain data. Every operation ever issued is in exactly one of three places:
 * waiting here, confirmed by the server, or refused and needing a person's attention.
 */
import type { Answer, ErrorCode, Op } from '@shared/wire'

/** `unavailable` means "not now": ask again this often before a person has to look. */
export const MAX_TRIES = 5

export interface Waiting {
  op: Op
  /** Written to the disk; only then it may be sent or beeped. */
  kept: boolean
  tries: number
}

/** What a refused operation was; the sentence is the server's and is not stored. */
export interface Note {
  op_id: string
  kind: string
  at: string
  code: ErrorCode
  message: string
  details: Record<string, unknown> | null
  /** Done on the floor long before it was refused: whoever reads this hands it over to the lead. */
  late?: boolean
}

export interface Outbox {
  waiting: Waiting[]
  confirmed: number
  attention: Note[]
}

export const EMPTY: Outbox = { waiting: [], confirmed: 0, attention: [] }

/** After a restart: what was on the disk waits again, in its order; the server knows repeats by their id. */
export function restored(ops: Op[], attention: Note[]): Outbox {
  return { waiting: ops.map((op) => ({ op, kept: true, tries: 0 })), confirmed: 0, attention }
}

export function add(outbox: Outbox, op: Op): Outbox {
  if (outbox.waiting.some((entry) => entry.op.op_id === op.op_id)) return outbox
  return { ...outbox, waiting: [...outbox.waiting, { op, kept: false, tries: 0 }] }
}

export function keep(outbox: Outbox, opId: string): Outbox {
  return { ...outbox, waiting: change(outbox.waiting, opId, (entry) => ({ ...entry, kept: true })) }
}

/** The oldest operations that may leave: none overtakes one that is still being written. */
export function nextBatch(outbox: Outbox, limit: number): Op[] {
  const written = outbox.waiting.findIndex((entry) => !entry.kept)
  const ready = written < 0 ? outbox.waiting : outbox.waiting.slice(0, written)
  const pictured = ready.findIndex(({ op }) => op.body.photo !== undefined)
  const many = pictured < 0 ? limit : Math.min(limit, Math.max(1, pictured)) // one with a photo to send goes alone
  return ready.slice(0, many).map((entry) => entry.op)
}

/** Its photo was sent: the operation names it from now on, however often it is sent. */
export function replace(outbox: Outbox, op: Op): Outbox {
  return { ...outbox, waiting: change(outbox.waiting, op.op_id, (entry) => ({ ...entry, op })) }
}

/** The server's word on one operation. A repeated or unknown answer changes nothing. */
export function settle(outbox: Outbox, answer: Answer, late = false): Outbox {
  const entry = outbox.waiting.find((one) => one.op.op_id === answer.op_id)
  if (!entry) return outbox
  if (!answer.ok && answer.code === 'unavailable' && entry.tries + 1 < MAX_TRIES) {
    return { ...outbox, waiting: change(outbox.waiting, answer.op_id, (one) => ({ ...one, tries: one.tries + 1 })) }
  }
  const waiting = outbox.waiting.filter((one) => one !== entry)
  if (answer.ok) return { ...outbox, waiting, confirmed: outbox.confirmed + 1 }
  return { ...outbox, waiting, attention: [...outbox.attention, noteOf(entry.op, answer, late)] }
}

/** A person has read it. */
export function acknowledge(outbox: Outbox, opId: string): Outbox {
  return { ...outbox, attention: outbox.attention.filter((note) => note.op_id !== opId) }
}

/** How many are on the disk: only these may be called saved. */
export function savedHere(outbox: Outbox): number {
  return outbox.waiting.filter(({ kept }) => kept).length
}

export function has(outbox: Outbox, opId: string): boolean {
  return outbox.waiting.some((entry) => entry.op.op_id === opId)
}

/** The same tap again while the first one still waits: same kind, same body. */
export function hasSame(outbox: Outbox, kind: string, body: Record<string, unknown>): boolean {
  const wanted = JSON.stringify(body)
  return outbox.waiting.some(({ op }) => op.kind === kind && JSON.stringify(op.body) === wanted)
}

/** How many units of one pick or parcel item wait here: the screen adds them to the card's own count. */
export function waitingQty(outbox: Outbox, kind: string, match: (body: Record<string, unknown>) => boolean): number {
  const mine = outbox.waiting.filter(({ op }) => op.kind === kind && match(op.body))
  return mine.reduce((sum, { op }) => sum + (typeof op.body.qty === 'number' ? op.body.qty : 1), 0)
}

function noteOf(op: Op, answer: Answer & { ok: false }, late: boolean): Note {
  const { op_id, kind, at } = op
  return { op_id, kind, at, code: answer.code, message: answer.message, details: answer.details, late }
}

function change(waiting: Waiting[], opId: string, how: (entry: Waiting) => Waiting): Waiting[] {
  return waiting.map((entry) => (entry.op.op_id === opId ? how(entry) : entry))
}
