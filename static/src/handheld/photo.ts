/** A picture of what is wrong: made small here, sent at once, known by its number; never stored on the device. */
import { ApiFailure } from '@shared/api'
import { findDeviceToken } from '@shared/device'

const MOST_PX = 1280
const QUALITY = 0.75
const TIMEOUT_MS = 20_000

/** Its number for an operation. Rejects where there is no network, or it is no picture. */
export async function sendPhoto(file: Blob): Promise<number> {
  const small = await shrink(file)
  const abort = new AbortController()
  const timer = window.setTimeout(() => abort.abort(), TIMEOUT_MS)
  try {
    const headers = { 'Content-Type': 'image/jpeg', 'X-Wavecard': '1', Authorization: `Device ${findDeviceToken() ?? ''}` }
    const response = await fetch('/api/photos', { method: 'POST', body: small, headers, signal: abort.signal })
    if (!response.ok) throw new ApiFailure(response.status, 'invalid', '')
    return ((await response.json()) as { photo_id: number }).photo_id
  } finally {
    window.clearTimeout(timer)
  }
}

async function shrink(file: Blob): Promise<Blob> {
  const url = URL.createObjectURL(file)
  try {
    const picture = await decode(url)
    const scale = Math.min(1, MOST_PX / Math.max(picture.naturalWidth, picture.naturalHeight, 1))
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(picture.naturalWidth * scale))
    canvas.height = Math.max(1, Math.round(picture.naturalHeight * scale))
    canvas.getContext('2d')!.drawImage(picture, 0, 0, canvas.width, canvas.height)
    return await new Promise<Blob>((done, fail) =>
      canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error('no picture'))), 'image/jpeg', QUALITY),
    )
  } finally {
    URL.revokeObjectURL(url)
  }
}

function decode(url: string): Promise<HTMLImageElement> {
  return new Promise((done, fail) => {
    const picture = new Image()
    picture.onload = () => done(picture)
    picture.onerror = () => fail(new Error('no picture'))
    picture.src = url
  })
}
