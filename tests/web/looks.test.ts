// @vitest-environment happy-dom
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { looks, setLooks, startLooks } from '../../static/src/handheld/looks'
import { keepAwake, retakeWhenSeen } from '../../static/src/handheld/wake'
import { formatLeft, minutesTo, serverNow, setServerNow, useServerNow } from '@shared/clock'
import { effectScope } from 'vue'

beforeEach(() => localStorage.clear())

describe('how this device looks', () => {
  test('is kept on the device, and nothing else is', () => {
    startLooks()
    setLooks({ theme: 'outdoor', hand: 'left' })
    startLooks()
    expect([looks.theme, looks.hand]).toEqual(['outdoor', 'left'])
    expect({ ...localStorage }).toEqual({ 'wavecard.looks': '{"theme":"outdoor","hand":"left"}' })
  })
  test('is on the page: theme, hand and millimetres', () => {
    startLooks()
    setLooks({ theme: 'dark', mm: 5.5 })
    const { dataset, style } = document.documentElement
    expect([dataset.theme, dataset.hand, style.getPropertyValue('--mm')]).toEqual(['dark', 'right', '5.5px'])
  })
  test.each(['nonsense', '{"theme":"pink","hand":3,"mm":"wide"}', 'null'])('%s in storage is the usual look', (kept) => {
    localStorage.setItem('wavecard.looks', kept)
    startLooks()
    expect([looks.theme, looks.hand, looks.mm > 3]).toEqual(['light', 'right', true])
  })
})

describe('the time left', () => {
  test('is the server’s, whatever the device believes, and does not drift in eight hours of late timers', () => {
    vi.useFakeTimers({ now: Date.parse('2001-01-01T00:00:00Z') })
    setServerNow('2026-11-22T10:00:00Z')
    const promised = Date.parse('2026-11-22T19:00:00Z')
    const scope = effectScope()
    const now = scope.run(() => useServerNow())!
    for (let s = 0; s < 8 * 3600; s += 60) {
      vi.setSystemTime(Date.now() + 137) // each minute something kept the timers waiting
      vi.advanceTimersByTime(60_000)
    }
    expect(serverNow() - now.value).toBeLessThan(1010)
    const passed = Date.now() - Date.parse('2001-01-01T00:00:00Z')
    expect(formatLeft(promised - serverNow())).toBe(formatLeft(9 * 3_600_000 - passed))
    scope.stop()
    vi.useRealTimers()
  })
  test('a slow answer does not put the clock back', () => {
    const at = Date.now()
    setServerNow(new Date(at + 3_600_000).toISOString(), at)
    setServerNow(new Date(at + 3_600_000).toISOString(), at + 1500) // 1.5 s on its way
    expect(Math.round((serverNow() - Date.now()) / 100)).toBe(36_000)
  })
  test('a device whose clock was set is followed', () => {
    const at = Date.now()
    setServerNow(new Date(at + 3_600_000).toISOString(), at)
    setServerNow(new Date(at).toISOString(), at)
    expect(Math.abs(serverNow() - Date.now())).toBeLessThan(100)
  })
  test('minutes are whole ones', () => {
    expect([119_999, 60_000, 59_000, -59_000, -61_000].map((ms) => minutesTo(new Date(1e12 + ms).toISOString(), 1e12) + 0)).toEqual([1, 1, 0, 0, -1])
  })
})

describe('the screen', () => {
  const held: { released: boolean }[] = []
  const settled = () => new Promise((done) => setTimeout(done))
  const lit = () => held.filter(({ released }) => !released).length
  const lock = () => ({ released: false, async release() { this.released = true } })
  const request = async () => held[held.push(lock()) - 1]!
  const hideAndShow = () => {
    for (const one of held) one.released = true // as a browser does when the page is hidden
    document.dispatchEvent(new Event('visibilitychange'))
  }
  Object.assign(navigator, { wakeLock: { request } })
  retakeWhenSeen()

  test('stays on while somebody works, also after it was hidden, and no longer', async () => {
    for (let n = 0; n < 3; n += 1) keepAwake(true) // each answer of the server says so again
    await settled()
    expect(lit()).toBe(1)
    hideAndShow()
    await settled()
    expect(lit()).toBe(1)
    keepAwake(false)
    await settled()
    expect(lit()).toBe(0)
    hideAndShow()
    await settled()
    expect(lit()).toBe(0)
  })
  test('goes dark when somebody signs out before the browser has answered', async () => {
    keepAwake(true)
    keepAwake(false)
    await settled()
    expect(lit()).toBe(0)
  })
})
