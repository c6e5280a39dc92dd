/** What the server puts on each screen. Fields may be added, never changed. */
import type { TierMark } from '@shared/wire'

/** What the bar on top always says of a walk or a parcel. */
export interface Underway {
  task_id?: number
  promised_at: string | null
  /** When the last truck leaves that keeps the promise; null: no trucks are named. */
  cutoff_at?: string | null
  progress: { done: number; of: number }
  totes: string[]
}

export interface TaskCard extends TierMark, Underway {
  task_id: number
  order_nos: string[]
  because: string
}

export interface Place {
  code: string
  name: string
}

export interface IdleCard {
  title: string
  text: string
  waiting: number
}

export interface OfferCard extends TaskCard {
  stops: number
  units: number
  totes_needed: number
  metres: number
  from_operator: string | null
  /** Where the cart of a walk that somebody began stands. */
  cart_at?: string | null
  /** Codes of carts: scanning one accepts the walk onto it. */
  carts?: string[]
  lane?: string
}

export interface Slot {
  slot: number
  order_no: string
  tier: string
  tote: string | null
  /** An urgent order that joined the walk under way: its tote is asked for when its first stop comes. */
  joined?: { order_id: number; text: string } | null
}

export interface TotesCard extends TaskCard {
  slots: Slot[]
  next_slot: number
}

export interface PickCard extends TaskCard {
  pick_id: number
  location: string
  location_parts: { aisle: number; bay: number; level: number } | null
  check_location: boolean
  location_ok: boolean
  sku: string
  barcodes: string[]
  name: string
  qty: number
  done_qty: number
  slot: number
  tote: string | null
  flags: string[]
  remark: string | null
  next_location: string | null
  undo: { pick_id: number; name: string } | null
  picture?: string | null
  /** The tote slots of the cart, in their order on it. */
  cart?: { slot: number; tote: string | null; tier: string }[]
  /** The stop lies in a zone where this picker does not work. */
  other_zone?: string | null
}

export interface ZeroCheckCard extends TaskCard {
  location_id: number
  location: string
  location_parts: { aisle: number; bay: number; level: number } | null
  sku: string
  name: string
}

export interface UnloadCard extends TaskCard {
  stations: Place[]
  bring_to?: (Place & { order_no: string }) | null
  undo?: { pick_id: number; name: string } | null
}

export interface InterruptCard {
  interrupt_id: number
  kind: 'stop' | 'taken' | 'changed'
  title: string
  text: string
}

export interface StationCard {
  stations: Place[]
}

export interface PackOpenCard {
  station: Place | null
  waiting: (TierMark & { order_no: string; promised_at: string | null; totes: string[]; away?: string[] })[]
}

export interface ParcelCard extends TierMark {
  parcel_id: number
  order_no: string
  promised_at: string | null
  because?: string
  step: number
  steps: number
  box?: { size: string; because: string } | null
  remark_asks?: boolean
  weigh?: boolean
  /** The lead who let it pass unchecked: nothing is asked for any more. */
  let_through?: string | null
  weight_g?: number | null
  /** Two people look: who did as the second one, and why it is asked. */
  second?: { by: string | null; because: string } | null
  merge?: { order_id: number; order_no: string } | null
}

export interface PackItem {
  sku: string
  name: string
  barcodes: string[]
  qty: number
  checked_qty: number
  flags: string[]
  picture?: string | null
}

export interface PackCheckCard extends ParcelCard {
  items: PackItem[]
  progress: { done: number; of: number }
  remark: string | null
}

export interface PackAddCard extends ParcelCard {
  /** `scan`: ticked by scanning it, not by a tap; `mark`: fragile, cold: a yellow sticker goes on. */
  adds: { what: string; text: string; done: boolean; scan?: string | null; mark?: boolean }[]
}

export interface Printing {
  job_id: number
  state: string
  text: string
  /** Which paper: packing_slip, parcel_label, voucher ... */
  paper?: string
  /** The printer must be mended first: paper, cover, cable. */
  trouble?: boolean
  /** What is wrong with the printer: paper_out, cover_open, offline, unreachable ... */
  problem?: string
  /** The neighbour's bench, where it can be printed instead. */
  helper?: string
}

export interface PackPrintCard extends ParcelCard {
  carrier: string
  carrier_because: string
  printing: Printing | null
}

export interface PackLabelCard extends ParcelCard {
  label: { code: string; tracking_no: string; carrier: string }
  printing: Printing | null
}

export type PackCloseCard = ParcelCard

export interface StopCard {
  parcel_id: number
  order_no: string
  title: string
  text: string
  steps: { text: string; done: boolean }[]
  label: { label_id: number; code: string; number: string | null } | null
  can: { destroyed: boolean; lost: boolean }
  printing?: Printing | null
}

export interface HandoverCard {
  carriers: (Place & { waiting: number })[]
  carrier: string | null
  last: { tracking_no: string; ok: boolean } | null
}
