import { describe, expect, test } from 'vitest'
import type { Answer, ErrorCode, Op } from '@shared/wire'
import {
  EMPTY, MAX_TRIES, acknowledge, add, hasSame, keep, nextBatch, replace, restored, settle, waitingQty,
} from '../../static/src/handheld/outbox-core'
import type { Outbox } from '../../static/src/handheld/outbox-core'

const op = (op_id: string, body: Record<string, unknown> = {}): Op => ({ op_id, kind: 'pick.scan', at: 'now', by: 'b', body })
const yes = (op_id: string): Answer => ({ ok: true, op_id, screen: 'pick', card: {}, message: null, attention: null, cursor: 1 })
const no = (op_id: string, code: ErrorCode = 'refused'): Answer => ({ ok: false, op_id, code, message: 'no', details: null })
const with_ = (...ids: string[]): Outbox => ids.reduce((box, id) => keep(add(box, op(id)), id), EMPTY)

describe('what may leave', () => {
  test('nothing that is not on the disk, and nothing overtakes it', () => {
    const box = keep(add(add(EMPTY, op('1')), op('2')), '2')
    expect(nextBatch(box, 10)).toEqual([])
    expect(nextBatch(keep(box, '1'), 10).map((one) => one.op_id)).toEqual(['1', '2'])
  })
  test('the oldest first, as many as asked', () => {
    expect(nextBatch(with_('1', '2', '3'), 2).map((one) => one.op_id)).toEqual(['1', '2'])
  })
})

describe('a photo to send', () => {
  const pictured = ['1', '2', '3', '4'].reduce((box, id) => keep(add(box, op(id, id === '3' ? { photo: 'k' } : {})), id), EMPTY)
  const batch = (box: Outbox) => nextBatch(box, 10).map((one) => one.op_id)
  test('goes alone with its operation, and nothing overtakes it', () => {
    expect(batch(pictured)).toEqual(['1', '2'])
    expect(batch(settle(settle(pictured, yes('1')), yes('2')))).toEqual(['3'])
  })
  test('is replaced by its number', () => {
    const box = replace(pictured, op('3', { photo_id: 7 }))
    expect(batch(box)).toEqual(['1', '2', '3', '4'])
    expect(nextBatch(box, 10)[2]!.body).toEqual({ photo_id: 7 })
  })
})

describe('answers', () => {
  test('yes confirms, no needs attention until it is read', () => {
    const box = settle(settle(with_('1', '2'), yes('1')), no('2'))
    expect([box.waiting.length, box.confirmed, box.attention.map((note) => note.op_id)]).toEqual([0, 1, ['2']])
    expect(acknowledge(box, '2').attention).toEqual([])
  })
  test('a repeated or foreign answer changes nothing', () => {
    const box = settle(with_('1'), yes('1'))
    expect(settle(box, yes('1'))).toBe(box)
    expect(settle(box, no('9'))).toBe(box)
  })
  test('"not now" is asked again, then a person must look', () => {
    let box = with_('1')
    for (let n = 1; n < MAX_TRIES; n += 1) box = settle(box, no('1', 'unavailable'))
    expect([box.waiting.length, box.attention.length]).toEqual([1, 0])
    box = settle(box, no('1', 'unavailable'))
    expect([box.waiting.length, box.attention.length]).toEqual([0, 1])
  })
})

test('units that wait here are counted by what they belong to', () => {
  const box = [op('1', { pick_id: 7 }), op('2', { pick_id: 7, qty: 5 }), op('3', { pick_id: 8 })].reduce(add, EMPTY)
  expect(waitingQty(box, 'pick.scan', (body) => body.pick_id === 7)).toBe(6)
})

test('the same tap again is known while the first one waits', () => {
  const box = add(EMPTY, op('1', { task_id: 3 }))
  expect(hasSame(box, 'pick.scan', { task_id: 3 })).toBe(true)
  expect(hasSame(box, 'pick.scan', { task_id: 4 })).toBe(false)
})

/** mulberry32: the same walks in every run. */
function random(seed: number): () => number {
  let a = seed
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** A server that applies each op_id once, refuses every fifth, and answers repeats the same. */
class Server {
  readonly applied: string[] = []
  private readonly answers = new Map<string, Answer>()

  take(one: Op): Answer {
    const said = this.answers.get(one.op_id)
    if (said) return said
    this.applied.push(one.op_id)
    const answer = Number(one.op_id) % 5 === 4 ? no(one.op_id) : yes(one.op_id)
    this.answers.set(one.op_id, answer)
    return answer
  }
}

test.each(Array.from({ length: 200 }, (_, seed) => seed))(
  'walk %i of sends, losses, repeats and restarts: every operation is in one place and applied once, in order',
  (seed) => {
    const next = random(seed)
    const server = new Server()
    const inAir: Answer[] = []
    let disk: Op[] = []
    let box: Outbox = EMPTY
    let issued = 0
    let confirmed = 0

    const answer = (one: Answer) => {
      const before = box.confirmed
      box = settle(box, one)
      confirmed += box.confirmed - before
      disk = disk.filter((kept) => box.waiting.some((entry) => entry.op.op_id === kept.op_id))
    }
    for (let step = 0; step < 120; step += 1) {
      const dice = next()
      if (dice < 0.3) {
        const fresh = op(String(issued++))
        box = add(box, fresh)
        disk = [...disk, fresh]
        box = keep(box, fresh.op_id)
      } else if (dice < 0.6) {
        for (const one of nextBatch(box, 1 + Math.floor(next() * 4))) {
          const said = server.take(one)
          if (next() < 0.5) inAir.push(said) // else the answer is lost on its way
        }
      } else if (dice < 0.9) {
        const said = inAir.splice(Math.floor(next() * inAir.length), 1)[0]
        if (said) answer(said)
        if (said && next() < 0.2) answer(said)
      } else {
        box = restored(disk, box.attention)
        inAir.splice(0)
      }
      expect(box.waiting.length + confirmed + box.attention.length).toBe(issued)
    }
    for (const one of nextBatch(box, issued)) answer(server.take(one))
    expect(box.waiting).toEqual([])
    expect(confirmed + box.attention.length).toBe(issued)
    expect(server.applied).toEqual(Array.from({ length: issued }, (_, n) => String(n)))
  },
)
