// @vitest-environment happy-dom
/** The red strip: told once when it is new to this picker, again when its slack gets near, and put away by a tap. */
import { describe, expect, test, vi } from 'vitest'
import type { Strip } from '@shared/wire'
import { CARDS } from '../../static/src/dev/cards'
import { AWAY, dueStrip, NEW_MS } from '../../static/src/handheld/strips'
import type { Told } from '../../static/src/handheld/strips'
import { eachAfresh, state } from './floor'
import type { Handheld } from './floor'

const NOW = Date.parse('2026-11-23T08:00:00Z')
const iso = (ms: number) => new Date(ms).toISOString()
const waiting = (order_no: string, nearInMs: number, now = NOW): Strip => ({
  kind: 'waiting', tier: 'A', order_no, promised_at: iso(now + nearInMs + 3_600_000), text: 'waits', near: { at: iso(now + nearInMs), text: 'nearly late' },
})
const joined = (order_no: string): Strip => ({ kind: 'joined', tier: 'A', order_no, promised_at: null, text: 'joins' })
const HOUR = 3_600_000

describe('what is due', () => {
  const due = (strip: Strip | null, told: Told, now = NOW, who = 1) => dueStrip(strip, told, who, now)
  const key = (strip: Strip, now = NOW, who = 1) => due(strip, {}, now, who)!.key

  test('an order that is new to this picker, for a minute', () => {
    const one = waiting('W1', HOUR)
    expect(due(one, {})).toMatchObject({ order_no: 'W1', text: 'waits' })
    const told = { [key(one)]: NOW }
    expect(due(one, told, NOW + NEW_MS - 1)).not.toBeNull()
    expect(due(one, told, NOW + NEW_MS)).toBeNull()
    expect(due(one, told, NOW + NEW_MS, 2), 'and to the next one who holds this device').not.toBeNull()
  })
  test('the same order again when its slack gets near, until it is put away', () => {
    const one = waiting('W1', HOUR)
    const told: Told = { [key(one)]: AWAY }
    expect(due(one, told, NOW + HOUR - 1)).toBeNull()
    expect(due(one, told, NOW + HOUR)).toMatchObject({ order_no: 'W1', text: 'nearly late' })
    told[key(one, NOW + HOUR)] = NOW + HOUR
    expect(due(one, told, NOW + 3 * HOUR)).not.toBeNull()
    told[key(one, NOW + HOUR)] = AWAY
    expect(due(one, told, NOW + 3 * HOUR)).toBeNull()
  })
  test('the next order that is new behind one that was read', () => {
    const two = { ...waiting('W1', HOUR), more: [waiting('W2', 2 * HOUR)] }
    expect(due(two, { [key(two)]: AWAY })).toMatchObject({ order_no: 'W2' })
    expect(due(null, {})).toBeNull()
  })
  test('an order that joined is news again, though it was read while it waited', () => {
    expect(due(joined('W1'), { [key(waiting('W1', HOUR))]: AWAY })).toMatchObject({ text: 'joins' })
  })
})

describe('on the screen', () => {
  const open = eachAfresh()
  const strip = () => document.querySelector('.strip')?.textContent ?? ''
  const picks = (told: Strip | null) => ({ ...state('pick', CARDS.pick!(true, 'pick')), strip: told })

  async function shows(here: Handheld, told: Strip | null): Promise<void> {
    here.shows = { ...picks(told), cursor: here.shows.cursor + 1 }
    here.poke('screen')
    await vi.waitFor(() => expect(document.querySelector('.app')!.getAttribute('data-cursor')).toBe(String(here.shows.cursor)), 3000)
    await here.settled()
  }

  test('a tap puts it away, a reload does not bring it back, another order does', async () => {
    const one = waiting('W1', HOUR, Date.now())
    let here = await open(picks(one))
    expect(strip()).toContain('waits')
    await here.tap('Read, put it away')
    expect(strip()).toBe('')
    here.app.unmount()
    vi.resetModules()
    here = await open(picks(one))
    expect(strip()).toBe('')
    await shows(here, { ...one, more: [waiting('W2', HOUR, Date.now())] })
    expect(strip()).toContain('waits')
    await shows(here, null)
    expect(strip(), 'somebody has taken them').toBe('')
  })
  test('it is heard once', async () => {
    const vibrate = vi.fn()
    Object.assign(navigator, { vibrate })
    const one = waiting('W3', HOUR, Date.now())
    const here = await open(picks(null))
    await shows(here, one)
    expect(vibrate).toHaveBeenCalledTimes(1)
    await shows(here, null)
    await shows(here, { ...one, more: [] })
    expect(vibrate).toHaveBeenCalledTimes(1)
  })
})
