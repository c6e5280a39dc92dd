// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test } from 'vitest'
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
