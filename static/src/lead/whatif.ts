/** What `/api/lead/whatif/...` answers: what would happen, and on which assumptions. */
export interface Counted {
  kept: number
  missed: number
}

export interface MovedOrder {
  order_id: number
  order_no: string
  tier: string
  before_at: string | null
  after_at: string | null
  /** 1: its promise breaks; -1: it is kept again; 0: only the time moves. */
  turn: number
}

export interface Change {
  tiers: { tier: string; before: Counted; after: Counted }[]
  moved: MovedOrder[]
  moved_more: number
}

export interface RushOption extends Partial<Change> {
  kind: 'join' | 'free' | 'next'
  why_not: string | null
  text?: string
  finish_at?: string | null
  kept?: boolean
  metres?: number
  op: { kind: string; body: Record<string, unknown> } | null
}

export interface Rush {
  order: { order_id: number; order_no: string; tier: string }
  options: RushOption[]
  waits: string | null
  joins: boolean
  assumed: string[]
}

export interface FloorChange extends Change {
  metres: { before: number; after: number }
  done_at: { before: string | null; after: string | null }
  waits?: number
  moved_stops?: number
  closed?: boolean
  assumed: string[]
}
