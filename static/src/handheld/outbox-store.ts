/** The outbox on the disk: it belongs to the device, outlives sign-out, reload and a dead battery. */
import { openDB } from 'idb'
import type { DBSchema, IDBPDatabase } from 'idb'
import type { Identity } from '@shared/device'
import type { Op } from '@shared/wire'
import type { Note } from './outbox-core'
import type { KeptWalk } from './walk'

interface Kept extends DBSchema {
  outbox: { key: number; value: Op; indexes: { op_id: string } }
  attention: { key: string; value: Note }
  walk: { key: string; value: KeptWalk }
  self: { key: string; value: Identity }
}

const VERSION = 3 // 1: the outbox alone; 2: the walk
const THE_ONE = 'walk'
const STRICT = { durability: 'strict' } as const // written through before it counts as done

export class OutboxStore {
  private constructor(private readonly db: IDBPDatabase<Kept>) {}

  static async open(name = 'wavecard'): Promise<OutboxStore> {
    const db = await openDB<Kept>(name, VERSION, {
      upgrade(fresh, before) {
        if (before < 1) {
          fresh.createObjectStore('outbox', { autoIncrement: true }).createIndex('op_id', 'op_id', { unique: true })
          fresh.createObjectStore('attention', { keyPath: 'op_id' })
        }
        if (before < 2) fresh.createObjectStore('walk')
        fresh.createObjectStore('self')
      },
      blocking: (_before, _after, event) => (event.target as IDBDatabase).close(), // a newer page waits
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

  async findSelf(): Promise<Identity | null> {
    return (await this.db.get('self', THE_ONE)) ?? null
  }

  async keepSelf(who: Identity): Promise<void> {
    const change = this.db.transaction('self', 'readwrite', STRICT)
    await Promise.all([change.store.put(who, THE_ONE), change.done])
  }

  async findWalk(): Promise<KeptWalk | null> {
    return (await this.db.get('walk', THE_ONE)) ?? null
  }

  async keepWalk(walk: KeptWalk | null): Promise<void> {
    if (walk) await this.db.put('walk', walk, THE_ONE)
    else await this.db.delete('walk', THE_ONE)
  }

  /** Confirmed, or refused with a note: gone from the outbox, noted, and behind the walk, in one transaction. */
  async settle(opId: string, note: Note | null, walk: KeptWalk | null = null): Promise<void> {
    const change = this.db.transaction(['outbox', 'attention', 'walk'], 'readwrite', STRICT)
    const key = await change.objectStore('outbox').index('op_id').getKey(opId)
    if (key !== undefined) await change.objectStore('outbox').delete(key)
    if (note) await change.objectStore('attention').put({ ...note, message: '', details: null })
    if (walk) await change.objectStore('walk').put(walk, THE_ONE)
    await change.done
  }

  async acknowledge(opId: string): Promise<void> {
    await this.db.delete('attention', opId)
  }

  close(): void {
    this.db.close()
  }
}
