/** The outbox on the disk: it belongs to the device, outlives sign-out, reload and a dead battery. */
import { openDB } from 'idb'
import type { DBSchema, IDBPDatabase } from 'idb'
import type { Op } from '@shared/wire'
import type { Note } from './outbox-core'

interface Kept extends DBSchema {
  outbox: { key: number; value: Op; indexes: { op_id: string } }
  attention: { key: string; value: Note }
}

const STRICT = { durability: 'strict' } as const // written through before it counts as done

export class OutboxStore {
  private constructor(private readonly db: IDBPDatabase<Kept>) {}

  static async open(name = 'wavecard'): Promise<OutboxStore> {
    const db = await openDB<Kept>(name, 1, {
      upgrade(fresh) {
        fresh.createObjectStore('outbox', { autoIncrement: true }).createIndex('op_id', 'op_id', { unique: true })
        fresh.createObjectStore('attention', { keyPath: 'op_id' })
      },
    })
    return new OutboxStore(db)
  }

  listOps(): Promise<Op[]> {
    return this.db.getAll('outbox')
  }

  listNotes(): Promise<Note[]> {
    return this.db.getAll('attention')
  }

  async add(op: Op): Promise<void> {
    const change = this.db.transaction('outbox', 'readwrite', STRICT)
    await Promise.all([change.store.add(op), change.done])
  }

  /** Confirmed, or refused with a note: gone from the outbox and noted in one transaction. */
  async settle(opId: string, note: Note | null): Promise<void> {
    const change = this.db.transaction(['outbox', 'attention'], 'readwrite', STRICT)
    const key = await change.objectStore('outbox').index('op_id').getKey(opId)
    if (key !== undefined) await change.objectStore('outbox').delete(key)
    if (note) await change.objectStore('attention').put({ ...note, message: '', details: null })
    await change.done
  }

  async acknowledge(opId: string): Promise<void> {
    await this.db.delete('attention', opId)
  }

  close(): void {
    this.db.close()
  }
}
