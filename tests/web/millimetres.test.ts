import { describe, expect, test } from 'vitest'
import { fitLine } from '../../static/src/handheld/fit'
import { CARD_MM, guessMm, within } from '../../static/src/handheld/millimetres'

const TC21 = 'Mozilla/5.0 (Linux; Android 10; TC21 Build/10-16-10.00) AppleWebKit/537.36 Chrome/70.0 Mobile Safari/537.36'
const MC33 = 'Mozilla/5.0 (Linux; Android 8.1.0; MC33) AppleWebKit/537.36 Chrome/73.0'

describe('millimetres', () => {
  test('a known model is measured by its diagonal', () => {
    expect(guessMm({ userAgent: TC21, width: 360, height: 640, touch: true })).toBeCloseTo(734.3 / 127, 1)
    expect(guessMm({ userAgent: MC33, width: 320, height: 533, touch: true })).toBeCloseTo(621.7 / 101.6, 1)
  })
  test('an unknown one is guessed by what it is: handheld, tablet, desk', () => {
    const unknown = { userAgent: 'Mozilla/5.0 (Linux; Android 10; K)', touch: true }
    expect(guessMm({ ...unknown, width: 412, height: 915 })).toBe(6.1)
    expect(guessMm({ ...unknown, width: 800, height: 1280 })).toBe(6.3)
    expect(guessMm({ ...unknown, width: 1366, height: 768, touch: false })).toBe(3.78)
  })
  test('a calibration stays within what a handheld can have', () => {
    expect([within(0.5), within(6.104), within(40)]).toEqual([3, 6.1, 9])
  })
  test("the calibrating card fits the smallest screen's height", () => expect(CARD_MM * 6.1).toBeLessThan(533 - 122 - 55))
})

describe('location and quantity on one line of 320 px', () => {
  const FREE = 290
  const width = (location: string, qty: string) => {
    const { sizePx, squeeze } = fitLine(location, qty, FREE)
    return { sizePx, squeeze, all: (location.length * squeeze + qty.length) * 0.62 * sizePx }
  }
  test.each([['A1', '×1'], ['A03-12-2', '×24'], ['A03-12-2', '×120'], ['WH2-A03-12-2-04', '×999'], ['X'.repeat(32), '×9999']])('%s %s', (location, qty) => {
    const { sizePx, squeeze, all } = width(location, qty)
    expect(sizePx).toBeGreaterThanOrEqual(40)
    expect(all).toBeLessThanOrEqual(FREE)
    expect(squeeze).toBeGreaterThan(0)
  })
  test('a usual code is not squeezed', () => expect(fitLine('A03-12-2', '×24', FREE).squeeze).toBe(1))
})
