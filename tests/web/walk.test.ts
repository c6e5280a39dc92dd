// @vitest-environment happy-dom
/** The screens run ahead of the server: the next stop is there before the answer, and without one. */
import { expect, test, vi } from 'vitest'
import { viewOf } from '../../static/src/handheld/walk-core'
import type { Walk } from '../../static/src/handheld/walk-core'
import { eachAfresh, state } from './floor'
import type { Handheld } from './floor'
import { walkOf } from './walks'

const open = eachAfresh()
let here: Handheld

/** At the first stop of a walk that the device has asked for. */
async function walks(stops: number, but: (walk: Walk) => void = () => undefined): Promise<void> {
  const walk = walkOf(stops)
  but(walk)
  const remarks = { 1: 'ring for Mrs Chan' }
  here = await open(state('idle', { title: '', text: '', waiting: 0 }))
  Object.assign(here, { walk, remarks, shows: state('pick', viewOf(walk, remarks)!.card) })
  here.poke('screen')
  for (let n = 0; n < 20 && screen() !== 'pick'; n += 1) await here.settled()
  await here.settled()
}

const codeOf = (stop: number) => `690000000000${stop - 1}`
const screen = () => document.querySelector('.app')!.getAttribute('data-screen')

test('the next stop is shown before the server has answered, and scans go on to it', async () => {
  await walks(3)
  await here.scan(codeOf(1), codeOf(1), codeOf(2))
  expect(here.ops.map(({ body }) => body.pick_id)).toContain(1)
  expect(here.text()).toContain('Thing 2')
  expect(here.text()).toContain('1/2 taken')
})

test('a whole walk without a network ends at the station, and says what is saved', async () => {
  await walks(2)
  here.connected.value = false
  await here.scan(codeOf(1), codeOf(1), codeOf(2), codeOf(2))
  expect(screen()).toBe('unload')
  await here.scan('ST-1')
  expect(screen()).toBe('walk_done')
  expect(here.text()).toContain('5 saved here')
})

test('the wrong item at a stop the server has not named yet is refused at once', async () => {
  await walks(3)
  here.connected.value = false
  await here.scan(codeOf(1), codeOf(1), codeOf(3))
  expect(document.querySelector('.alarm')!.textContent).toContain('Thing 2')
})

test('one pull of the trigger too many is said and stops nobody, unless the next stop asks for the same', async () => {
  await walks(3, (walk) => (walk.picks[2]!.barcodes = [codeOf(2)]))
  await here.scan(codeOf(1), codeOf(1), codeOf(1))
  expect(document.querySelector('.alarm')).toBeNull()
  expect(here.text()).toContain('Already complete')
  await here.scan(codeOf(2), codeOf(2), codeOf(2))
  expect(here.text()).toContain('Thing 3')
  expect(here.text()).toContain('1/2 taken')
})

test('each screen says how soon the same code again is one pull too many: a place is scanned once, units are scanned fast', async () => {
  let atMs = 5000
  vi.spyOn(performance, 'now').mockImplementation(() => atMs)
  const again = async (code: string, laterMs: number) => {
    atMs += laterMs
    await here.scan(code)
    return document.querySelector('.alarm') === null
  }
  await walks(3, (walk) => (walk.picks[0]!.check_location = true))
  await here.scan('A01-01-1')
  expect(await again('A01-01-1', 1500)).toBe(true)
  expect(here.text()).toContain('Already complete')
  await here.scan(codeOf(1), codeOf(1))
  expect(here.text()).toContain('Thing 2')
  expect(await again(codeOf(1), 390)).toBe(true)
  expect(await again(codeOf(1), 410)).toBe(false)
  vi.restoreAllMocks()
})

test('a customer\'s words are shown and never stored', async () => {
  await walks(2)
  expect(here.text()).toContain('ring for Mrs Chan')
  const { openDB } = await import('idb')
  const db = await openDB('wavecard')
  const kept = JSON.stringify(await db.getAll('walk'))
  expect(kept).toContain('Thing 2')
  expect(kept).not.toContain('Chan')
})

test('a walk told before the last answer is asked for again, never shown', async () => {
  const early = walkOf(2)
  const later = walkOf(2)
  later.picks[0]!.done_qty = 1
  const pick = (walk: Walk) => state('pick', viewOf(walk, {})!.card)
  here = await open(state('idle', { title: '', text: '', waiting: 0 }))
  let arrive = () => {}
  Object.assign(here, { walk: early, shows: pick(early), beforeWalk: new Promise<void>((done) => (arrive = done)) })
  here.poke('screen')
  for (let n = 0; n < 20 && screen() !== 'pick'; n += 1) await here.settled()
  Object.assign(here, { walk: later, shows: pick(later), answer: () => ({}) })
  await here.scan(codeOf(1))
  arrive()
  await here.settled()
  here.answer = () => null
  await here.scan(codeOf(1))
  expect(here.text()).toContain('Thing 2')
})

test('the beep comes when the scan is on the disk, and not before', async () => {
  const { OutboxStore } = await import('../../static/src/handheld/outbox-store')
  const vibrate = vi.fn()
  Object.assign(navigator, { vibrate })
  await walks(2)
  let written: () => void = () => undefined
  const write = vi.spyOn(OutboxStore.prototype, 'add').mockImplementation(() => new Promise<void>((done) => (written = done)))
  await here.scan(codeOf(1))
  expect([write.mock.calls.length, vibrate.mock.calls, here.ops]).toEqual([1, [], []])
  written()
  await here.settled()
  expect([vibrate.mock.calls[0], here.ops.length]).toEqual([[[40]], 1])
})

/** The totes are asked for, and the device knows the walk. */
async function asksForTotes(but: (walk: Walk) => void = () => undefined, screenNow = 'totes'): Promise<void> {
  const walk = { ...walkOf(2, { tote: null }), tote_shapes: ['T-0000'] }
  but(walk)
  here = await open(state('idle', { title: '', text: '', waiting: 0 }))
  const card = { ...viewOf(walk)!.card, stops: 2, units: 4, totes_needed: 1, metres: 9, from_operator: null, carts: ['CART-12'] }
  Object.assign(here, { walk: { ...walk, started: screenNow === 'totes' }, shows: state(screenNow, card) })
  here.poke('screen')
  await vi.waitFor(() => expect(screen()).toBe(screenNow))
  await here.settled()
  here.connected.value = false
}

const alarm = () => document.querySelector('.alarm')?.textContent ?? ''

test('no item, shelf, bench or label is taken for a tote in a dead spot', async () => {
  await asksForTotes()
  const known = { 6900000000001: 'item Thing 2 (S02)', s01: 'item Thing 1 (S01)', 'A02-01-1': 'location A02-01-1', 'st-1': 'packing station ST-1', 'WL-7-1': 'WL-7-1' }
  for (const [code, told] of Object.entries(known)) {
    await here.scan(code)
    expect(alarm()).toContain(`It should beAn empty toteYou scanned${told}`)
    await here.tap('OK, I understand')
  }
  expect(here.text()).toContain('All confirmed')
  await here.scan('t-0042')
  expect([screen(), here.text().includes('1 saved here')]).toEqual(['pick', true])
})

test('somebody else\'s badge asks for their PIN instead of going into the cart', async () => {
  await asksForTotes()
  await here.scan('OP-2002')
  expect(here.text()).toContain('Enter your PIN')
  expect(here.text()).toContain('All confirmed')
})

test('a house that has not said what its totes look like takes what it does not know', async () => {
  await asksForTotes((walk) => delete walk.tote_shapes)
  await here.scan('BOX 17')
  expect([screen(), here.text().includes('1 saved here')]).toEqual(['pick', true])
})

test('an offered walk is not accepted by scanning an item of it', async () => {
  await asksForTotes(undefined, 'offer')
  await here.scan('6900000000001')
  expect(alarm()).toContain('item Thing 2 (S02)')
  expect(here.text()).toContain('All confirmed')
})
