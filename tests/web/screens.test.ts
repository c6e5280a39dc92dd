// @vitest-environment happy-dom
import { describe, expect, test, vi } from 'vitest'
import { eachAfresh, state } from './floor'
import type { Handheld } from './floor'
import { CARDS } from '../../static/src/dev/cards'

const open = eachAfresh()
let here: Handheld

async function on(screen: string, changed: Record<string, unknown> = {}): Promise<Handheld> {
  here = await open(state(screen, { ...CARDS[screen]!(true, screen), ...changed }))
  return here
}
const inMinutes = (n: number) => new Date(Date.now() + n * 60_000).toISOString()
const sent = () => here.ops.map(({ kind, body }) => [kind, body])

describe('every screen the server names', () => {
  test.each(Object.keys(CARDS))('%s is drawn', async (screen) => {
    await on(screen)
    expect(here.text()).not.toContain('This version is too old')
    expect(document.querySelector('main')!.textContent!.length).toBeGreaterThan(10)
  })
  test('an unknown one says so', async () => {
    here = await open(state('teleport', {}))
    expect(here.text()).toContain('This version is too old')
  })
})

describe('the bar on top says how far, into which totes and until when', () => {
  const TASKS = ['offer', 'totes', 'pick', 'zero_check', 'unload', 'pack_check', 'pack_add', 'pack_print', 'pack_label', 'pack_close']
  test.each(TASKS)('on %s', async (screen) => {
    await on(screen, { progress: { done: 3, of: 12 }, totes: ['T-0007'], cutoff_at: null, promised_at: inMinutes(1390.5) })
    const bar = document.querySelector('.status')!.textContent!
    expect(bar).toMatch(/3\/12 ?T-0007 ?23 h 10 min to promise/)
  })
  test('the truck counts where there is one', async () => {
    await on('pick', { cutoff_at: inMinutes(41.5), totes: ['T-0007', 'T-0008'] })
    expect(document.querySelector('.status')!.textContent).toMatch(/2 totes ?41 min to cutoff/)
  })
  test('and how late it is', async () => {
    await on('pick', { cutoff_at: inMinutes(-4.5) })
    expect(document.querySelector('.status')!.textContent).toContain('4 min late')
  })
})

describe('at a stop', () => {
  const one = '6901234567892'
  test('the right item is sent once for each scan, ten in a burst are ten', async () => {
    await on('pick')
    here.answer = () => ({})
    await here.scan(...Array(10).fill(one))
    expect(sent()).toEqual(Array(10).fill(['pick.scan', { pick_id: 77, barcode: one }]))
  })
  test('a wrong item stops the screen, sends nothing, and what follows waits until it is read', async () => {
    await on('pick')
    await here.scan('4711', one)
    await here.scan(one)
    expect(here.text()).toContain('Wrong one')
    expect(sent()).toEqual([])
    await here.tap('OK, I understand')
    await here.scan(one)
    expect(sent()).toHaveLength(1)
  })
  test('the location comes first where the floor checks it', async () => {
    await on('pick', { location_ok: false })
    await here.scan('a03-12-2')
    expect(sent()).toEqual([['location.scan', { pick_id: 77, barcode: 'a03-12-2' }]])
  })
  test('an item scanned before its location is wrong', async () => {
    await on('pick', { location_ok: false })
    await here.scan(one)
    expect([sent(), here.text().includes('A03-12-2')]).toEqual([[], true])
  })
  test('scans that wait here are on the screen at once', async () => {
    await on('pick', { qty: 24, done_qty: 0 })
    await here.scan(one, one)
    expect(here.text()).toContain('2/24 taken')
    expect(here.text()).toContain('2 saved here')
  })
  test('a UPC that lost its leading zero is the same item', async () => {
    await on('pick', { barcodes: ['012345678905'] })
    await here.scan('12345678905')
    expect(sent()).toHaveLength(1)
  })
  test('the scan after the last unit belongs to the next card', async () => {
    await on('pick', { qty: 1 })
    const next = { ...here.shows.card, pick_id: 78, barcodes: ['222'], sku: 'B' }
    here.answer = ({ body }) => (body.pick_id === 77 ? { card: next } : {})
    await here.scan(one, '222')
    expect(sent()).toEqual([
      ['pick.scan', { pick_id: 77, barcode: one }],
      ['pick.scan', { pick_id: 78, barcode: '222' }],
    ])
  })
  test('after one scan the rest is given by number', async () => {
    await on('pick', { qty: 24, done_qty: 0 })
    here.answer = () => ({ card: { ...here.shows.card, done_qty: 1 } })
    await here.scan(one)
    await here.tap('23 to go')
    await here.tap('2')
    await here.tap('0')
    await here.tap('OK')
    expect(sent()[1]).toEqual(['pick.scan', { pick_id: 77, barcode: one, qty: 20 }])
  })
  test('a scan after "short" waits for the answer: it may belong to the next stop', async () => {
    await on('pick')
    await here.tap('Short')
    await here.tap('Report short: found 0')
    await here.scan(one)
    expect(here.text()).toContain('1 saved here')
  })
  test('short says how many are there in all', async () => {
    await on('pick')
    await here.tap('Short')
    await here.tap('7')
    await here.tap('Report short: found 7')
    expect(sent()).toEqual([['pick.short', { pick_id: 77, found: 7 }]])
  })
})

describe('the start of a walk', () => {
  test('a tote scanned on the offer starts the task and fills the first slot', async () => {
    await on('offer')
    const totes = CARDS.totes!(true, 'totes')
    here.answer = ({ kind }) => (kind === 'task.start' ? { screen: 'totes', card: totes } : { screen: 'pick', card: CARDS.pick!(true, 'pick') })
    await here.scan('T-0009')
    expect(sent()).toEqual([
      ['task.start', { task_id: 12 }],
      ['tote.scan', { task_id: 12, slot: 2, barcode: 'T-0009' }],
    ])
  })
  test('two taps on the button are one operation', async () => {
    await on('offer')
    await Promise.all([here.tap('Start picking'), here.tap('Start picking')])
    expect([sent().length, here.text().includes('1 saved here')]).toEqual([1, true])
  })
  test('a refusal stays until it is read, with what was expected', async () => {
    await on('totes')
    here.answer = () => ({ ok: false, op_id: '', code: 'refused', message: 'Tote in use', details: { expected: 'T-0007' } })
    await here.scan('T-0009')
    expect(here.text()).toContain('Tote in use')
    expect(here.text()).toContain('T-0007')
    expect(here.text()).toContain('1 need you')
    await here.tap('OK, I understand')
    expect(here.text()).toContain('All confirmed')
  })
})

test('scans that waited behind a refused one are dropped with it', async () => {
  await on('totes')
  let refuse = () => {}
  const held = new Promise<void>((done) => (refuse = done))
  here.before = held
  here.answer = () => ({ ok: false, op_id: '', code: 'refused', message: 'Tote in use', details: null })
  await here.scan('T-0009', 'T-0002')
  refuse()
  await here.settled()
  await here.tap('OK, I understand')
  expect(sent()).toHaveLength(1)
})

describe('pushes', () => {
  test('a poke brings the screen of now', async () => {
    await on('idle')
    here.shows = { ...state('offer', CARDS.offer!(true, 'offer')), cursor: 2 }
    await new Promise((done) => setTimeout(done, 300))
    here.poke()
    await here.settled()
    expect(here.text()).toContain('Start picking')
  })
  test('older news never replaces newer', async () => {
    await on('idle')
    here.shows = { ...state('offer', CARDS.offer!(true, 'offer')), cursor: 0 }
    await new Promise((done) => setTimeout(done, 300))
    here.poke()
    await here.settled()
    expect(here.text()).toContain('Waiting for work')
  })
  test('a repeated answer is not shown, the screen of now is asked for', async () => {
    await on('totes')
    here.shows = { ...state('idle', CARDS.idle!(true, 'idle')), cursor: 5 }
    await new Promise((done) => setTimeout(done, 300))
    here.answer = () => ({ repeated: true, screen: 'pick', card: CARDS.pick!(true, 'pick'), cursor: 9 })
    await here.scan('T-0009')
    expect(here.text()).toContain('Waiting for work')
  })
  test('a screen that was asked for before an answer does not bring the old card back', async () => {
    await on('pick', { pick_id: 77, qty: 1, barcodes: ['111'] })
    await new Promise((done) => setTimeout(done, 300))
    let comes = () => {}
    here.beforeScreen = new Promise((done) => (comes = done))
    here.poke()
    await here.settled()
    const next = { ...here.shows.card, pick_id: 78, location: 'A09-09-9', location_parts: ['A09', '09', '9'] }
    here.answer = () => ({ card: next })
    await here.scan('111')
    here.shows = { ...here.shows, card: next }
    comes()
    await here.settled()
    expect(here.text()).toContain('A09')
  })
  test('the bar counts what needs somebody and what is saved here, side by side', async () => {
    await on('pick', { qty: 24, done_qty: 0 })
    here.connected.value = false
    await here.scan('6901234567892', '6901234567892')
    const no = { ok: false, op_id: '', code: 'refused', message: 'Taken away', details: null } as const
    here.answer = (op) => (op === here.ops[0] ? no : null)
    here.connected.value = true
    await vi.waitFor(() => expect(here.text()).toContain('1 need you'), 3000)
    expect(here.text()).toContain('1 saved')
    const line = document.querySelector('.status-part')!
    expect(line.querySelector('.sr')!.textContent, 'its icon alone is shown').toBe('Connected')
  })
  test('a scan without a network is kept, what cannot be judged is said', async () => {
    await on('totes')
    here.connected.value = false
    await here.scan('T-0009', 'T-0002')
    expect(here.text()).toContain('1 saved here')
    expect(here.text()).toContain('Offline')
    expect(here.text()).toContain('No network. It is saved')
  })
})

describe('who holds the device', () => {
  const signIn = async () => {
    here = await open(state('idle', CARDS.idle!(true, 'idle')), null)
    const asked: unknown[] = []
    here.session = (body) => {
      asked.push(body)
      if (body.pin !== '2468') {
        return new Response(JSON.stringify({ code: 'denied', message: 'Badge or PIN is wrong' }), { status: 401 })
      }
      return new Response(JSON.stringify({ ...here.shows, by: 'bob' }), { status: 200 })
    }
    return asked
  }
  const pin = async (digits: string) => {
    for (const digit of digits) await here.tap(digit)
    await here.settled()
  }

  test('badge by scan, PIN by keypad', async () => {
    const asked = await signIn()
    await here.scan('op-1001')
    await pin('2468')
    expect(asked).toEqual([{ device_token: 'token', badge: 'OP-1001', pin: '2468', so_far: true }])
    expect([here.text().includes('Waiting for work'), localStorage.getItem('wavecard.by')]).toEqual([true, 'bob'])
  })
  test('a wrong PIN says so and asks again', async () => {
    await signIn()
    await here.scan('OP-1001')
    await pin('1111')
    expect(here.text()).toContain('Badge or PIN is wrong')
    expect(document.querySelectorAll('.dots .full')).toHaveLength(0)
  })
  test('what is not a badge is refused, a badge over a badge replaces it', async () => {
    await signIn()
    await here.scan('T-0001')
    expect(here.text()).toContain('That is not a badge: T-0001')
    await here.scan('OP-1001', 'OP-1002')
    expect(here.text()).toContain('OP-1002')
  })
  test("the answer to somebody else's saved operation does not show their screen", async () => {
    await on('totes')
    here.answer = () => {
      localStorage.setItem('wavecard.by', 'bob') // Bob signed in while Ann's scan was on its way
      return { screen: 'pick', card: CARDS.pick!(true, 'pick') }
    }
    await here.scan('T-0009')
    expect(here.ops[0]!.by).toBe('ann')
    expect(document.querySelector('.app')!.getAttribute('data-screen')).toBe('totes')
  })
})

test('what was refused and not read yet is said again after a restart', async () => {
  await on('pick')
  here.answer = ({ op_id }) => ({ ok: false, op_id, code: 'refused', message: 'Gone', details: null })
  await here.scan('6901234567892')
  expect(here.text()).toContain('Gone')
  here.app.unmount()
  vi.resetModules()
  await on('idle')
  expect(here.text()).toContain('An earlier action was not accepted')
  await here.tap('OK, I understand')
  expect(here.text()).toContain('All confirmed')
})

test('nothing about a person or a card is kept in the browser', async () => {
  await on('pack_check', { remark: 'ring for Mrs Chan' })
  await here.scan('22423')
  const { openDB } = await import('idb')
  const db = await openDB('wavecard')
  const kept = JSON.stringify([...(await db.getAll('outbox')), ...(await db.getAll('attention')), { ...localStorage }])
  expect(kept).toContain('22423')
  expect(kept).not.toMatch(/Chan|Ann\b|Urgent|cakestand/)
})
