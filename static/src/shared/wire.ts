/** What travels between the screens and the server. Calls and fields may be added, never changed. */

export type Lang = 'zh-CN' | 'en'
export type Work = 'picking' | 'packing' | 'handover'
export type Role = 'picker' | 'packer' | 'lead' | 'admin'
export type ErrorCode =
  | 'invalid' | 'denied' | 'not_found' | 'refused' | 'stale' | 'unavailable' | 'internal'

/** One tap or scan. `at` is the server's clock as this device knows it: a claim, kept beside the server's own. */
export interface Op {
  op_id: string
  kind: string
  at: string
  by: string | null
  body: Record<string, unknown>
}

export interface Accepted {
  ok: true
  op_id: string
  screen: string
  card: Record<string, unknown>
  message: string | null
  attention: string | null
  cursor: number
  strip?: Strip | null
  /** This operation had been answered before: the card is of that moment, ask for the one of now. */
  repeated?: boolean
}

export interface Rejected {
  ok: false
  op_id: string
  code: ErrorCode
  message: string
  details: Record<string, unknown> | null
}

export type Answer = Accepted | Rejected

export interface Poke {
  cursor: number
  what: string
  ids: (number | string)[]
}

/** A tier as data: the server says its letter, word, colour and icon. */
export interface TierMark {
  tier: string
  tier_name: string
  colour: string
  icon: string
}

export interface Strip {
  kind: 'waiting' | 'joined'
  tier: string
  order_no: string
  promised_at: string | null
  text: string
  /** From when on its slack is near, and what is said then. */
  near?: { at: string; text: string }
  /** What else is to be told, after this one. */
  more?: Strip[]
}

export interface OperatorRef {
  id: number
  name: string
}

/** `GET /api/screen`, and the part of a sign-in answer that says what to show. */
export interface ScreenState {
  screen: string
  card: Record<string, unknown>
  strip: Strip | null
  operator: OperatorRef
  roles: Role[]
  work: Work | null
  lang: Lang
  now: string
  zone?: string
  cursor: number
}

export interface SignedIn extends ScreenState {
  by: string
}

export interface Paired {
  device_id: number
  device_token: string
}
