import { describe, expect, test } from 'vitest'
import { formatLeft, formatTime, setZone, urgency } from '@shared/clock'
import { buildOf, findPairCode, normalCode } from '@shared/device'
import { newId } from '@shared/ids'
import { contrast, inkFor, tierIcon } from '@shared/tiers'
import { fill } from '@shared/words'

const MINUTE = 60_000

describe('time left', () => {
  test('counts down in whole seconds and passes 24 hours', () => {
    expect(formatLeft(25 * 60 * MINUTE + 61_900)).toBe('25:01:01')
    expect(formatLeft(999)).toBe('0:00:00')
  })
  test('a broken promise has a minus sign', () => {
    expect(formatLeft(-61_000)).toBe('−0:01:01')
  })
  test('changes its shape at 30 and 10 minutes and at zero', () => {
    const steps = [30 * MINUTE, 30 * MINUTE - 1, 10 * MINUTE - 1, -1].map(urgency)
    expect(steps).toEqual(['calm', 'soon', 'close', 'late'])
  })
})

describe('tier colours', () => {
  test.each(['#c62828', '#1565c0', '#757575', '#ffffff', 'nonsense'])('%s carries white text at 7:1', (colour) => {
    expect(contrast(inkFor(colour))).toBeGreaterThanOrEqual(7)
  })
  test('a dark colour is left alone', () => expect(inkFor('#10243e')).toBe('#10243e'))
  test('each tier has its own outline, an unknown one the dot', () => {
    expect(new Set(['cross', 'bolt', 'dot'].map(tierIcon)).size).toBe(3)
    expect(tierIcon('moon')).toBe(tierIcon('dot'))
  })
})

describe('pairing', () => {
  test('the code is found in the link', () => {
    expect(findPairCode('#pair=ABCD2345')).toBe('ABCD2345')
    expect(findPairCode('#pair=abcd-2345')).toBe('ABCD2345')
    expect(findPairCode('#other')).toBeNull()
  })
  test('a typed code loses its dash and its small letters', () => expect(normalCode(' abcd-2345 ')).toBe('ABCD2345'))
})

test('the build is the hash in the script name', () => {
  expect(buildOf('http://x/static/dist/assets/handheld-D0QyeT4P.js')).toBe('D0QyeT4P')
  expect(buildOf('http://x/static/src/handheld/main.ts')).toBe('dev')
})

test('an operation id is 32 hexadecimal digits and never the same', () => {
  const ids = new Set(Array.from({ length: 1000 }, newId))
  expect(ids.size).toBe(1000)
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/)
})

test('an unknown value in a sentence stays visible', () => {
  expect(fill('{n} of {m}', { n: 3 })).toBe('3 of {m}')
})

test('times are those of the warehouse, wherever the screen stands', () => {
  const now = Date.parse('2026-11-22T20:30:00Z')
  setZone('Asia/Shanghai')
  expect([formatTime('2026-11-22T16:05:00Z', now), formatTime('2026-11-22T15:59:00Z', now)]).toEqual(['00:05', '11-22 23:59'])
  setZone('Europe/London')
  expect(formatTime('2026-11-22T16:05:00Z', now)).toBe('16:05')
  setZone('Nowhere/Land')
  expect(formatTime('2026-11-22T16:05:00Z', now)).toMatch(/^(\d\d-\d\d )?\d\d:\d\d$/)
})
