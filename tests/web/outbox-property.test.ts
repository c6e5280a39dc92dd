/** Any interleaving of scans, sends, answers, losses, repeats, refusals and restarts. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EMPTY, acknowledge, add, keep, nextBatch, restored, settle } from '../../static/src/handheld/outbox-core'
import type { Note, Outbox } from '../../static/src/handheld/outbox-core'
import type { Answer, Op } from '@shared/wire'

/** A device, its disk, the air between, and a server that knows each op_id once. */
class World {
  box: Outbox = EMPTY
  disk: Op[] = []
  noted: Note[] = []
  issued: string[] = []
  confirmed = new Set<string>()
  read = new Set<string>()
  air: Answer[] = []
  applied: string[] = []
  answers = new Map<string, Answer>()

  here(): string[] {
    return this.box.waiting.map(({ op }) => op.op_id)
  }
}

type Step = (world: World) => void

const scan: Step = (world) => {
  const op: Op = { op_id: String(world.issued.length), kind: 'pick.scan', at: '', by: 'a', body: {} }
  world.issued.push(op.op_id)
  world.box = add(world.box, op)
  world.disk.push(op)
  world.box = keep(world.box, op.op_id)
}

const send = (many: number, lost: boolean, refused: boolean): Step => (world) => {
  for (const op of nextBatch(world.box, many)) {
    if (!world.answers.has(op.op_id)) {
      world.applied.push(op.op_id)
      world.answers.set(op.op_id, refused
        ? { ok: false, op_id: op.op_id, code: 'refused', message: '', details: null }
        : { ok: true, op_id: op.op_id, screen: 'pick', card: {}, message: null, attention: null, cursor: 1 })
    }
    if (!lost) world.air.push(world.answers.get(op.op_id)!)
  }
}

const answer = (which: number, twice: boolean): Step => (world) => {
  const one = world.air.splice(which % Math.max(1, world.air.length), 1)[0]
  for (let n = 0; one && n < (twice ? 2 : 1); n += 1) {
    const before = world.box.confirmed
    world.box = settle(world.box, one)
    if (world.box.confirmed > before) world.confirmed.add(one.op_id)
    world.disk = world.disk.filter(({ op_id }) => world.here().includes(op_id))
    world.noted = world.box.attention
  }
}

const busy: Step = (world) => {
  const [op] = nextBatch(world.box, 1)
  const tries = world.box.waiting[0]?.tries ?? 0
  if (op && tries < 3) world.box = settle(world.box, { ok: false, op_id: op.op_id, code: 'unavailable', message: '', details: null })
}

const restart: Step = (world) => {
  world.box = restored([...world.disk], world.noted)
  world.air = []
}

const readOne: Step = (world) => {
  const [note] = world.box.attention
  if (!note) return
  world.read.add(note.op_id)
  world.box = acknowledge(world.box, note.op_id)
  world.noted = world.box.attention
}

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(scan) },
  { weight: 4, arbitrary: fc.tuple(fc.integer({ min: 1, max: 6 }), fc.boolean(), fc.boolean()).map((given) => send(...given)) },
  { weight: 5, arbitrary: fc.tuple(fc.nat(), fc.boolean()).map((given) => answer(...given)) },
  { weight: 1, arbitrary: fc.constant(busy) },
  { weight: 1, arbitrary: fc.constant(restart) },
  { weight: 1, arbitrary: fc.constant(readOne) },
)

test('issued = saved here + confirmed + needs attention, and the server did each once and in order', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const world = new World()
      for (const one of steps) {
        one(world)
        const attention = [...world.box.attention.map(({ op_id }) => op_id), ...world.read]
        const places = [...world.here(), ...world.confirmed, ...attention]
        expect(new Set(places).size).toBe(places.length)
        expect([...places].sort()).toEqual([...world.issued].sort())
        expect(world.disk.map(({ op_id }) => op_id)).toEqual(world.here())
      }
      while (world.here().length > 0) {
        send(50, false, false)(world)
        while (world.air.length > 0) answer(0, false)(world)
      }
      expect(world.applied).toEqual(world.issued)
    }),
    { numRuns: 1000 },
  )
})
