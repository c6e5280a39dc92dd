import { describe, expect, test } from 'vitest'
import { DEFAULT_SETTINGS, EMPTY, clean, insert, press, rest } from '../../static/src/handheld/wedge-core'
import type { Stroke, WedgeSettings } from '../../static/src/handheld/wedge-core'

type Recorded = [key: string, gapMs: number, how?: Partial<Stroke>]

/** Replays a recorded stream; the answer is every code, in order, and what was kept from the page. */
function replay(stream: Recorded[], settings: WedgeSettings = DEFAULT_SETTINGS) {
  const codes: string[] = []
  let held = 0
  let burst = EMPTY
  let atMs = 1000
  for (const [key, gapMs, how] of stream) {
    atMs += gapMs
    const settled = rest(burst, atMs, settings)
    if (settled.effect.kind === 'scan') codes.push(settled.effect.code)
    const step = press(settled.burst, { key, atMs, ...how }, settings)
    burst = step.burst
    if (step.effect.kind === 'scan') codes.push(step.effect.code)
    if (step.effect.kind !== 'pass') held += 1
  }
  const last = rest(burst, atMs + 1000, settings)
  if (last.effect.kind === 'scan') codes.push(last.effect.code)
  return { codes, held }
}

const keys = (text: string, gapMs: number, how?: Partial<Stroke>): Recorded[] =>
  Array.from(text, (key): Recorded => [key, gapMs, how])
const scan = (text: string, gapMs = 4, suffix = 'Enter'): Recorded[] => [...keys(text, gapMs), [suffix, gapMs]]

describe('a scanner', () => {
  test('with an Enter suffix gives its code, the suffix is kept from the page', () => {
    expect(replay(scan('6901234567892'))).toEqual({ codes: ['6901234567892'], held: 13 })
  })
  test('with a Tab suffix gives its code', () => {
    expect(replay(scan('T-0001', 4, 'Tab')).codes).toEqual(['T-0001'])
  })
  test('without a suffix gives its code after a rest', () => {
    expect(replay(keys('A03-12-2', 8)).codes).toEqual(['A03-12-2'])
  })
  test('over slow Bluetooth, 90 ms a key, gives one code', () => {
    expect(replay(scan('OP-1001', 90)).codes).toEqual(['OP-1001'])
  })
  test('that presses Shift before capitals gives the capitals alone', () => {
    const stream: Recorded[] = [['Shift', 2], ['O', 2], ['Shift', 2], ['P', 2], ['-', 2], ['7', 2], ['Enter', 2]]
    expect(replay(stream).codes).toEqual(['OP-7'])
  })
  test('that sends Ctrl+J for a line feed neither ends nor dirties the code', () => {
    const stream = [...keys('T-0001', 3), ['j', 3, { control: true }] as Recorded, ['Enter', 3] as Recorded]
    expect(replay(stream).codes).toEqual(['T-0001'])
  })
  test.each([['Ctrl+]', ']', { control: true }], ['F8', 'F8', {}], ['itself', '\u001d', {}]])(
    'that sends FNC1 as %s keeps a GS1 code whole',
    (_name, key, how) => {
      const stream = [...keys('0106902538005141', 4), ...keys('10AB', 4), [key, 4, how] as Recorded, ...scan('21S9')]
      expect(replay(stream).codes).toEqual(['010690253800514110AB\u001d21S9'])
    },
  )
  test('firing ten times in a second loses none and mixes none', () => {
    const wanted = Array.from({ length: 10 }, (_, n) => `69000000000${n}`)
    expect(replay(wanted.flatMap((code) => scan(code, 7))).codes).toEqual(wanted)
  })
  test('firing the same code three times gives it three times', () => {
    expect(replay([...scan('4711'), ...scan('4711'), ...scan('4711')]).codes).toEqual(['4711', '4711', '4711'])
  })
  test('with its own prefix and suffix is understood', () => {
    const settings = { ...DEFAULT_SETTINGS, prefix: '~', suffixes: ['F8'] }
    expect(replay(scan('~T-0001', 4, 'F8'), settings).codes).toEqual(['T-0001'])
  })
  test('writing into a focused field at scanner speed is still a scan, and the field gets the keys', () => {
    const stream = [...keys('OP-1001', 10, { inField: true }), ['Enter', 10, { inField: true }] as Recorded]
    expect(replay(stream)).toEqual({ codes: ['OP-1001'], held: 1 })
  })
})

/** Texts as an input method or a field-filling scanner delivers them: [text, ms since the one before]. */
function write(stream: [text: string, gapMs: number][]): string[] {
  const codes: string[] = []
  let burst = EMPTY
  let atMs = 1000
  for (const [text, gapMs] of [...stream, ['', 1000] as [string, number]]) {
    atMs += gapMs
    const settled = rest(burst, atMs, DEFAULT_SETTINGS)
    if (settled.effect.kind === 'scan') codes.push(settled.effect.code)
    const step = insert(settled.burst, text, atMs, DEFAULT_SETTINGS)
    burst = step.burst
    codes.push(...step.codes)
  }
  return codes
}

describe('a scanner that writes text', () => {
  test.each<[string, [string, number][], string[]]>([
    ['whole, without an end', [['6901234567892', 0]], ['6901234567892']],
    ['whole, with a line feed', [['T-0001\n', 0]], ['T-0001']],
    ['letter by letter through an input method', [...'OP-1001'].map((key): [string, number] => [key, 5]), ['OP-1001']],
    ['in full-width forms', [['ＯＰ－１００１', 0]], ['OP-1001']],
    ['three codes at once', [['T-0001\nT-0002\nT-0003\n', 0]], ['T-0001', 'T-0002', 'T-0003']],
    ['with an FNC1 inside', [['010690253800514110AB\u001d21S9', 0]], ['010690253800514110AB\u001d21S9']],
  ])('%s gives its codes', (_name, stream, codes) => expect(write(stream)).toEqual(codes))
  test('ten codes within a second, no end between them, stay ten', () => {
    const wanted = Array.from({ length: 10 }, (_, n) => `69000000000${n}`)
    expect(write(wanted.map((code) => [code, 90]))).toEqual(wanted)
  })
})

describe('a person', () => {
  test('typing into a field is not a scan, and Enter sends the form', () => {
    const stream = [...keys('ABCD2345', 110, { inField: true }), ['Enter', 110, { inField: true }] as Recorded]
    expect(replay(stream)).toEqual({ codes: [], held: 0 })
  })
  test('typing a PIN slowly on a keypad is not a scan', () => {
    expect(replay(keys('2468', 260)).codes).toEqual([])
  })
  test('pressing Enter on a button still presses it', () => {
    expect(replay([['Enter', 500]])).toEqual({ codes: [], held: 0 })
  })
  test('two quick keys and Enter are too short for a code', () => {
    expect(replay(scan('12')).codes).toEqual([])
  })
})

describe('cleaning', () => {
  test('control characters and blanks go, a group separator stays between two elements', () => {
    expect(clean(' \u0002T-0001\r\n\ufeff', '')).toBe('T-0001')
    expect(clean('\u001d10AB\u001d21S9\u001d', '')).toBe('10AB\u001d21S9')
  })
  test('full-width letters of an input method become narrow', () => {
    expect(clean('ＯＰ－１００１', '')).toBe('OP-1001')
  })
})
