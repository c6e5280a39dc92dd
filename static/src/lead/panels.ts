/** Which panel stands over the board. */
import { reactive } from 'vue'
import type { FloorException, OrderLife, Task } from './types'

export type ReasonKind = 'pin' | 'hold' | 'cancel'

export const panels = reactive({
  order: null as number | null,
  sku: null as number | null,
  ticket: null as number | null,
  task: null as Task | null,
  address: null as OrderLife | null,
  reason: null as { kind: ReasonKind; order_id: number; order_no: string } | null,
  devices: false,
  count: null as FloorException['count'] | null,
  photo: null as number | null,
  carriers: false,
  packers: false,
  whatif: null as { order_id?: number } | null,
})

export function openOrder(orderId: number | null | undefined): void {
  if (orderId) panels.order = orderId
}
