/** Who may be given a task, and why not. */
import type { Person, Task } from './types'
import type { Word } from './words'

export type Fit = { ok: boolean; why: Word | null }

const MOVABLE = new Set(['queued', 'offered', 'started'])

export function canMove(task: Task): boolean {
  return MOVABLE.has(task.state)
}

/** `inHand` is what the person has now, if anything. */
export function fit(task: Task, person: Person, inHand: Task | undefined): Fit {
  if (!person.roles.includes('picker')) return { ok: false, why: 'assign.notPicker' }
  if (task.operator_id === person.operator_id) return { ok: false, why: 'assign.has' }
  if (!inHand) return { ok: true, why: null }
  if (inHand.state === 'offered') return { ok: true, why: 'assign.replace' }
  return { ok: false, why: 'assign.busy' }
}
