import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { WebSocket as Client, WebSocketServer } from 'ws'
import type { WebSocket as Peer } from 'ws'
import { Cainiao } from '../../static/src/printers/bridge/cainiao'
import { bridgeOnce } from '../../static/src/printers/bridge/running'

interface Asked {
  cmd: string
  requestID: string
  version: string
  task?: { taskID: string; documents: { documentID: string; contents: Record<string, unknown>[] }[] }
}

/** CAINIAO's component as its protocol describes it; `behave` says what becomes of a print. */
let server: WebSocketServer
let asked: Asked[]
let behave: (peer: Peer, one: Asked) => void
let component: Cainiao

const say = (peer: Peer, told: object) => peer.send(JSON.stringify(told))
const accept = (peer: Peer, one: Asked) => say(peer, { cmd: 'print', requestID: one.requestID, taskID: one.task!.taskID, status: 'success' })
const notify = (peer: Peer, one: Asked, taskStatus: string, status = 'success') =>
  say(peer, { cmd: 'notifyPrintResult', printer: 'P', taskID: one.task!.taskID, taskStatus, printStatus: [{ documentID: one.task!.taskID, status }] })

beforeEach(async () => {
  globalThis.WebSocket = Client as unknown as typeof WebSocket
  asked = []
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await new Promise((done) => server.on('listening', done))
  server.on('connection', (peer) =>
    peer.on('message', (text) => {
      const one = JSON.parse(String(text)) as Asked
      asked.push(one)
      if (one.cmd === 'getPrinters') say(peer, { cmd: 'getPrinters', requestID: one.requestID, defaultPrinter: 'A', printers: [{ name: 'A' }, { name: 'B' }] })
      else behave(peer, one)
    }),
  )
  component = new Cainiao(`ws://127.0.0.1:${(server.address() as { port: number }).port}`)
})

afterEach(() => {
  component.close()
  for (const peer of server.clients) peer.terminate()
  server.close()
})

const task = (copy = 0) => ({ job_id: 7, task_id: `parcel:1:label:1:${copy}`, copy, contents: [{ encryptedData: 'AES:x', templateURL: 't' }, { data: { shop: 'S' }, templateURL: 'own' }] })

test('it lists the printers', async () => {
  await component.connect()
  expect(await component.getPrinters()).toEqual(['A', 'B'])
})

test('a task is sent in the protocol and is printed only when the component says so', async () => {
  behave = (peer, one) => {
    accept(peer, one)
    notify(peer, one, 'rendered')
    setTimeout(() => notify(peer, one, 'printed'), 20)
  }
  expect(await component.print(task())).toBe('printed')
  expect(asked[0]).toMatchObject({ cmd: 'print', version: '1.0', task: { taskID: 'parcel:1:label:1:0', documents: [{ contents: [{ encryptedData: 'AES:x' }, {}] }] } })
})

test('a repeat is marked in the shop’s own area and nowhere else', async () => {
  behave = (peer, one) => {
    accept(peer, one)
    notify(peer, one, 'printed')
  }
  await component.print(task(2))
  const contents = asked[0]!.task!.documents[0]!.contents
  expect(contents[0]).toEqual({ encryptedData: 'AES:x', templateURL: 't' })
  expect(contents[1]).toMatchObject({ data: { shop: 'S', copy: '补打 COPY 2' } })
})

test('what it does not take is refused, what goes wrong has failed, what ends midway is lost', async () => {
  behave = (peer, one) => say(peer, { cmd: 'print', requestID: one.requestID, status: 'failed', msg: 'template' })
  expect(await component.print(task())).toBe('refused')
  behave = (peer, one) => (accept(peer, one), notify(peer, one, 'failed', 'failed'))
  expect(await component.print(task())).toBe('failed')
  behave = (peer, one) => (accept(peer, one), notify(peer, one, 'rendered'), notify(peer, one, 'failed', 'failed'))
  expect(await component.print(task())).toBe('failed')
  behave = (peer, one) => (accept(peer, one), peer.close())
  expect(await component.print(task())).toBe('lost')
})

test('a result of another task proves nothing', async () => {
  behave = (peer, one) => {
    accept(peer, one)
    say(peer, { cmd: 'notifyPrintResult', taskID: 'other', taskStatus: 'printed' })
    notify(peer, one, 'failed')
  }
  expect(await component.print(task())).toBe('failed')
})

test('it is looked for on this PC, at the port of its protocol', async () => {
  const tried: string[] = []
  class Deaf {
    onclose: (() => void) | null = null
    constructor(url: string) {
      tried.push(url)
      setTimeout(() => this.onclose?.())
    }
    close(): void {}
  }
  globalThis.WebSocket = Deaf as unknown as typeof WebSocket
  for (const protocol of ['http:', 'https:']) {
    vi.stubGlobal('location', { protocol })
    expect(await new Cainiao().connect()).toBe(false)
  }
  vi.unstubAllGlobals()
  expect(tried).toEqual(['ws://localhost:13528', 'wss://localhost:13529'])
})

test('nobody there: nothing is taken from the server', async () => {
  const away = new Cainiao('ws://127.0.0.1:1')
  const calls: string[] = []
  const send = async <T>(_: 'POST', path: string) => (calls.push(path), {} as T)
  expect(await bridgeOnce(away, 1, send)).toBe(false)
  expect(calls).toEqual([])
})

test('what was printed is told to the server, again until it has it', async () => {
  behave = (peer, one) => (accept(peer, one), notify(peer, one, 'printed'))
  const told: unknown[] = []
  const send = async <T>(_: 'POST', path: string, body: unknown): Promise<T> => {
    if (path.endsWith('/next')) return { job: task() } as T
    told.push([path, body])
    if (told.length === 1) throw new Error('offline')
    return {} as T
  }
  expect(await bridgeOnce(component, 1, send)).toBe(true)
  expect(told).toEqual([['/api/printing/bridge/7', { outcome: 'printed' }], ['/api/printing/bridge/7', { outcome: 'printed' }]])
})
