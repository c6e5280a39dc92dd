/** CAINIAO's print component: JSON over a websocket on this very PC (cloud print protocol 1.0). */
import type { Component, Outcome, PrintTask } from './component'

const PLAIN = 'ws://localhost:13528'
const TLS = 'wss://localhost:13529' // from a page on https
const CONNECT_MS = 2000
const ANSWER_MS = 5000
const PRINT_MS = 60_000

interface Told {
  cmd?: string
  requestID?: string
  taskID?: string
  taskId?: string
  status?: string
  taskStatus?: string
  printStatus?: { status?: string }[]
  printers?: { name: string }[]
}

type Ear = (told: Told) => boolean

export class Cainiao implements Component {
  readonly name = 'cainiao'
  private socket: WebSocket | null = null
  private ears = new Set<Ear>()
  private onLost = new Set<() => void>()
  private number = 0

  constructor(private readonly url = location.protocol === 'https:' ? TLS : PLAIN) {}

  connect(): Promise<boolean> {
    if (this.socket && this.socket.readyState === WebSocket.OPEN) return Promise.resolve(true)
    return new Promise((done) => {
      const socket = new WebSocket(this.url)
      const timer = setTimeout(() => socket.close(), CONNECT_MS)
      socket.onopen = () => {
        clearTimeout(timer)
        this.socket = socket
        done(true)
      }
      socket.onmessage = (event) => this.hear(String(event.data))
      socket.onclose = () => {
        clearTimeout(timer)
        this.lose(socket)
        done(false)
      }
      socket.onerror = () => socket.close()
    })
  }

  async getPrinters(): Promise<string[]> {
    const told = await this.ask('getPrinters')
    return (told?.printers ?? []).map((printer) => printer.name)
  }

  /** One document a task: a component that prints half of many cannot say which half. */
  async print(task: PrintTask, printer = ''): Promise<Outcome> {
    if (!(await this.connect())) return 'refused'
    const documents = [{ documentID: task.task_id, contents: marked(task) }]
    const result = this.waitForResult(task.task_id)
    const answer = await this.ask('print', {
      task: { taskID: task.task_id, preview: false, printer, notifyMode: 'allInOne', documents },
    })
    if (answer?.status && answer.status !== 'success') {
      result.stop()
      return 'refused'
    }
    return result.outcome
  }

  close(): void {
    this.socket?.close()
    this.socket = null
  }

  private ask(cmd: string, more: Record<string, unknown> = {}): Promise<Told | null> {
    const requestID = `wavecard-${Date.now()}-${++this.number}`
    return new Promise((done) => {
      const stop = this.listen(
        (told) => told.cmd === cmd && told.requestID === requestID && (done(told), true),
        ANSWER_MS,
        () => done(null),
      )
      try {
        this.socket!.send(JSON.stringify({ cmd, requestID, version: '1.0', ...more }))
      } catch {
        stop()
        done(null)
      }
    })
  }

  /** `notifyPrintResult`: rendered, then printed, or failed or canceled. */
  private waitForResult(taskId: string): { outcome: Promise<Outcome>; stop: () => void } {
    let stop = (): void => undefined
    const outcome = new Promise<Outcome>((done) => {
      const hear: Ear = (told) => {
        const mine = told.cmd === 'notifyPrintResult' && (told.taskID ?? told.taskId) === taskId
        const result = mine ? resultOf(told) : null
        if (result) done(result)
        return result !== null
      }
      stop = this.listen(hear, PRINT_MS, () => done('lost'))
    })
    return { outcome, stop }
  }

  private listen(ear: Ear, ms: number, otherwise: () => void): () => void {
    const stop = (): void => {
      clearTimeout(timer)
      this.ears.delete(hear)
      this.onLost.delete(over)
    }
    const over = (): void => {
      stop()
      otherwise()
    }
    const hear: Ear = (told) => {
      const heard = ear(told)
      if (heard) stop()
      return heard
    }
    const timer = setTimeout(over, ms)
    this.ears.add(hear)
    this.onLost.add(over)
    return stop
  }

  private hear(text: string): void {
    let told: Told
    try {
      told = JSON.parse(text) as Told
    } catch {
      return
    }
    for (const ear of [...this.ears]) ear(told)
  }

  private lose(socket: WebSocket): void {
    if (this.socket === socket) this.socket = null
    for (const over of [...this.onLost]) over()
  }
}

function resultOf(told: Told): Outcome | null {
  const failed = (told.printStatus ?? []).some((one) => one.status && one.status !== 'success')
  if (told.taskStatus === 'failed' || told.taskStatus === 'canceled' || (failed && told.taskStatus === 'printed')) return 'failed'
  return told.taskStatus === 'printed' ? 'printed' : null
}

/** A repeat says so in the shop's own area of the template; the platform's encrypted part stays as it came. */
function marked(task: PrintTask): Record<string, unknown>[] {
  if (!task.copy) return task.contents
  const mark = { copy: `补打 COPY ${task.copy}` }
  return task.contents.map((one) =>
    one.data && !one.encryptedData ? { ...one, data: { ...(one.data as Record<string, unknown>), ...mark } } : one,
  )
}
