/** A handheld in a test: the real app over a faked line and faked HTTP; everything between is ours. */
import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { createApp, nextTick, ref } from 'vue'
import type { App as VueApp } from 'vue'
import { afterEach, beforeEach, vi } from 'vitest'
import type { Line, LineOptions } from '@shared/socket'
import type { Walk } from '../../static/src/handheld/walk-core'
import type { Accepted, Answer, Op, ScreenState } from '@shared/wire'
import App from '../../static/src/handheld/App.vue'
import { openDesk } from '../../static/src/handheld/desk'
import { scanned, startDraining } from '../../static/src/handheld/scans'
import { setLang } from '@shared/words'

export interface SignIn {
  device_token: string
  badge: string
  pin: string
}

export interface Handheld {
  session: (asked: SignIn) => Response
  ops: Op[]
  connected: { value: boolean }
  /** The server answers only after this. */
  before: Promise<void>
  /** The walk, as it was when asked for, arrives only after this. */
  beforeWalk: Promise<void>
  /** The screen, as it was when asked for, arrives only after this. */
  beforeScreen: Promise<void>
  answer: (op: Op) => Partial<Accepted> | Extract<Answer, { ok: false }> | null
  shows: ScreenState
  /** What the server says of the whole walk. */
  walk: Walk | null
  remarks: Record<string, string>
  poke: (what?: string) => void
  scan: (...codes: string[]) => Promise<void>
  tap: (text: string) => Promise<void>
  text: () => string
  settled: () => Promise<void>
  app: VueApp
}

export const state = (screen: string, card: Record<string, unknown>): ScreenState => ({
  screen, card, strip: null, operator: { id: 1, name: 'Ann' }, roles: ['picker'], work: 'picking', lang: 'en',
  now: new Date().toISOString(), cursor: 1,
})

export const settled = async () => {
  for (let n = 0; n < 20; n += 1) await new Promise((done) => setTimeout(done, 2))
}

/**
 * For a test file: each test opens a handheld of its own, with an empty disk and modules that know of no other;
 * it is taken down afterwards. Opening again after `vi.resetModules()` is a restart of the same device.
 */
export function eachAfresh(): typeof handheld {
  let made: Handheld | null = null
  const timers: ReturnType<typeof setTimeout>[] = []
  const start = setTimeout
  beforeEach(() => {
    vi.resetModules()
    vi.stubGlobal('indexedDB', new IDBFactory())
    vi.stubGlobal('setTimeout', (...given: Parameters<typeof start>) => timers[timers.push(start(...given)) - 1])
  })
  afterEach(() => {
    made?.app.unmount()
    made = null
    timers.splice(0).forEach(clearTimeout) // what it wanted to send later would reach the next test's server
    vi.unstubAllGlobals()
  })
  return async (...first) => {
    const fresh = await import('./floor')
    return (made = await fresh.handheld(...first))
  }
}

/** A page with `first` on its screen. `answer` says what the server does with each operation; null: nothing comes. */
export async function handheld(first: ScreenState, by: string | null = 'ann'): Promise<Handheld> {
  document.body.innerHTML = '<div id="app"></div>'
  localStorage.setItem('wavecard.device_token', 'token')
  if (by) localStorage.setItem('wavecard.by', by)
  else localStorage.removeItem('wavecard.by')
  setLang('en')
  let options: LineOptions
  const made: Handheld = {
    before: Promise.resolve(), beforeWalk: Promise.resolve(), beforeScreen: Promise.resolve(),
    session: () => new Response('{}', { status: 401 }),
    ops: [], connected: ref(true), answer: () => null, shows: first, walk: null, remarks: {},
    poke: (what = 'screen') => options.onPoke({ cursor: 1, what, ids: [] }),
    scan: async (...codes) => {
      codes.forEach(scanned)
      await settled()
    },
    tap: async (text) => {
      const buttons = [...document.querySelectorAll('button')]
      const words = (one: Element) => [one.textContent!.trim(), one.getAttribute('aria-label')]
      const button = buttons.find((one) => words(one).includes(text)) ?? buttons.find((one) => one.textContent!.includes(text))
      if (!button) throw new Error(`no button "${text}" among ${buttons.map((one) => one.textContent).join(' | ')}`)
      button.click()
      await settled()
    },
    text: () => document.body.textContent!.replace(/\s+/g, ' '),
    settled, app: null as unknown as VueApp,
  }
  const server = async (op: Op): Promise<Answer> => {
    made.ops.push(op)
    await made.before
    const said = made.answer(op)
    if (said === null) return new Promise(() => undefined)
    if (said.ok === false) return { ...said, op_id: op.op_id }
    const { screen, card } = made.shows
    return { ok: true, op_id: op.op_id, screen, card, message: null, attention: null, cursor: 1, ...said }
  }
  vi.stubGlobal('fetch', async (path: string, init?: RequestInit) => {
    if (!made.connected.value) throw new TypeError('no network')
    if (path === '/api/session' && init!.method === 'POST') return made.session(JSON.parse(String(init!.body)) as SignIn)
    if (path === '/api/walk') {
      const { walk, remarks } = made
      await made.beforeWalk
      return new Response(JSON.stringify({ walk, remarks, now: new Date().toISOString(), zone: 'Asia/Shanghai' }))
    }
    const { shows } = made
    if (path === '/api/screen') await made.beforeScreen
    const said = path === '/api/ops' ? await Promise.all((JSON.parse(String(init!.body)) as Op[]).map(server)) : shows
    return new Response(JSON.stringify(said), { status: 200 })
  })
  const line = (given: LineOptions): Line => {
    options = given
    return {
      connected: made.connected as Line['connected'],
      send: server,
      renew: () => undefined, hello: () => undefined, check: () => undefined, close: () => undefined,
    }
  }
  await openDesk(line)
  made.app = createApp(App)
  made.app.config.warnHandler = (message) => {
    throw new Error(`Vue: ${message}`)
  }
  made.app.mount('#app')
  startDraining()
  await settled()
  await nextTick()
  return made
}
