import type { Walk } from '../../static/src/handheld/walk-core'

/** A started walk of task 7 over so many stops of two units each, all for slot 1. */
export function walkOf(stops: number, { tote = 'T-0001' as string | null } = {}): Walk {
  return {
    head: {
      task_id: 7, tier: 'A', tier_name: 'Urgent', colour: '#c62828', icon: 'cross', order_nos: ['W1'],
      promised_at: null, because: '',
    },
    started: true, over: false,
    slots: [{ slot: 1, order_no: 'W1', tier: 'A', tote }],
    picks: Array.from({ length: stops }, (_, n) => ({
      pick_id: n + 1, location: `A0${n + 1}-01-1`, location_parts: { aisle: n + 1, bay: 1, level: 1 },
      check_location: false, location_ok: false, sku: `S0${n + 1}`, barcodes: [`690000000000${n}`, `S0${n + 1}`],
      name: `Thing ${n + 1}`, qty: 2, done_qty: 0, slot: 1, flags: [], seq: n + 1, blocked: false, state: 'open' as const,
    })),
    stations: [{ code: 'ST-1', name: 'Bench 1' }],
    touched: [],
  }
}
