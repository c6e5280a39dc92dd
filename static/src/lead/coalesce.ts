/** Many pokes, few reads: one read at a time, `gapMs` apart, and one more when something came meanwhile. */
export function coalesced(read: () => Promise<void>, gapMs: number): () => void {
  let busy = false
  let again = false
  return function ask(): void {
    if (busy) return void (again = true)
    busy = true
    void read().finally(() =>
      setTimeout(() => {
        busy = false
        if (again) {
          again = false
          ask()
        }
      }, gapMs),
    )
  }
}
