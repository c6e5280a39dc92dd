// @vitest-environment happy-dom
import { createApp, nextTick } from 'vue'
import type { App as VueApp } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { setLang } from '@shared/words'
import CameraSheet from '../../static/src/handheld/parts/CameraSheet.vue'

const seen = vi.hoisted(() => ({ code: '' as string | null, scans: [] as string[] }))
vi.mock('../../static/src/handheld/camera', () => ({ readPicture: async () => seen.code }))
vi.mock('../../static/src/handheld/scans', () => ({ scanned: (code: string) => seen.scans.push(code) }))

const track = { stop: vi.fn(), applyConstraints: vi.fn(), getCapabilities: () => ({}) as Record<string, unknown> }
const stream = { getVideoTracks: () => [track], getTracks: () => [track] }
let app: VueApp

function open(camera: () => Promise<unknown> = async () => stream): void {
  vi.stubGlobal('navigator', { ...navigator, mediaDevices: { getUserMedia: camera } })
  app = createApp(CameraSheet, { open: true })
  app.mount('#app')
}
const button = (text: string) => [...document.querySelectorAll('button')].find((one) => one.textContent!.includes(text))
const light = () => button('Light')
const sees = async (code: string | null, ms: number) => {
  seen.code = code
  await vi.advanceTimersByTimeAsync(ms)
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.clearAllMocks()
  setLang('en')
  Object.assign(seen, { code: null, scans: [] })
  document.body.innerHTML = '<div id="app"></div>'
  Object.defineProperty(HTMLVideoElement.prototype, 'videoWidth', { configurable: true, value: 640 })
  Object.defineProperty(HTMLVideoElement.prototype, 'srcObject', { configurable: true, set: () => undefined })
  track.getCapabilities = () => ({ torch: true })
  track.applyConstraints.mockResolvedValue(undefined)
})
afterEach(() => {
  app.unmount()
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

test('one code after the other is read; one that stays in sight counts once', async () => {
  open()
  await sees('A', 3000)
  await sees('B', 300)
  expect(seen.scans).toEqual(['A', 'B'])
  await sees(null, 2000)
  await sees('B', 300)
  expect(seen.scans).toEqual(['A', 'B', 'B'])
})

test('the light goes on and off where there is one', async () => {
  open()
  await sees(null, 10)
  light()!.click()
  await sees(null, 10)
  expect(track.applyConstraints).toHaveBeenLastCalledWith({ advanced: [{ torch: true }] })
  expect(light()!.getAttribute('aria-pressed')).toBe('true')
  light()!.click()
  await sees(null, 10)
  expect(track.applyConstraints).toHaveBeenLastCalledWith({ advanced: [{ torch: false }] })
})

test('a light that does not come on is not called on', async () => {
  track.applyConstraints.mockRejectedValue(new Error('no light'))
  open()
  await sees(null, 10)
  light()!.click()
  await sees(null, 10)
  expect(light()!.getAttribute('aria-pressed')).toBe('false')
})

test('a camera without a light offers none', async () => {
  track.getCapabilities = () => ({})
  open()
  await sees(null, 10)
  expect(light()).toBeUndefined()
})

test('closed, it is off and reads no more, also when it comes only afterwards', async () => {
  open()
  await sees('A', 300)
  app.unmount()
  await sees('B', 1000)
  expect([track.stop.mock.calls.length, seen.scans]).toEqual([1, ['A']])
  let comes = (_: unknown) => {}
  document.body.innerHTML = '<div id="app"></div>'
  open(() => new Promise((done) => (comes = done)))
  app.unmount()
  comes(stream)
  await sees('C', 1000)
  expect([track.stop.mock.calls.length, seen.scans]).toEqual([2, ['A']])
})

test('without a camera a photo is taken', async () => {
  open(() => Promise.reject(new Error('denied')))
  await sees(null, 10)
  await nextTick()
  expect(document.querySelector('input[type=file]')).not.toBeNull()
})
