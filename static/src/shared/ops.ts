/** An operation is one tap or scan; the same `op_id` sent twice changes nothing. */
import { sendJson } from './api'
import { serverNow } from './clock'
import { findBy, findDeviceToken } from './device'
import { newId } from './ids'
import type { Answer, Op } from './wire'

export function makeOp(kind: string, body: Record<string, unknown>): Op {
  return { op_id: newId(), kind, at: new Date(serverNow()).toISOString(), by: findBy(), body }
}

/** The road beside the socket: a list in order, answered by the list of the same answers. */
export function postOps(ops: Op[]): Promise<Answer[]> {
  return sendJson<Answer[]>('POST', '/api/ops', ops, { Authorization: `Device ${findDeviceToken() ?? ''}` })
}
