import { describe, expect, test } from 'vitest'
import { after, agrees, viewOf } from '../../static/src/handheld/walk-core'
import { walkOf } from './walks'

const scan = (pick_id: number, qty?: number) => ({ kind: 'pick.scan', body: { pick_id, barcode: '1', ...(qty ? { qty } : {}) } })
const seen = (walk = walkOf(3)) => viewOf(walk)!
const stop = (walk = walkOf(3)) => seen(walk).card.pick_id

describe('what comes next, before the server has said it', () => {
  test('totes first, then the stops in walking order, then the station, then it is over', () => {
    let walk = walkOf(2, { tote: null })
    expect(viewOf({ ...walk, started: false })).toBeNull()
    expect(seen(walk)).toMatchObject({ screen: 'totes', card: { next_slot: 1 } })
    walk = after(walk, { kind: 'tote.scan', body: { task_id: 7, slot: 1, barcode: 't-0001' } })
    expect(seen(walk)).toMatchObject({ screen: 'pick', card: { pick_id: 1, tote: 'T-0001', next_location: 'A02-01-1' } })
    walk = after(after(walk, scan(1, 2)), scan(2))
    expect(seen(walk)).toMatchObject({ screen: 'pick', card: { pick_id: 2, done_qty: 1, progress: { done: 1, of: 2 } } })
    walk = after(walk, scan(2))
    expect(seen(walk)).toMatchObject({ screen: 'unload', card: { totes: ['T-0001'], stations: [{ code: 'ST-1' }] } })
    const together = { code: 'ST-2', name: 'Bench 2', order_no: 'W1' }
    expect(seen({ ...walk, bring_to: together })?.card.bring_to).toEqual(together)
    walk = after(walk, { kind: 'task.unload', body: { task_id: 7, station: 'ST-1' } })
    expect(seen(walk).screen).toBe('walk_done')
  })
  test('a skipped stop comes last, a short one not at all', () => {
    const skipped = after(walkOf(3), { kind: 'pick.skip', body: { pick_id: 1 } })
    expect(stop(skipped)).toBe(2)
    const short = after(skipped, { kind: 'pick.short', body: { pick_id: 2, found: 1 } })
    expect(stop(short)).toBe(3)
    expect(stop(after(short, scan(3, 2)))).toBe(1)
  })
  test('the last stop that holds units can be taken back', () => {
    const walk = after(after(walkOf(3), scan(1, 2)), scan(2))
    expect(seen(walk).card.undo).toMatchObject({ pick_id: 2 })
    const back = after(walk, { kind: 'pick.undo', body: { pick_id: 2 } })
    expect(seen(back).card).toMatchObject({ pick_id: 2, done_qty: 0, undo: { pick_id: 1 } })
    expect(stop(after(back, { kind: 'pick.undo', body: { pick_id: 1 } }))).toBe(1)
  })
  test('a stopped order is passed by, and what belongs to another walk changes nothing', () => {
    const walk = walkOf(2)
    const blocked = { ...walk, picks: walk.picks.map((one) => ({ ...one, blocked: one.pick_id === 1 })) }
    expect(stop(blocked)).toBe(2)
    expect(after(walk, scan(99))).toBe(walk)
    expect(after(walk, { kind: 'task.unload', body: { task_id: 8, station: 'ST-1' } })).toBe(walk)
    expect(after(walk, { kind: 'lang.choose', body: { lang: 'en' } })).toBe(walk)
  })
  test('a customer\'s words are shown from beside the walk', () => {
    expect(viewOf(walkOf(1), { 1: 'ring twice' })!.card.remark).toBe('ring twice')
  })
})

describe('the kept walk against the server', () => {
  test('agrees while both show the same stop and count', () => {
    const walk = after(walkOf(3), scan(1, 2))
    expect(agrees(walk, seen(walk))).toBe(true)
    expect(agrees(walk, seen(after(walk, scan(2))))).toBe(false)
  })
  test('a stop more, as after a short pick, is noticed', () => {
    expect(agrees(walkOf(3), seen(walkOf(4)))).toBe(false)
  })
  test('another walk is noticed, and an offer is the walk that was not started', () => {
    const walk = { ...walkOf(3), started: false }
    expect(agrees(walk, { screen: 'offer', card: { task_id: 7 } })).toBe(true)
    expect(agrees(walk, { screen: 'offer', card: { task_id: 8 } })).toBe(false)
    expect(agrees(walkOf(3), { screen: 'idle', card: {} })).toBe(false)
  })
})

test('the tote of an order that joined is asked for when its first stop comes, not before', () => {
  const walk = walkOf(3)
  const joined = { order_id: 9, text: 'W9 joins' }
  walk.slots.push({ slot: 2, order_no: 'W9', tier: 'A', tote: null, joined })
  walk.picks[1]!.slot = 2
  expect(seen(walk)).toMatchObject({ screen: 'pick', card: { pick_id: 1 } })
  const there = after(walk, scan(1, 2))
  expect(seen(there)).toMatchObject({ screen: 'totes', card: { next_slot: 2 } })
  const taken = after(there, { kind: 'tote.scan', body: { task_id: 7, slot: 2, barcode: 'T-0002' } })
  expect(seen(taken)).toMatchObject({ screen: 'pick', card: { pick_id: 2, tote: 'T-0002' } })
})
