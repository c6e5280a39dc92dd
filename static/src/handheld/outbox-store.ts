/** The outbox on the disk: it belongs to the device, outlives sign-out, reload and a dead battery. */
import { openDB } from 'idb'
import type { DBSchema, IDBPDatabase } from 'idb'
import type { Identity } from '@shared/device'
import type { Op } from '@shared/wire'
import type { Note } from './outbox-core'
import type { KeptWalk } from './walk-core'

interface Kept extends DBSchema {
  outbox: { key: number; value: Op; indexes: { op_id: string } }
  attention: { key: string; value: Note }
  walk: { key: string; value: KeptWalk }
  self: { key: string; value: Identity }
  photos: { key: string; value: ArrayBuffer }
}

const VERSION = 4 // 1: the outbox alone; 2: the walk; 3: who this is
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
        if (before < 3) fresh.createObjectStore('self')
        fresh.createObjectStore('photos')
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

  async listPhotos(): Promise<[string, ArrayBuffer][]> {
    const [keys, photos] = await Promise.all([this.db.getAllKeys('photos'), this.db.getAll('photos')])
    return keys.map((key, n) => [key, photos[n]!])
  }

  /** With the photo that its body names, if that is to be kept. */
  async add(op: Op, photo: ArrayBuffer | null = null): Promise<void> {
    const change = this.db.transaction(['outbox', 'photos'], 'readwrite', STRICT)
    const put = photo && change.objectStore('photos').put(photo, String(op.body.photo))
    await Promise.all([change.objectStore('outbox').add(op), put, change.done])
  }

  /** The photo was sent: the operation says so, and the photo goes. */
  async replace(op: Op, photo: string): Promise<void> {
    const change = this.db.transaction(['outbox', 'photos'], 'readwrite', STRICT)
    const key = await change.objectStore('outbox').index('op_id').getKey(op.op_id)
    if (key !== undefined) await change.objectStore('outbox').put(op, key)
    await change.objectStore('photos').delete(photo)
    await change.done
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
