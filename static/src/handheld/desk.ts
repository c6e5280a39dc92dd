/** Ties the device together: the line, the outbox and what is shown. Screens call `perform` and little else. */
import { computed, ref } from 'vue'
import { ApiFailure, sendJson } from '@shared/api'
import { serverNow } from '@shared/clock'
import { becomeAgain, buildOf, findBy, findDeviceToken, forgetBy, forgetDevice, identity, pair, signIn, signOut } from '@shared/device'
import { makeOp, postOps } from '@shared/ops'
import { setLang } from '@shared/words'
import { openLine } from '@shared/socket'
import type { Line } from '@shared/socket'
import type { Answer, Lang, Op, Poke, ScreenState } from '@shared/wire'
import { askScreen, wokeUp } from './asking'
import { feel } from './feedback'
import { DeviceOutbox } from './outbox'
import { hasSame } from './outbox-core'
import type { Note } from './outbox-core'
import { OutboxStore } from './outbox-store'
import type { Alarm } from './state'
import { alarms, clearWork, raise, say, showAnswer, showState, shown } from './state'
import { findKept, forgetKept, keepAgain, sendKept } from './photo'
import { keepAwake } from './wake'
import { foldIn, forgetRemarks, restoreWalk, syncWalk, viewAhead } from './walk'
import { isOfWalk } from './walk-core'
import { t } from './words'

/** Scans that count: the same one again is another unit, not a second tap. */
const COUNTED = new Set(['pick.scan', 'pack.check'])
const CALLING = new Set(['offer', 'interrupt', 'stop'])
const BETWEEN_REFRESHES_MS = 250
const FLOOR_EVERY_MS = 1000
const SPREAD_MS = 400 // a poke to the whole floor must not bring every handheld in the same millisecond
const REPORT = 'fact.report'
const MINE = /screen|parcel|print\b|revoked/
const FLUSH_EVERY_MS = 10_000

/** Only goods are in sight of a picker: a photo from a bench could show an address, and stays in memory. */
const photos = {
  find: ({ body }: Op) => (shown.work === 'picking' ? findKept(body.photo) : null),
  keepAgain, forget: forgetKept,
  send: (key: string) => sendKept(key, () => line.connected.value),
}

export const reachable = ref(true)

let line: Line
let store: OutboxStore | null = null
let outbox: DeviceOutbox
let [refreshing, refreshAgain] = [false, false]
let answers = 0
let unsavedSaid = false
let pokeTimer = 0
let heardFloorAt = 0

export const desk = {
  get outbox() {
    return outbox.state.value
  },
  get connected() {
    return line.connected.value
  },
}

/** The server's last word; ahead of it while scans wait here and the walk is known. */
export const view = computed(() => {
  const ahead = outbox ? viewAhead(outbox.state.value) : null
  return { screen: shown.screen, card: shown.card, ...ahead, ahead: ahead !== null }
})

/** Is what is on the screen judged against all that was scanned so far? */
export function isCurrent(): boolean {
  const { waiting } = desk.outbox
  return waiting.length === 0 || (view.value.ahead && waiting.every(({ op }) => isOfWalk(op.kind)))
}

/** Everything but the first question to the server: the page can be drawn after this. */
export async function openDesk(dial = openLine): Promise<void> {
  store = await OutboxStore.open().catch(() => null)
  const self = await store?.findSelf().catch(() => null)
  if (self) becomeAgain(self)
  else await keepSelf() // a browser of the version before
  line = dial({
    auth: () => ({ device_token: findDeviceToken(), build: buildOf(import.meta.url) }),
    onPoke,
    onDenied: () => {
      if (shown.phase !== 'pair') clearWork('pair') // the token stays: the server may be restored
    },
    onConnect: () => {
      if (shown.phase === 'pair') clearWork(findBy() ? 'starting' : 'sign_in')
      shown.cursor = -1 // the server may have been set up anew; its word counts from here
      outbox.flush()
      void refresh()
    },
  })
  const roads = { connected: () => line.connected.value, emit: line.send, post: postOps }
  outbox = new DeviceOutbox({ roads, store, onAnswer, onUnsaved, fold: foldIn, photos })
  await outbox.restore()
  const walks = await restoreWalk(store)
  watchNetwork()
  clearWork(!findDeviceToken() ? 'pair' : !findBy() ? 'sign_in' : walks ? 'work' : 'starting')
  raiseUnread()
  outbox.flush()
  void refresh()
}

/** Write the operation down, then beep, then send. A second tap on the same thing is ignored. */
export async function perform(kind: string, body: Record<string, unknown> = {}): Promise<void> {
  if (!COUNTED.has(kind) && hasSame(outbox.state.value, kind, body)) return
  await outbox.add(makeOp(kind, body))
  feel('ok')
  if (!desk.connected && !COUNTED.has(kind) && !view.value.ahead) say(t('scan.wait'))
}

/** Ask what to show. Calls that come meanwhile become one more, never a pile. */
export async function refresh(): Promise<void> {
  if (refreshing) return void (refreshAgain = true)
  if (shown.phase !== 'starting' && shown.phase !== 'work') return
  refreshing = true
  try {
    const before = shown.screen
    const since = answers
    const state = await askScreen()
    reachable.value = true
    if (answers !== since) refreshAgain = true // it may be from before what was answered meanwhile
    else if (showState(state)) announce(before, state)
    keepAwake(true)
    void syncWalk(isIdle)
  } catch (error) {
    onFailure(error)
  }
  window.setTimeout(() => {
    const again = refreshAgain
    refreshing = refreshAgain = false
    if (again) void refresh()
  }, BETWEEN_REFRESHES_MS)
}

export async function pairDevice(code: string): Promise<void> {
  await pair(code)
  await keepSelf()
  clearWork('sign_in')
  say(t('pair.done'))
  line.renew()
}

export async function signInHere(badge: string, pin: string, soFar = false): Promise<boolean> {
  const signed = await signIn(badge, pin, soFar)
  if (!signed) return false
  forgetRemarks()
  await keepSelf()
  clearWork('work')
  raiseUnread()
  showState(signed)
  keepAwake(true)
  line.hello()
  const next = new URLSearchParams(location.search).get('next') ?? (signed.screen === 'lead' ? '/lead' : '')
  if (/^\/(lead|printers)$/.test(next)) location.assign(next)
  return true
}

/** The outbox stays: it belongs to the device, and each operation says who did it. */
export async function signOutHere(): Promise<void> {
  await signOut().catch(() => undefined)
  forgetRemarks()
  await keepSelf()
  keepAwake(false)
  clearWork('sign_in')
  line.hello()
}

export function choose(lang: Lang): void {
  setLang(lang)
  if (shown.phase === 'work') void perform('lang.choose', { lang })
}

/** Nothing waits: what the server tells now has all that this device did. */
function isIdle(): boolean {
  return outbox.state.value.waiting.length === 0
}

/** A code that is not the one asked for: what it is, when the server can say so. */
export async function explain(one: Alarm): Promise<void> {
  const told = await sendJson<{ kind: string; text: string }>('POST', '/api/barcodes/resolve', { barcode: one.scanned }).catch(() => null)
  const shownNow = alarms.find((other) => other.scanned === one.scanned && !other.is)
  if (told && shownNow) Object.assign(shownNow, { is: told.text, unknown: told.kind === 'unknown' })
}

export function acknowledgeAlarm(): void {
  const read = alarms.shift()
  const note = outbox.state.value.attention.find(({ op_id }) => op_id === read?.op_id)
  if (note) void handOver(note)
}

/** Read by somebody. What happened on the floor long ago goes to the lead before it is gone from here. */
async function handOver(note: Note): Promise<void> {
  if (!findBy()) return // said again to whoever signs in next
  const minutes = Math.max(0, Math.round((serverNow() - Date.parse(note.at)) / 60_000))
  if (note.late && note.kind !== REPORT) await outbox.add(makeOp(REPORT, { kind: note.kind, minutes, why: note.code }))
  await outbox.acknowledge(note.op_id)
}

/** What concerns this device is asked for at once; what concerns everybody, once in a while. */
function onPoke(poke: Poke): void {
  if (MINE.test(poke.what)) return void refresh()
  if (pokeTimer) return
  const wait = Math.max(0, heardFloorAt + FLOOR_EVERY_MS - Date.now()) + Math.random() * SPREAD_MS
  pokeTimer = window.setTimeout(() => {
    pokeTimer = 0
    heardFloorAt = Date.now()
    void refresh()
  }, wait)
}

function onAnswer(answer: Answer, op: Op): void {
  answers += 1
  reachable.value = true
  if (!answer.ok) {
    const note = outbox.state.value.attention.find(({ op_id }) => op_id === op.op_id)
    if (note) raiseNote(note)
    feel(answer.code === 'refused' || answer.code === 'invalid' ? 'wrong' : 'lead')
    return void refresh()
  }
  const mine = op.by === findBy() // else somebody signed out before it left: that screen is not for this one
  if (!mine || !showAnswer(answer)) void refresh()
  if (answer.attention) {
    raise({ kind: 'attention', title: answer.attention, text: '' })
    feel('lead')
  }
  say(answer.message)
  void syncWalk(isIdle)
}

/** What was refused stays until somebody has read it, whoever that is. */
function raiseUnread(): void {
  outbox.state.value.attention.forEach(raiseNote)
}

function raiseNote(note: Note): void {
  const expected = note.details?.expected
  const text = note.message || t('error.lost')
  raise({
    kind: 'wrong',
    title: text,
    text: '',
    expected: typeof expected === 'string' ? expected : undefined,
    op_id: note.op_id,
  })
}

function onFailure(error: unknown): void {
  if (!(error instanceof ApiFailure)) throw error
  if (error.status === 401 || error.status === 403) {
    forgetBy()
    void keepSelf()
    return clearWork('sign_in')
  }
  reachable.value = false
}

/** The server no longer knows this device: it must be paired again. Unsent operations stay. */
export function unpair(): void {
  forgetDevice()
  void keepSelf()
  clearWork('pair')
}

/** Who this is, on the disk at once. */
async function keepSelf(): Promise<void> {
  await store?.keepSelf(identity()).catch(() => undefined)
}

function onUnsaved(): void {
  if (unsavedSaid) return
  unsavedSaid = true
  raise({ kind: 'attention', title: t('outbox.unsaved'), text: '' })
}

function watchNetwork(): void {
  const wake = () => {
    line.check()
    outbox.flush()
    wokeUp()
    refreshing = false // what was asked before the sleep may never be answered
    void refresh()
  }
  window.addEventListener('online', wake)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') wake()
  })
  window.setInterval(() => {
    if (outbox.state.value.waiting.length > 0) outbox.flush()
    if (!reachable.value) void refresh()
  }, FLUSH_EVERY_MS)
}

/** What came without being asked for is heard and felt. */
function announce(before: string, now: ScreenState): void {
  const arrived = before !== '' && before !== now.screen
  const urgent = now.card.icon === 'cross' || now.screen !== 'offer'
  if (arrived && CALLING.has(now.screen)) feel(urgent ? 'lead' : 'done')
}
