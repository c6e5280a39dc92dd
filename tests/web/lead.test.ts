import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { coalesced } from '../../static/src/lead/coalesce'
import { canMove, fit } from '../../static/src/lead/people'
import type { Person, Task } from '../../static/src/lead/types'

const task = (state: Task['state'], operator_id: number | null = null) =>
  ({ task_id: 1, state, operator_id }) as Task
const person = (id: number, ...roles: string[]) => ({ operator_id: id, roles }) as unknown as Person

describe('who may be given a task', () => {
  const ann = person(7, 'picker')
  test('a free picker', () => expect(fit(task('queued'), ann, undefined)).toEqual({ ok: true, why: null }))
  test('not a packer', () => expect(fit(task('queued'), person(8, 'packer'), undefined).ok).toBe(false))
  test('not who has it', () => expect(fit(task('started', 7), ann, task('started', 7)).why).toBe('assign.has'))
  test('not somebody on a walk', () => expect(fit(task('queued'), ann, task('started', 7)).why).toBe('assign.busy'))
  test('an offer not yet started gives way, and says so', () => {
    expect(fit(task('queued'), ann, task('offered', 7))).toEqual({ ok: true, why: 'assign.replace' })
  })
  test('a cart being unloaded stays where it is', () => {
    expect((['queued', 'offered', 'started', 'unloading'] as const).map((state) => canMove(task(state)))).toEqual([
      true, true, true, false,
    ])
  })
})

describe('many pokes, few reads', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('a hundred pokes in a second are four reads, the first at once and the last after the last poke', async () => {
    const reads: number[] = []
    let pokes = 0
    const ask = coalesced(async () => void reads.push(pokes), 250)
    for (; pokes < 100; pokes++) {
      ask()
      await vi.advanceTimersByTimeAsync(10)
    }
    await vi.advanceTimersByTimeAsync(1000)
    expect(reads.length).toBeLessThanOrEqual(5)
    expect(reads[0]).toBe(0)
    expect(reads[reads.length - 1]).toBeGreaterThanOrEqual(99)
  })

  test('a read that fails does not stop the next', async () => {
    let reads = 0
    const ask = coalesced(async () => {
      reads++
      throw new Error('away')
    }, 250)
    const failed = vi.fn()
    process.on('unhandledRejection', failed)
    ask()
    await vi.advanceTimersByTimeAsync(300)
    ask()
    await vi.advanceTimersByTimeAsync(300)
    process.off('unhandledRejection', failed)
    expect(reads).toBe(2)
  })
})
