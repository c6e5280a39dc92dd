// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest'
import { eachAfresh, state } from './floor'
import type { Handheld } from './floor'
import { CARDS } from '../../static/src/dev/cards'

const open = eachAfresh()
let here: Handheld

async function on(screen: string): Promise<Handheld> {
  here = await open(state(screen, CARDS[screen]!(true, screen)))
  return here
}
const sent = () => here.ops.map(({ kind, body }) => [kind, body])

describe('at the bench', () => {
  test('a gift is ticked by its scan alone, the rest is held', async () => {
    await on('pack_add')
    here.answer = () => ({})
    await here.scan('6900000000014')
    await here.tap('Note: thank-you card')
    expect(sent().map(([kind, body]) => [kind, (body as { barcode?: string; what?: string }).barcode ?? (body as { what?: string }).what])).toEqual([
      ['pack.check', '6900000000014'],
      ['pack.add', 'remark'],
    ])
    const held = [...document.querySelectorAll('button.tick')].map((one) => one.textContent!)
    expect([held.length > 0, held.some((text) => text.includes('GIFT-1'))]).toEqual([true, false])
  })
  test('an item that is not in the order stops, one too many says so, a right one counts', async () => {
    await on('pack_check')
    await here.scan('999')
    expect(here.text()).toContain('This item is not in this order')
    await here.tap('OK, I understand')
    await here.scan('6901234567892')
    expect(here.text()).toContain('Already complete')
    await here.tap('OK, I understand')
    await here.scan('22423')
    expect(sent()).toEqual([['pack.check', { parcel_id: 5, barcode: '22423', caught: 2 }]])
  })
  test('a paper that nobody knows of is asked about by its name, the answer before the reasons', async () => {
    const card = CARDS.pack_label!(true, 'pack_label')
    const printing = { job_id: 9, state: 'unknown', text: 'The printer did not confirm.', paper: 'packing_slip' }
    here = await open(state('pack_label', { ...card, printing }))
    const asked = document.querySelector('.print-state')!.textContent!
    expect(asked.indexOf('Did the packing slip come out?')).toBeLessThan(asked.indexOf('The printer did not confirm.'))
    here.answer = () => ({ card })
    await here.tap('No')
    expect(sent()).toEqual([['print.answer', { job_id: 9, came_out: false }]])
  })
  test('a label that came out spoiled is printed again by holding', async () => {
    await on('pack_label')
    here.answer = () => ({ card: here.shows.card })
    await here.tap('Label spoiled?')
    await here.tap('Tear it up, print a copy')
    expect(sent()).toEqual([['pack.print', { parcel_id: 5, spoiled: true }]])
  })
  test('on STOP the old label is destroyed by scanning it, any other code is the new label', async () => {
    await on('stop')
    here.answer = () => ({ card: { ...here.shows.card, label: null } })
    await here.scan('wl-5-1', 'WL-5-2')
    expect(sent()).toEqual([
      ['label.destroyed', { label_id: 8 }],
      ['pack.label_scan', { parcel_id: 5, barcode: 'WL-5-2' }],
    ])
  })
  test('on STOP the old number destroys its paper too, where no other paper carries it', async () => {
    const label = { label_id: 8, code: 'WL-5-1', number: 'SF1' }
    here = await open(state('stop', { ...CARDS.stop!(true, 'stop'), label }))
    here.answer = () => ({})
    await here.scan('sf1')
    expect(sent()).toEqual([['label.destroyed', { label_id: 8 }]])
  })
  test('on the hand-over a label without a carrier is stopped', async () => {
    await on('handover')
    await here.scan('SB1')
    expect([sent(), here.text().includes('OK, I understand')]).toEqual([[], true])
    await here.tap('OK, I understand')
    await here.tap('Post')
    await here.scan('SB1')
    expect(sent()).toEqual([['handover.scan', { carrier: 'post', barcode: 'SB1' }]])
  })
})
