import { expect, test } from 'vitest'
import { judge } from '../../static/src/handheld/scanner-judging'
import type { Press } from '../../static/src/handheld/scanner-judging'

const sent = (keys: string[], gapMs: number, how: Partial<Press> = {}): Press[] =>
  keys.map((key, n) => ({ key, atMs: n * gapMs, control: false, ime: false, ...how }))

test('a scanner with an Enter suffix needs nothing', () => {
  const told = judge(sent([...'T-0001', 'Enter'], 4))
  expect(told).toMatchObject({ code: 'T-0001', suffix: 'Enter', slowestMs: 4, slow: false, ime: false, controls: [] })
  expect(told.settings).toMatchObject({ prefix: '', maxGapMs: 150 })
})
test('a prefix is found, a control character told', () => {
  const presses = [...sent([...'~T-0001'], 4), { key: 'j', atMs: 30, control: true, ime: false }, { key: 'F8', atMs: 34, control: false, ime: false }]
  expect(judge(presses)).toMatchObject({ code: 'T-0001', suffix: 'F8', controls: ['Ctrl+j'], settings: { prefix: '~' } })
  expect(judge(presses).settings.suffixes).toContain('F8')
})
test('a slow Bluetooth scanner gets a longer pause, none without an end', () => {
  expect(judge(sent([...'T-0001'], 110))).toMatchObject({ suffix: '', slow: true, settings: { maxGapMs: 220 } })
})
test('an input method in between is told', () => expect(judge(sent(['T', 'Enter'], 4, { ime: true })).ime).toBe(true))
