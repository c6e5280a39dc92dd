import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Answer, Op } from '@shared/wire'
import { DeviceOutbox } from '../../static/src/handheld/outbox'
import type { Photos } from '../../static/src/handheld/outbox'
import { OutboxStore } from '../../static/src/handheld/outbox-store'

const op = (op_id: string): Op => ({ op_id, kind: 'tote.scan', at: 'now', by: 'b', body: { n: op_id } })
const yes = (one: Op): Answer => ({ ok: true, op_id: one.op_id, screen: 'pick', card: {}, message: null, attention: null, cursor: 1 })
const no = (one: Op): Answer => ({ ok: false, op_id: one.op_id, code: 'refused', message: 'Mei Chen is not here', details: { name: 'Mei' } })
const ids = (ops: { op_id: string }[]) => ops.map((one) => one.op_id)

let name = ''
let store: OutboxStore
let emitted: Op[]
let posted: Op[][]
let answered: Answer[]
let unsaved: number
let connected: boolean
let emit: (one: Op) => Promise<Answer>

beforeEach(async () => {
  name = `box-${Math.random()}`
  store = await OutboxStore.open(name)
  emitted = []
  posted = []
  answered = []
  unsaved = 0
  connected = true
  emit = async (one) => yes(one)
})
afterEach(() => store.close())

async function open(using: OutboxStore | null = store, photos?: Photos): Promise<DeviceOutbox> {
  const box = new DeviceOutbox({
    roads: {
      connected: () => connected,
      emit: (one) => {
        emitted.push(one)
        return emit(one)
      },
      post: async (ops) => {
        posted.push(ops)
        return ops.map(yes)
      },
    },
    store: using,
    onAnswer: (answer) => answered.push(answer),
    onUnsaved: () => (unsaved += 1),
    ...(photos ? { photos } : {}),
  })
  await box.restore()
  return box
}

test('an operation is on the disk before add returns, and leaves it when it is confirmed', async () => {
  let let_go = () => {}
  emit = (one) => new Promise((done) => (let_go = () => done(yes(one))))
  const box = await open()
  await box.add(op('1'))
  expect(ids(await store.listOps())).toEqual(['1'])
  let_go()
  await vi.waitFor(async () => expect(await store.listOps()).toEqual([]))
  expect([ids(answered), box.state.value.confirmed]).toEqual([['1'], 1])
})

test('operations leave one after another in the order they were made', async () => {
  const box = await open()
  await Promise.all(['1', '2', '3', '4'].map((id) => box.add(op(id))))
  await vi.waitFor(() => expect(ids(answered)).toEqual(['1', '2', '3', '4']))
  expect(ids(emitted)).toEqual(['1', '2', '3', '4'])
})

test('without the socket they go by HTTP as one list', async () => {
  emit = () => Promise.reject(new Error('away'))
  const box = await open()
  connected = false
  await Promise.all(['1', '2', '3'].map((id) => box.add(op(id))))
  await vi.waitFor(() => expect(ids(answered)).toEqual(['1', '2', '3']))
  expect(emitted).toEqual([])
})

test('an answer that never came is asked for again, with the same id', async () => {
  let first = true
  emit = async (one) => {
    if (!first) return yes(one)
    first = false
    throw new Error('timeout')
  }
  const box = await open()
  await box.add(op('1'))
  await vi.waitFor(() => expect(ids(answered)).toEqual(['1']), 3000)
  expect(ids(emitted)).toEqual(['1', '1'])
})

test('after a reload what was not confirmed waits again', async () => {
  emit = () => new Promise(() => undefined)
  const before = await open()
  await before.add(op('1'))
  await before.add(op('2'))
  emit = async (one) => yes(one)
  const after = await open()
  expect(ids(after.state.value.waiting.map((entry) => entry.op))).toEqual(['1', '2'])
  after.flush()
  await vi.waitFor(async () => expect(await store.listOps()).toEqual([]))
})

test('a refusal leaves the outbox and outlives a reload, but not its words', async () => {
  emit = async (one) => no(one)
  const box = await open()
  await box.add(op('1'))
  await vi.waitFor(async () => expect(await store.listNotes()).toHaveLength(1))
  expect([await store.listOps(), answered[0]!.ok]).toEqual([[], false])
  expect(JSON.stringify(await store.listNotes())).not.toMatch(/Mei/)
  const after = await open()
  expect(ids(after.state.value.attention)).toEqual(['1'])
  await after.acknowledge('1')
  expect(await store.listNotes()).toEqual([])
})

test('a browser that keeps nothing says so and still sends', async () => {
  const box = await open(null)
  await box.add(op('1'))
  await vi.waitFor(() => expect(ids(answered)).toEqual(['1']))
  expect(unsaved).toBe(1)
})

test('an operation is written through to the disk, and that is over before add returns', async () => {
  const opened = vi.spyOn(IDBDatabase.prototype, 'transaction')
  let complete = 0
  opened.mockImplementation(function (this: IDBDatabase, ...asked: unknown[]) {
    opened.mockRestore()
    const made = (this.transaction as (...all: unknown[]) => IDBTransaction)(...asked)
    made.addEventListener('complete', () => (complete += 1))
    expect(asked).toEqual([['outbox', 'photos'], 'readwrite', { durability: 'strict' }])
    return made
  } as IDBDatabase['transaction'])
  await store.add(op('1'))
  expect(complete).toBe(1)
})

test('so is who this device is, and that an operation was confirmed', async () => {
  const opened = vi.spyOn(IDBDatabase.prototype, 'transaction')
  await store.keepSelf({ token: 't', by: 'b' })
  await store.settle('1', null)
  const modes = opened.mock.calls.map(([, mode, how]) => [mode, how])
  opened.mockRestore()
  expect(modes).toEqual([['readwrite', { durability: 'strict' }], ['readwrite', { durability: 'strict' }]])
})

describe('a photo taken without a network', () => {
  const bytes = new Uint8Array([255, 216, 7]).buffer
  const pictured = (id: string): Op => ({ ...op(id), body: { found: 0, photo: 'key' } })
  let sent: string[]
  let numbered: () => Promise<number | null>
  let again: [string, ArrayBuffer][]
  const photos: Photos = {
    find: ({ body }) => (body.photo ? bytes : null),
    keepAgain: (all) => (again = all),
    send: (key) => {
      sent.push(key)
      return numbered()
    },
    forget: () => undefined,
  }
  beforeEach(() => {
    sent = []
    again = []
    numbered = () => Promise.reject(new Error('away'))
  })

  test('is on the disk with its operation, outlives a restart, and nothing overtakes the two', async () => {
    const before = await open(store, photos)
    await before.add(pictured('1'))
    await before.add(op('2'))
    const after = await open(store, photos)
    expect(new Uint8Array(again[0]![1])).toEqual(new Uint8Array(bytes))
    expect([ids(after.state.value.waiting.map((entry) => entry.op)), emitted, posted]).toEqual([['1', '2'], [], []])
  })
  test('is sent first; its operation then names its number, again after a lost answer, and the photo is gone', async () => {
    numbered = async () => 7
    let lost = true
    emit = async (one) => {
      expect([(await store.listOps())[0]!.body, await store.listPhotos()]).toEqual([{ found: 0, photo_id: 7 }, []])
      if (!lost) return yes(one)
      lost = false
      throw new Error('timeout')
    }
    const box = await open(store, photos)
    await box.add(pictured('1'))
    await vi.waitFor(() => expect(ids(answered)).toEqual(['1']), 3000)
    expect([sent, emitted.map(({ body }) => body)]).toEqual([['key'], [{ found: 0, photo_id: 7 }, { found: 0, photo_id: 7 }]])
  })
  test('that nobody takes is left out: what happened counts all the same', async () => {
    numbered = async () => null
    const box = await open(store, photos)
    await box.add(pictured('1'))
    await vi.waitFor(() => expect(ids(answered)).toEqual(['1']))
    expect(emitted[0]!.body).toEqual({ found: 0 })
  })
})
