/** In a worker of its own: WebAssembly may be compiled here and nowhere else. Never in the first load. */
import './older'
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'

prepareZXingModule({ overrides: { locateFile: () => wasm } })

self.onmessage = async ({ data }: MessageEvent<{ id: number; pixels: ImageData }>) => {
  try {
    const [found] = await readBarcodes(data.pixels, { tryHarder: true, maxNumberOfSymbols: 1 })
    self.postMessage({ id: data.id, code: found?.text ?? null })
  } catch {
    self.postMessage({ id: data.id, code: null, failed: true })
  }
}
