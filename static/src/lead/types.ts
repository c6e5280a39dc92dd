/** What `/api/lead/...` answers. Sentences arrive in the reader's language. */
import type { Lang, Role, TierMark } from '@shared/wire'

export interface QueueOrder {
  order_id: number
  order_no: string
  state: string
  promised_at: string | null
  slack_s: number
  because: string
  units: number
  lines: number
  pinned: boolean
  held: { why: string } | null
}

export interface TierQueue extends TierMark {
  queue: string
  waiting: number
  held: number
  new: number
  late: number
  pressing: number
  orders: QueueOrder[]
}

export interface Task extends TierMark {
  task_id: number
  state: 'queued' | 'offered' | 'started' | 'unloading'
  operator_id: number | null
  order_ids: number[]
  order_nos: string[]
  /** Every order on it was cancelled; its totes come back to the lead. */
  cancelled?: boolean
  promised_at: string | null
  progress: { done: number; of: number }
  because: string
  location: string | null
  pinned: boolean
  lane?: string
  asks?: string[]
}

export interface BenchParcel extends TierMark {
  parcel_id: number
  state: string
  order_id: number
  order_no: string
  promised_at: string | null
}

export interface Person {
  operator_id: number
  name: string
  roles: Role[]
  marks?: string[]
  online: boolean
  last_seen_at: string | null
  work: string
  device_name: string | null
  task_id: number | null
  station: { code: string; name: string } | null
  parcel: BenchParcel | null
}

export interface Alert {
  id: string
  level: 'red' | 'orange'
  kind: string
  text: string
  at: string | null
  order_id?: number | null
  task_id?: number
  /** What a printer says is wrong with it: names the picture of what to do. */
  problem?: string
  /** An address change: what the lead can do about it, and what the carrier takes for it. */
  readdress_id?: number
  fee_cents?: number
  actions?: ('approve' | 'decline' | 'settle' | 'answer')[]
}

/** What another address would mean; nothing has happened yet. */
export interface AddressPreview {
  address: Address
  filled: AddressField[]
  missing: AddressField[]
  asked: ('building' | 'room')[]
  doubts: AddressField[]
  steps: ('update' | 'rebook' | 'redirect' | 'impossible')[]
  fee_cents: number
  printed: boolean
}

export interface FloorException {
  id: number
  kind: string
  text: string
  at: string
  order_id: number | null
  order_no: string | null
  task_id: number | null
  who: string | null
  place?: string
  photo_id?: number | null
  promised_at?: string | null
  slack_s?: number | null
  /** A shelf to be counted settles it. */
  count?: { count_id: number; location: string; sku: string; booked: number } | null
}

export interface Board {
  now: string
  zone?: string
  cursor: number
  lang: Lang
  operator: { id: number; name: string; roles: Role[]; device_id: number }
  tiers: TierQueue[]
  tasks: Task[]
  people: Person[]
  alerts: Alert[]
  exceptions: FloorException[]
  exceptions_open: number
  /** Urgent orders join walks under way by themselves. */
  joins?: boolean
}

/** What is open on a walk whose paper comes back. */
export interface Ticket {
  task_id: number
  code: string
  operator: string
  stops: { pick_id: number; location: string; sku: string; name: string; qty: number; slot: string }[]
  stations: { code: string; name: string }[]
}

export interface Hit {
  kind: 'order' | 'task' | 'tote' | 'parcel' | 'sku'
  id: number
  title: string
  where: string
  who: string | null
  state: string | null
  order_id: number | null
}

export const ADDRESS_FIELDS = ['name', 'phone', 'province', 'city', 'district', 'street', 'postcode'] as const
export type AddressField = (typeof ADDRESS_FIELDS)[number]
export type Address = Record<AddressField, string>

export interface Block {
  block_id: number
  kind: string
  why: string
  by: string | null
  at: string
}

export interface Parcel {
  parcel_id: number
  state: string
  label: string | null
  carrier: string
  carrier_name: string
  tracking_no: string | null
  /** Why a lead let it through the gates; empty when nobody did. */
  overridden: string
  waybills: { version: number; tracking_no: string | null; state: string; problem: string }[]
  readdress: { readdress_id: number; state: string; reason: string; asked_at: string; changed: AddressField[] } | null
}

/** A carrier as the lead sees it. `asking`: parcels whose number is asked for; `waiting`: closed, for its truck. */
export interface CarrierLine {
  code: string
  name: string
  active: boolean
  suspended_at: string | null
  suspended_because: string
  pick_up: string
  asking: number
  waiting: number
}

export interface Offer {
  carrier: string
  name: string
  cents: number | null
  hours: number | null
}

export interface Unbooked extends TierMark {
  parcel_id: number
  order_id: number
  order_no: string
  promised_at: string | null
  state: string
  carrier: string | null
  because: string
  problem: string
  wants_number: boolean
  offers: Offer[]
}

export interface Shipments {
  carriers: CarrierLine[]
  parcels: Unbooked[]
  more: number
}

/** Of 30 days; the rates are mistakes in 100 parcels. */
export interface PackerFigures {
  operator_id: number
  name: string
  parcels: number
  caught: number
  shipped: number
  caught_rate: number
  shipped_rate: number
  new: boolean
}

export interface OrderLife {
  now: string
  order: TierMark & {
    order_id: number
    order_no: string
    channel: string
    channel_ref: string
    tier_because: string
    state: string
    paid_at: string
    promised_at: string | null
    because: string
    pinned: boolean
    units: number
    remark: string
    where: string
    who: string | null
    blocks: Block[]
    ended: string | null
    address: Address
  }
  lines: { sku_id: number; sku: string; name: string; qty: number; picked_qty: number; short_qty: number }[]
  parcels: Parcel[]
  timeline: { at: string; what: string; text: string; by: string | null }[]
}

export interface SkuLife {
  sku: { sku_id: number; code: string; name: string; flags: string[] }
  who: string | null
  shelves: { location: string; kind: string; on_hand: number; reserved: number }[]
  moves: { at: string; location: string; qty: number; reason: string; by: string | null }[]
}

export interface PairedDevice {
  device_id: number
  name: string
  paired_at: string
  last_seen_at: string | null
  online: boolean
  operator: string | null
  revoked: boolean
}

export interface Invitation {
  code: string
  expires_at: string
  now: string
  url: string
  qr_svg: string
}
