// @vitest-environment happy-dom
/** A new version waits for the end of a task, and is found without anybody starting the page anew. */
import { effectScope, shallowRef } from 'vue'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

interface Registering {
  onNeedRefresh: () => void
  onRegisteredSW: (url: string, worker: { update: () => Promise<void> }) => void
}

const outbox = shallowRef({ waiting: [] as unknown[] })
const connected = shallowRef(true)
const took = vi.fn(async () => undefined)
const asked = vi.fn(async () => undefined)
const reload = vi.fn()
let registering: Registering | null
let scope: ReturnType<typeof effectScope>

vi.mock('../../static/src/handheld/desk', () => ({
  desk: {
    get outbox() {
      return outbox.value
    },
    get connected() {
      return connected.value
    },
  },
}))
vi.mock('virtual:pwa-register', () => ({
  registerSW: (given: Registering) => {
    registering = given
    given.onRegisteredSW('/sw.js', { update: asked })
    return took
  },
}))

let state: typeof import('../../static/src/handheld/state')
let update: typeof import('../../static/src/handheld/update')

beforeEach(() => {
  vi.useFakeTimers()
  vi.setSystemTime(new Date('2026-11-22T12:00:00Z'))
  vi.stubEnv('DEV', false)
  vi.spyOn(location, 'reload').mockImplementation(reload)
  vi.resetModules()
  vi.clearAllMocks()
  Object.assign(outbox, { value: { waiting: [] } })
  connected.value = true
  registering = null
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
  vi.unstubAllEnvs()
  vi.unstubAllGlobals()
})

async function opened(phase: 'work' | 'sign_in', screen: string, worker = true): Promise<void> {
  if (worker) Object.defineProperty(navigator, 'serviceWorker', { value: new EventTarget(), configurable: true })
  else delete (navigator as unknown as Record<string, unknown>).serviceWorker
  state = await import('../../static/src/handheld/state')
  update = await import('../../static/src/handheld/update')
  Object.assign(state.shown, { phase, screen })
  scope = effectScope()
  scope.run(update.watchForUpdates)
}
const after = (ms: number) => vi.advanceTimersByTimeAsync(ms)

describe('a new version', () => {
  test.each(['offer', 'totes', 'pick', 'zero_check', 'unload', 'stop', 'interrupt', 'pack_check', 'pack_print', 'handover'])('waits on %s', async (screen) => {
    await opened('work', screen)
    registering!.onNeedRefresh()
    await after(600_000)
    expect(took).not.toHaveBeenCalled()
  })
  test.each([['work', 'idle'], ['work', 'station'], ['work', 'pack_open'], ['sign_in', '']] as const)('is taken at %s %s', async (phase, screen) => {
    await opened(phase, screen)
    registering!.onNeedRefresh()
    await after(10)
    expect(took).toHaveBeenCalledOnce()
  })
  test('comes with the end of the task', async () => {
    await opened('work', 'pick')
    registering!.onNeedRefresh()
    await after(1000)
    state.shown.screen = 'idle'
    await after(10)
    expect(took).toHaveBeenCalledOnce()
  })
  test('waits for the last scan that is saved here alone', async () => {
    outbox.value = { waiting: [{}] }
    await opened('work', 'idle')
    registering!.onNeedRefresh()
    await after(60_000)
    update.applyUpdate() // by hand, from the menu
    expect(took).not.toHaveBeenCalled()
    outbox.value = { waiting: [] }
    await after(10)
    expect(took).toHaveBeenCalledOnce()
  })
  test('waits until a message has been read', async () => {
    await opened('work', 'idle')
    state.raise({ kind: 'attention', title: 'Read me', text: '' })
    registering!.onNeedRefresh()
    await after(60_000)
    expect(took).not.toHaveBeenCalled()
    state.alarms.splice(0)
    await after(10)
    expect(took).toHaveBeenCalledOnce()
  })
  test('does not come into a PIN that is being typed', async () => {
    await opened('sign_in', '')
    registering!.onNeedRefresh()
    document.dispatchEvent(new Event('pointerdown'))
    await after(2900)
    document.dispatchEvent(new Event('pointerdown'))
    await after(2900)
    expect(took).not.toHaveBeenCalled()
    await after(200)
    expect(took).toHaveBeenCalledOnce()
  })
  test('is loaded when its worker has taken over, not before', async () => {
    await opened('work', 'idle')
    registering!.onNeedRefresh()
    await after(10)
    expect(reload).not.toHaveBeenCalled()
    navigator.serviceWorker.dispatchEvent(new Event('controllerchange'))
    expect(reload).toHaveBeenCalledOnce()
  })
})

describe('looking for one', () => {
  test('happens every hour, and when the server comes back', async () => {
    connected.value = false
    await opened('work', 'pick')
    connected.value = true
    await after(10)
    expect(asked).not.toHaveBeenCalled()
    await after(3_600_000)
    expect(asked).toHaveBeenCalledTimes(1)
    connected.value = false
    await after(120_000)
    connected.value = true
    await after(10)
    expect(asked).toHaveBeenCalledTimes(2)
  })
  test('by plain http, the page is asked which build it names', async () => {
    let body = '<h1>Sign in to the guest Wi-Fi</h1>'
    const page = vi.fn(async () => new Response(body))
    vi.stubGlobal('fetch', page)
    await opened('work', 'idle', false)
    await after(3_600_010)
    expect([registering, page.mock.calls.length, reload.mock.calls.length]).toEqual([null, 1, 0])
    body = '<script src="/static/dist/assets/handheld-AAAAAAAA.js">'
    await after(3_600_010)
    expect(reload).toHaveBeenCalledOnce()
  })
})
