/** A platform's own print component on the bench PC; one file each implements this. */
export interface PrintTask {
  job_id: number
  task_id: string
  copy: number
  contents: Record<string, unknown>[]
}

/** `refused`: it never began. `failed`: it began, and says it went wrong. `lost`: it fell silent. */
export type Outcome = 'printed' | 'refused' | 'failed' | 'lost'

export interface Component {
  readonly name: 'cainiao' | 'pdd' | 'douyin'
  connect(): Promise<boolean>
  getPrinters(): Promise<string[]>
  print(task: PrintTask, printer?: string): Promise<Outcome>
  close(): void
}
