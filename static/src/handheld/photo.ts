/**
 * A picture of what is wrong: drawn anew and small, so without what a camera writes beside it; sent at once, known by
 * its number. Without a network it waits for its operation: on the disk beside it where goods alone are in sight, in
 * memory at a bench, where a label with somebody's address may be. It is gone from here when it was sent.
 */
import { ApiFailure } from '@shared/api'
import { findDeviceToken } from '@shared/device'
import { newId } from '@shared/ids'

const SIZES: [px: number, quality: number][] = [[1280, 0.75], [960, 0.6], [640, 0.5]]
const MOST_BYTES = 400_000
const MOST_KEPT = 10
const TIMEOUT_MS = 20_000
const MOST_TRIES = 3

/** The server's number of it, or the key under which it waits here. */
export type PhotoRef = number | string

const kept = new Map<string, ArrayBuffer>()
const tries = new Map<string, number>()

/** Rejects when it is no picture, or too many wait here. */
export async function takePhoto(file: Blob): Promise<PhotoRef> {
  const bytes = await shrink(file)
  try {
    return await post(bytes)
  } catch (error) {
    if (isRefused(error) || kept.size >= MOST_KEPT) throw error
  }
  const key = newId()
  kept.set(key, bytes)
  return key
}

/** What an operation says of it. */
export function photoOf(ref: PhotoRef | null): Record<string, unknown> {
  return ref === null ? {} : typeof ref === 'number' ? { photo_id: ref } : { photo: ref }
}

export function findKept(key: unknown): ArrayBuffer | null {
  return (typeof key === 'string' && kept.get(key)) || null
}

/** After a restart. */
export function keepAgain(photos: [key: string, bytes: ArrayBuffer][]): void {
  for (const [key, bytes] of photos) kept.set(key, bytes)
}

/** Its number; null when it is lost or nobody wants it, and what happened counts without. Rejects: ask again later. */
export async function sendKept(key: string, connected: () => boolean): Promise<number | null> {
  const bytes = kept.get(key)
  if (!bytes) return null
  try {
    return await post(bytes)
  } catch (error) {
    if (isRefused(error)) return null
    if (!connected()) throw error
    const tried = (tries.get(key) ?? 0) + 1
    tries.set(key, tried)
    if (tried >= MOST_TRIES) return null // a road that carries scans and no photo must not hold up the scans
    throw error
  }
}

export function forgetKept(key: string): void {
  kept.delete(key)
  tries.delete(key)
}

async function post(bytes: ArrayBuffer): Promise<number> {
  const abort = new AbortController()
  const timer = window.setTimeout(() => abort.abort(), TIMEOUT_MS)
  try {
    const headers = { 'Content-Type': 'image/jpeg', 'X-Wavecard': '1', Authorization: `Device ${findDeviceToken() ?? ''}` }
    const response = await fetch('/api/photos', { method: 'POST', body: bytes, headers, signal: abort.signal })
    if (!response.ok) throw new ApiFailure(response.status, 'invalid', '')
    return ((await response.json()) as { photo_id: number }).photo_id
  } finally {
    window.clearTimeout(timer)
  }
}

/** A word of the server that the next try would hear again. */
function isRefused(error: unknown): boolean {
  return error instanceof ApiFailure && error.status >= 400 && error.status < 500 && error.status !== 429
}

async function shrink(file: Blob): Promise<ArrayBuffer> {
  const url = URL.createObjectURL(file)
  try {
    const picture = await decode(url)
    for (const [px, quality] of SIZES) {
      const bytes = await new Response(await draw(picture, px, quality)).arrayBuffer()
      if (bytes.byteLength <= MOST_BYTES) return bytes
    }
    throw new Error('too large')
  } finally {
    URL.revokeObjectURL(url)
  }
}

function draw(picture: HTMLImageElement, mostPx: number, quality: number): Promise<Blob> {
  const scale = Math.min(1, mostPx / Math.max(picture.naturalWidth, picture.naturalHeight, 1))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.naturalWidth * scale))
  canvas.height = Math.max(1, Math.round(picture.naturalHeight * scale))
  canvas.getContext('2d')!.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return new Promise((done, fail) =>
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error('no picture'))), 'image/jpeg', quality),
  )
}

function decode(url: string): Promise<HTMLImageElement> {
  return new Promise((done, fail) => {
    const picture = new Image()
    picture.onload = () => done(picture)
    picture.onerror = () => fail(new Error('no picture'))
    picture.src = url
  })
}
