/** Task cards go from hand to hand by mouse or finger. The page's order stays Vue's: a dropped card is put back
 *  where it was, and the board's next answer shows it in its new place. */
import Sortable from 'sortablejs'
import type { Directive } from 'vue'
import { reactive } from 'vue'
import { board, freeze, moveTask } from './console'
import { canMove, fit } from './people'
import type { Person, Task } from './types'

export const drag = reactive({ task: null as Task | null })
const lanes = new WeakMap<HTMLElement, Sortable>()

/** The lane of an operator; 0 is the queue. */
export const vLane: Directive<HTMLElement, number> = {
  mounted: (element, { value }) => {
    element.dataset.lane = String(value)
    lanes.set(element, Sortable.create(element, OPTIONS))
  },
  updated: (element, { value }) => {
    element.dataset.lane = String(value)
  },
  unmounted: (element) => lanes.get(element)?.destroy(),
}

const OPTIONS: Sortable.Options = {
  group: 'tasks',
  draggable: '.task',
  filter: '.fixed',
  preventOnFilter: false,
  sort: false,
  animation: 120,
  delay: 180,
  delayOnTouchOnly: true,
  touchStartThreshold: 6,
  forceFallback: true,
  fallbackOnBody: true,
  fallbackTolerance: 5,
  onStart: ({ item }) => {
    freeze(true)
    drag.task = findTask(item) ?? null
  },
  onMove: ({ to }) => drag.task !== null && accepts(Number(to.dataset.lane), drag.task),
  onEnd: ({ item, from, to, oldIndex }) => {
    from.insertBefore(item, from.children[oldIndex ?? 0] ?? null)
    const task = drag.task
    drag.task = null
    if (task && to !== from) void moveTask(task.task_id, Number(to.dataset.lane))
    freeze(false)
  },
}

/** May this task be dropped on that lane? */
export function accepts(lane: number, task: Task): boolean {
  if (!canMove(task)) return false
  if (lane === 0) return task.state !== 'queued'
  const person = board.value?.people.find((one) => one.operator_id === lane)
  return person !== undefined && fit(task, person, taskOf(person)).ok
}

export function taskOf(person: Person): Task | undefined {
  return board.value?.tasks.find((task) => task.operator_id === person.operator_id && task.state !== 'queued')
}

function findTask(item: HTMLElement): Task | undefined {
  return board.value?.tasks.find((task) => task.task_id === Number(item.dataset.task))
}
