/** What `/api/printers` answers; `text` is already in the reader's language. */
export interface Printer {
  id: number
  name: string
  state: string
  since: string | null
  text: string
  virtual: boolean
  /** An address, a cable, a queue, a folder; empty at a bench PC. */
  where: string
  left_m: number | null
  faults?: Partial<Record<Fault, boolean>>
}

export interface Station {
  id: number
  waiting: number
  /** What the lead's board says of it; empty while it prints. */
  trouble: string
  helper: string
  code: string
  name: string
  printer: Printer | null
}

export interface Job {
  job_id: number
  station: string
  layout: string
  subject: string
  state: string
  text: string
  copy: number
  created_at: string
}

export interface Paper {
  n: number
  printed_at: string
  width: number
  height: number
  url: string
}

export const FAULTS = ['paper_out', 'cover_open', 'offline'] as const
export type Fault = (typeof FAULTS)[number]
