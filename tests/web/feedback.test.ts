// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Feedback } from '../../static/src/handheld/feedback'

const played: { hz: number; shape: string }[] = []
class Heard {
  state = 'running'
  currentTime = 0
  destination = {}
  createOscillator() {
    const one = { type: '', frequency: { value: 0 }, connect: (to: unknown) => to, start: () => played.push({ hz: one.frequency.value, shape: one.type }), stop: () => undefined }
    return one
  }
  createGain = () => ({ gain: { setValueAtTime: () => undefined, linearRampToValueAtTime: () => undefined }, connect: (to: unknown) => to })
}
const vibrate = vi.fn()
let feel: (what: Feedback) => void

beforeEach(async () => {
  vi.useFakeTimers()
  vi.stubGlobal('AudioContext', Heard)
  Object.assign(navigator, { vibrate })
  const feedback = await import('../../static/src/handheld/feedback')
  feel = feedback.feel
  feedback.allowSound()
  document.dispatchEvent(new Event('pointerdown'))
  vi.advanceTimersByTime(1000)
})
afterEach(() => vi.useRealTimers())

const of = (what: Feedback) => {
  played.length = 0
  vibrate.mockClear()
  feel(what)
  return { sound: JSON.stringify(played), pulses: vibrate.mock.calls[0]![0] as number[] }
}

test('there are four sounds and four vibrations, each unlike the others', () => {
  const all = (['ok', 'wrong', 'done', 'lead'] as const).map(of)
  expect(new Set(all.map(({ sound }) => sound)).size).toBe(4)
  expect(new Set(all.map(({ pulses }) => pulses.join())).size).toBe(4)
})
test('wrong is low and long, ok is high and short: a loud hall tells them apart', () => {
  const [ok, wrong] = [of('ok'), of('wrong')]
  expect(JSON.parse(ok.sound)[0].hz).toBeGreaterThan(4 * JSON.parse(wrong.sound)[0].hz)
  const length = (pulses: number[]) => pulses.reduce((sum, ms) => sum + ms, 0)
  expect(length(wrong.pulses)).toBeGreaterThan(5 * length(ok.pulses))
})
