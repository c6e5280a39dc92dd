/** Reads a barcode from a picture: the browser's own reader where there is one, else zxing in a worker. */

interface Detected {
  rawValue: string
}
interface Detector {
  detect(from: ImageBitmapSource): Promise<Detected[]>
}
type DetectorKind = new (options?: { formats: string[] }) => Detector

const FORMATS = ['ean_13', 'ean_8', 'upc_a', 'upc_e', 'itf', 'code_128', 'data_matrix', 'qr_code']
const MOST_PX = 1600 // a phone's picture has 4,000: slower to read, not better

let worker: Worker | null = null
let asked = 0

/** The code in a picture, or null. Rejects when no reader can be opened here. */
export async function readPicture(picture: HTMLVideoElement | HTMLImageElement): Promise<string | null> {
  const native = (window as unknown as { BarcodeDetector?: DetectorKind }).BarcodeDetector
  if (native) {
    const found = await new native({ formats: FORMATS }).detect(picture).catch(() => [])
    if (found[0]) return found[0].rawValue
  }
  return askWorker(pixelsOf(picture))
}

function pixelsOf(picture: HTMLVideoElement | HTMLImageElement): ImageData {
  const [width, height] =
    picture instanceof HTMLVideoElement
      ? [picture.videoWidth, picture.videoHeight]
      : [picture.naturalWidth, picture.naturalHeight]
  const scale = Math.min(1, MOST_PX / Math.max(width, height, 1))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(width * scale))
  canvas.height = Math.max(1, Math.round(height * scale))
  const drawing = canvas.getContext('2d')!
  drawing.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return drawing.getImageData(0, 0, canvas.width, canvas.height)
}

function askWorker(pixels: ImageData): Promise<string | null> {
  worker ??= new Worker(new URL('./decoder.ts', import.meta.url), { type: 'classic' })
  const mine = worker
  const id = (asked += 1)
  return new Promise((resolve, reject) => {
    mine.onerror = () => reject(new Error('no reader'))
    const hear = ({ data }: MessageEvent<{ id: number; code: string | null; failed?: boolean }>) => {
      if (data.id !== id) return
      mine.removeEventListener('message', hear)
      if (data.failed) reject(new Error('no reader'))
      else resolve(data.code)
    }
    mine.addEventListener('message', hear)
    mine.postMessage({ id, pixels })
  })
}
