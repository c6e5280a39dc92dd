/**
 * A whole walk as plain data: what the server said of it, and what each operation saved here does to it.
 * So the next stop is known before the server has answered, and in a dead spot, too.
 */
import type { Op, TierMark } from '@shared/wire'
import type { PickCard, Place, Slot, TaskCard, UnloadCard, ZeroCheckCard } from './cards'

type Body = Record<string, unknown>
type Head = Omit<TaskCard, 'progress' | 'totes'> & TierMark

export interface WalkPick extends Omit<PickCard, keyof TaskCard | 'next_location' | 'undo' | 'remark' | 'tote' | 'cart'> {
  location_id?: number
  /** After this stop the books say that its shelf is empty. */
  empties?: boolean
  seq: number
  /** The order is stopped or held: not now. */
  blocked: boolean
  state: 'open' | 'picked' | 'short'
}

/** `GET /api/walk` without the customers' remarks: those are never stored. */
export interface Walk {
  head: Head
  started: boolean
  over: boolean
  slots: Slot[]
  picks: WalkPick[]
  stations: Place[]
  bring_to?: UnloadCard['bring_to']
  /** What the totes of this house look like, each digit as 0: `T-0000`. Null: they have no look of their own. */
  tote_shapes?: string[] | null
  /** Stops with units in a tote, the last one last. */
  touched: number[]
  /** Shelves that should be empty now, to be looked at before the next stop. */
  asked?: Asked[]
}

/** As it is stored: whose it is, and the warehouse's zone for a start without a network. */
export interface KeptWalk {
  by: string
  zone: string
  walk: Walk
}

export type Asked = Pick<ZeroCheckCard, 'location_id' | 'location' | 'location_parts' | 'sku' | 'name'>

export type Remarks = Record<string, string>
export interface View {
  screen: string
  card: Record<string, unknown>
}

const STEPS: Record<string, (walk: Walk, body: Body) => Walk> = {
  'task.start': (walk) => ({ ...walk, started: true }),
  'task.decline': (walk) => ({ ...walk, over: true }),
  'task.unload': (walk) => ({ ...walk, over: true }),
  'tote.scan': fillSlot,
  'location.scan': (walk, body) => change(walk, body, () => ({ location_ok: true })),
  'pick.scan': (walk, body) => take(walk, body, typeof body.qty === 'number' ? body.qty : 1),
  'pick.short': endShort,
  'pick.damaged': endShort,
  'pick.wrong_label': endShort,
  'location.empty': (walk, body) => ({ ...walk, asked: asked(walk).filter((one) => one.location_id !== body.location_id) }),
  'task.hand_on': (walk) => ({ ...walk, over: true }),
  'pick.skip': (walk, body) => change(walk, body, () => ({ seq: 1 + Math.max(...walk.picks.map((one) => one.seq)) })),
  'pick.undo': undo,
}

export function isOfWalk(kind: string): boolean {
  return kind in STEPS
}

/** The walk after one more operation; what is not about it changes nothing. */
export function after(walk: Walk, op: Pick<Op, 'kind' | 'body'>): Walk {
  const step = STEPS[op.kind]
  if (!step || !isAbout(walk, op.body)) return walk
  return step(walk, op.body)
}

/** What the picker does next; null while the server must say it: an offer, or a walk that is over. */
export function viewOf(walk: Walk, remarks: Remarks = {}): View | null {
  if (walk.over) return { screen: 'walk_done', card: {} }
  if (!walk.started) return null
  const totes = walk.slots.flatMap(({ tote }) => (tote ? [tote] : []))
  const done = walk.picks.filter(({ state }) => state !== 'open').length
  const card = { ...walk.head, totes, progress: { done, of: walk.picks.length } }
  const [next, following] = upcoming(walk)
  const empty = walk.slots.find(({ tote, joined, slot }) => tote === null && (!joined || slot === next?.slot))
  if (empty) return { screen: 'totes', card: { ...card, slots: walk.slots, next_slot: empty.slot } }
  const shelf = asked(walk)[0]
  if (shelf) return { screen: 'zero_check', card: { ...card, ...shelf } }
  const last = walk.picks.find(({ pick_id }) => pick_id === walk.touched[walk.touched.length - 1])
  const undo = last ? { pick_id: last.pick_id, name: last.name || last.sku } : null
  if (!next) return { screen: 'unload', card: { ...card, stations: walk.stations, bring_to: walk.bring_to, undo } }
  const tote = walk.slots.find(({ slot }) => slot === next.slot)?.tote ?? null
  return {
    screen: 'pick',
    card: {
      ...card,
      ...next,
      tote,
      remark: remarks[next.pick_id] ?? null,
      next_location: following?.location ?? null,
      cart: walk.slots.map(({ slot, tote: inside, tier }) => ({ slot, tote: inside, tier })),
      undo,
    },
  }
}

/** Does the server's card say the same as what is kept here? Else the walk must be asked for again. */
export function agrees(walk: Walk, server: View): boolean {
  const mine = viewOf(walk)
  if (mine === null) return server.screen === 'offer' && server.card.task_id === walk.head.task_id
  const told = (card: Record<string, unknown>) => [card.task_id, card.pick_id, card.done_qty, card.next_slot, card.location_ok]
  const progress = (card: Record<string, unknown>) => card.progress as { done: number; of: number } | undefined
  return (
    mine.screen === server.screen &&
    (mine.screen !== 'zero_check' || mine.card.location_id === server.card.location_id) &&
    told(mine.card).every((value, n) => value === told(server.card)[n]) &&
    progress(mine.card)?.done === progress(server.card)?.done &&
    progress(mine.card)?.of === progress(server.card)?.of
  )
}

function upcoming(walk: Walk): WalkPick[] {
  const open = walk.picks.filter(({ state, blocked }) => state === 'open' && !blocked)
  return open.sort((one, other) => one.seq - other.seq)
}

function isAbout(walk: Walk, body: Body): boolean {
  if (body.location_id !== undefined) return asked(walk).some((one) => one.location_id === body.location_id)
  if (body.pick_id !== undefined) return walk.picks.some(({ pick_id }) => pick_id === body.pick_id)
  return body.task_id === walk.head.task_id
}

const asked = (walk: Walk): Asked[] => walk.asked ?? []

/** A stop that leaves its shelf empty is followed by the question whether it is. */
function askAbout(walk: Walk, id: number): Walk {
  const one = walk.picks.find(({ pick_id, state }) => pick_id === id && state === 'picked')
  if (!one?.empties || one.location_id === undefined) return walk
  const { location_id, location, location_parts, sku, name } = one
  return { ...walk, asked: [...asked(walk), { location_id, location, location_parts, sku, name }] }
}

function change(walk: Walk, body: Body, how: (pick: WalkPick) => Partial<WalkPick>): Walk {
  return { ...walk, picks: walk.picks.map((one) => (one.pick_id === body.pick_id ? { ...one, ...how(one) } : one)) }
}

function fillSlot(walk: Walk, body: Body): Walk {
  const tote = String(body.barcode).trim().toUpperCase()
  return { ...walk, slots: walk.slots.map((one) => (one.slot === body.slot ? { ...one, tote, joined: null } : one)) }
}

function take(walk: Walk, body: Body, qty: number): Walk {
  const moved = change(walk, body, (one) => {
    const done_qty = Math.min(one.qty, one.done_qty + qty)
    return { done_qty, state: done_qty === one.qty ? 'picked' : one.state }
  })
  return askAbout(touch(moved, body), body.pick_id as number)
}

function endShort(walk: Walk, body: Body): Walk {
  const found = Number(body.found)
  const moved = change(walk, body, (one) => ({ done_qty: found, state: found >= one.qty ? 'picked' : 'short' }))
  const full = moved.picks.some(({ pick_id, state }) => pick_id === body.pick_id && state === 'picked')
  return full ? touch(moved, body) : { ...moved, touched: moved.touched.filter((id) => id !== body.pick_id) }
}

function undo(walk: Walk, body: Body): Walk {
  const moved = change(walk, body, () => ({ done_qty: 0, state: 'open' }))
  const back = walk.picks.find(({ pick_id }) => pick_id === body.pick_id)?.location_id
  const still = asked(walk).filter(({ location_id }) => location_id !== back)
  return { ...moved, asked: still, touched: walk.touched.filter((id) => id !== body.pick_id) }
}

function touch(walk: Walk, body: Body): Walk {
  const id = body.pick_id as number
  return { ...walk, touched: [...walk.touched.filter((one) => one !== id), id] }
}
