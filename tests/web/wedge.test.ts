// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DEFAULT_SETTINGS } from '../../static/src/handheld/wedge-core'
import { listen, readSettings } from '../../static/src/handheld/wedge'

let scans: string[]
let typed: string[]
let stop: () => void

beforeEach(() => {
  scans = []
  typed = []
  document.body.innerHTML = '<button id="b">go</button><input id="i">'
  stop = listen({ onScan: (code) => scans.push(code), onTyped: (key) => typed.push(key) }, { ...DEFAULT_SETTINGS, maxGapMs: 30, maxGapInFieldMs: 30 })
})
afterEach(() => stop())

/** What a browser does with one key: keydown, and the character unless the page prevented it. */
function type(target: HTMLElement, text: string): string {
  let reached = ''
  for (const key of [...text, 'Enter']) {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
    if (!target.dispatchEvent(event)) continue
    reached += key === 'Enter' ? '⏎' : key
    if (target instanceof HTMLInputElement && key !== 'Enter') {
      target.value += key
      target.dispatchEvent(new Event('input', { bubbles: true }))
    }
  }
  return reached
}

const rest = (ms: number) => new Promise((done) => setTimeout(done, ms))

test('a scan on the bare page arrives, and its Enter presses no button', () => {
  expect(type(document.getElementById('b')!, 'T-0001')).not.toContain('⏎')
  expect(scans).toEqual(['T-0001'])
})

test('a scan into a field arrives and leaves what stood there', () => {
  const field = document.getElementById('i') as HTMLInputElement
  field.value = '12'
  const heard: string[] = []
  field.addEventListener('input', () => heard.push(field.value))
  type(field, 'OP-1001')
  expect([scans, field.value, heard[heard.length - 1]]).toEqual([['OP-1001'], '12', '12'])
})

test('single keys of a hardware keypad are passed on as typed', async () => {
  for (const key of ['2', '4']) {
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
    await rest(90)
  }
  expect([scans, typed]).toEqual([[], ['2', '4']])
})

test('a code without a suffix arrives after a rest', async () => {
  for (const key of 'A03-12-2') document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
  expect(scans).toEqual([])
  await rest(120)
  expect(scans).toEqual(['A03-12-2'])
})

test('text that an input method is still composing is left alone', () => {
  for (const key of ['n', 'i', 'Enter']) {
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, isComposing: true }))
  }
  expect(scans).toEqual([])
})

describe('the sink', () => {
  const sink = () => document.querySelector<HTMLInputElement>('.sink')!

  /** One moment of a recorded stream: what Chromium sends when something writes without keys. */
  function happens(kind: 'key' | 'input' | 'composing' | 'compositionend', text: string): void {
    const key = (name: string) => new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true })
    if (kind === 'key') return void sink().dispatchEvent(key(text))
    if (kind !== 'compositionend') {
      sink().dispatchEvent(Object.defineProperty(key('Process'), 'keyCode', { value: 229 }))
      sink().value = kind === 'composing' ? text : sink().value + text
    }
    const event = kind === 'compositionend' ? new CompositionEvent(kind, { data: text, bubbles: true }) : new InputEvent('input', { data: text, bubbles: true })
    sink().dispatchEvent(Object.defineProperty(event, 'isComposing', { value: kind === 'composing' }))
  }

  test('has the focus from the start, and asks for no keyboard', () => {
    expect(document.activeElement).toBe(sink())
    expect(sink().getAttribute('inputmode')).toBe('none')
  })
  test('gets it back from a button that was tapped, not from one that was reached by keys', async () => {
    const button = document.getElementById('b')!
    button.focus()
    await rest(5)
    expect(document.activeElement).toBe(button)
    button.dispatchEvent(new MouseEvent('click', { detail: 1, bubbles: true }))
    await rest(5)
    expect(document.activeElement).toBe(sink())
  })
  test('leaves a field alone as long as somebody types into it', async () => {
    const field = document.getElementById('i')!
    field.focus()
    await rest(5)
    expect(document.activeElement).toBe(field)
    field.blur()
    await rest(5)
    expect(document.activeElement).toBe(sink())
  })
  test('takes a code that was written without any key, an Enter ends it at once', () => {
    happens('input', 'T-0001')
    happens('key', 'Enter')
    expect([scans, sink().value]).toEqual([['T-0001'], ''])
  })
  test('takes what an input method writes letter by letter, key 229 each', async () => {
    for (const letter of 'OP-1001') happens('input', letter)
    await rest(120)
    expect(scans).toEqual(['OP-1001'])
  })
  test('takes a composition when it ends', async () => {
    for (const so_far of ['6', '69', '690', '6901']) happens('composing', so_far)
    expect(scans).toEqual([])
    happens('compositionend', '6901')
    await rest(120)
    expect(scans).toEqual(['6901'])
  })
  test('ends a composition that waits for a choice among candidates', async () => {
    for (const so_far of ['t', 't0', 't00', 't001']) happens('composing', so_far)
    await rest(200)
    expect(scans).toEqual(['t001'])
    happens('compositionend', '')
    await rest(100)
    expect(scans).toEqual(['t001'])
  })
  test('hears keys once: they leave nothing in it', () => {
    type(sink(), 'T-0002')
    expect([scans, sink().value]).toEqual([['T-0002'], ''])
  })
  test('a single digit of an input method is typed', async () => {
    happens('input', '7')
    await rest(120)
    expect([scans, typed]).toEqual([[], ['7']])
  })
})

test('after stopping nothing is heard', () => {
  stop()
  type(document.body, 'T-0001')
  expect(scans).toEqual([])
})

test('settings of this device override the defaults, broken ones do not', () => {
  localStorage.setItem('wavecard.wedge', '{"prefix":"~"}')
  expect(readSettings()).toEqual({ ...DEFAULT_SETTINGS, prefix: '~' })
  localStorage.setItem('wavecard.wedge', '{')
  expect(readSettings()).toEqual(DEFAULT_SETTINGS)
})

test('a wrapper that hears the scanner passes its code on', () => {
  dispatchEvent(new CustomEvent('wavecard:scan', { detail: '\u0002T-0001\r' }))
  dispatchEvent(new CustomEvent('wavecard:scan', { detail: { not: 'a code' } }))
  expect(scans).toEqual(['T-0001'])
})
