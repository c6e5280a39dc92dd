// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest'
import { eachAfresh, state } from './floor'
import type { Handheld } from './floor'
import { CARDS } from '../../static/src/dev/cards'
import { after, viewOf } from '../../static/src/handheld/walk-core'
import { walkOf } from './walks'

const open = eachAfresh()
let here: Handheld

async function on(demo: string, changed: Record<string, unknown> = {}): Promise<Handheld> {
  const screen = demo.replace(/[0-9]+$/, '')
  here = await open(state(screen, { ...CARDS[screen]!(true, demo), ...changed }))
  return here
}
const sent = () => here.ops.map(({ kind, body }) => [kind, body])

test('a shelf that should be empty: yes is one tap', async () => {
  await on('zero_check')
  await here.tap('Yes, empty')
  expect(sent()).toEqual([['location.empty', { location_id: 12, empty: true }]])
})

test('what is left on it is a number', async () => {
  await on('zero_check')
  await here.tap('No, some left')
  await here.tap('3')
  await here.tap('3 left')
  expect(sent()).toEqual([['location.empty', { location_id: 12, empty: false, left: 3 }]])
})

describe('something is wrong with the item', () => {
  test.each([['Item is damaged', 'pick.damaged'], ['Its barcode is wrong', 'pick.wrong_label']])('%s', async (button, kind) => {
    await on('pick')
    await here.tap('Call lead')
    await here.tap(button)
    await here.tap('2')
    await here.tap('2 good, tell the lead')
    expect(sent()).toEqual([[kind, { pick_id: 77, found: 2 }]])
  })
})

test('checks in a dead spot count in the bar too, and the last one says what comes next', async () => {
  await on('pack_check')
  here.connected.value = false
  await here.scan('6900000000011')
  expect(document.querySelector('.status .walk')!.textContent).toContain('5/8')
  await here.scan('6900000000011', '6900000000011', '6900000000028')
  expect(document.querySelector('.status .walk')!.textContent).toContain('8/8')
  expect(document.querySelector('.prompt-text')!.textContent).toContain('No network. It is saved')
})

describe('a code that nobody knows', () => {
  const unknown = () => Object.assign(here.shows, { kind: 'unknown', text: 'Nobody knows this code' })
  test('goes from the stop to the lead with one tap', async () => {
    await on('pick')
    unknown()
    await here.scan('4711')
    await here.settled()
    await here.tap('Unknown code: tell the lead')
    expect(sent()).toEqual([['barcode.report', { barcode: '4711', sku: '85123A' }]])
  })
  test('goes from the bench to the lead, too, with what it may be', async () => {
    await on('pack_check')
    unknown()
    await here.scan('4711')
    await here.settled()
    await here.tap('Unknown code: tell the lead')
    expect(sent()).toEqual([['barcode.report', { barcode: '4711', sku: '22423 / 47566' }]])
  })
  test('is taught by the lead, who scans another code of the item', async () => {
    await on('lead')
    unknown()
    await here.scan('4711')
    expect(here.text()).toContain('Nobody knows this code')
    expect(here.text()).toContain('To teach it, scan another code of this item')
    await here.scan('85123A')
    expect(sent()).toEqual([['barcode.teach', { barcode: '4711', item: '85123A' }]])
  })
})

describe('a cart of several totes', () => {
  test('the right tote is said to be right and sends nothing; another one stops the screen', async () => {
    await on('pick3')
    await here.scan('T-0001')
    expect(here.text()).toContain('Right tote')
    await here.scan('T-0004')
    expect([here.text().includes('Wrong one'), sent()]).toEqual([true, []])
  })
  test('a tote that is on the cart already stops the screen, in a dead spot too', async () => {
    await on('totes')
    here.connected.value = false
    await here.scan('t-0001')
    expect(here.text()).toContain('already in slot 1')
    expect(here.text()).toContain('All confirmed')
  })
  test('it is drawn, and a slot can be tapped', async () => {
    await on('pick3')
    document.querySelector<HTMLElement>('.mini-cart')!.click()
    await here.settled()
    expect(document.querySelectorAll('.cart-drawn button')).toHaveLength(8)
    document.querySelectorAll<HTMLElement>('.cart-drawn button')[4]!.click()
    await here.settled()
    expect(here.text()).toContain('Wrong one')
  })
})

test('a cart scanned on the offer accepts the walk onto it', async () => {
  await on('offer', { carts: ['CART-12'] })
  await here.scan('cart-12')
  expect(sent()).toEqual([['task.start', { task_id: 12, cart: 'CART-12' }]])
})

test('a stop in another zone is handed on', async () => {
  await on('pick', { other_zone: 'Z2' })
  await here.tap('Park the cart for zone Z2')
  expect(sent()).toEqual([['task.hand_on', { task_id: 12 }]])
})

test('the badge of somebody else asks for their PIN; the card is still there when they go back', async () => {
  await on('pick')
  await here.scan('OP-2002')
  expect(here.text()).toContain('OP-2002')
  expect(here.text()).toContain('Enter your PIN')
  await here.tap('Back')
  expect([here.text().includes('A03'), sent()]).toEqual([true, []])
})

describe('at the bench', () => {
  test('what must be added is held or scanned, never tapped', async () => {
    await on('pack_add', { adds: [{ what: 'gift', text: 'Gift', done: false, scan: 'GIFT-1' }, { what: 'card', text: 'Card', done: false }] })
    await here.scan('gift-1')
    expect(sent()).toEqual([['pack.check', { parcel_id: 5, barcode: 'gift-1' }]])
  })
  test('the box is not shut before the second person has scanned their badge', async () => {
    await on('pack_close', { second: { by: null, because: 'Valuable' } })
    expect(here.text()).not.toContain('Done, next order')
    await here.scan('OP-2002')
    expect(sent()).toEqual([['pack.second', { parcel_id: 5, badge: 'OP-2002' }]])
  })
})

test('the scale comes first where a rule asks, by the pad, then the box is done', async () => {
  await on('pack_close', { weigh: true })
  expect(here.text()).not.toContain('Done, next order')
  await here.tap('Weigh it, type the grams')
  for (const digit of '12345') await here.tap(digit)
  here.shows = state('pack_close', { ...here.shows.card, weight_g: 12345 })
  here.answer = () => ({})
  await here.tap('12345 g')
  expect(sent()).toEqual([['pack.weigh', { parcel_id: 5, grams: 12345 }]])
  await here.tap('Done, next order')
  expect(sent()[1]).toEqual(['pack.close', { parcel_id: 5 }])
})

test('what a lead let through asks for no scale and no second person, and says who it was', async () => {
  await on('pack_close', { let_through: 'Min' })
  expect(here.text()).toContain('Min lets it go on unchecked')
  await here.tap('Done, next order')
  expect(sent()).toEqual([['pack.close', { parcel_id: 5 }]])
})

describe('without a network', () => {
  const walk = () => {
    const plain = walkOf(2)
    return { ...plain, picks: plain.picks.map((one) => ({ ...one, location_id: 100 + one.pick_id, empties: one.pick_id === 1 })) }
  }
  const op = (kind: string, body: Record<string, unknown>) => ({ kind, body })
  test('the stop that empties its shelf is followed by the question, the answer by the next stop', () => {
    const asked = after(walk(), op('pick.scan', { pick_id: 1, barcode: 'S01', qty: 2 }))
    expect([viewOf(asked)!.screen, viewOf(asked)!.card.location_id]).toEqual(['zero_check', 101])
    const answered = after(asked, op('location.empty', { location_id: 101, empty: true }))
    expect([viewOf(answered)!.screen, viewOf(answered)!.card.pick_id]).toEqual(['pick', 2])
  })
  test('units put back are not asked about', () => {
    const asked = after(walk(), op('pick.scan', { pick_id: 1, barcode: 'S01', qty: 2 }))
    expect(viewOf(after(asked, op('pick.undo', { pick_id: 1 })))!.card.pick_id).toBe(1)
  })
  test('what is no station is told what it should be, as a thing and not as an order', async () => {
    await on('unload')
    await here.scan('T-0007')
    expect(here.text()).toContain("It should beA station's code")
  })
  test('the last stop can be taken back before the totes are set down', () => {
    const both = [1, 2].reduce((so, id) => after(so, op('pick.scan', { pick_id: id, barcode: 'x', qty: 2 })), walkOf(2))
    expect([viewOf(both)!.screen, viewOf(both)!.card.undo]).toEqual(['unload', { pick_id: 2, name: 'Thing 2' }])
  })
})
