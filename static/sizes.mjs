// What a handheld loads before its first screen: script and style of the entry and its static imports, gzip.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const LIMIT_KB = 150
const dist = new URL('./dist/', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'))

function filesOf(key, seen = new Set()) {
  const chunk = manifest[key]
  if (seen.has(chunk.file)) return seen
  seen.add(chunk.file)
  for (const css of chunk.css ?? []) seen.add(css)
  for (const name of chunk.imports ?? []) filesOf(name, seen)
  return seen
}

let failed = false
for (const entry of ['handheld', 'lead', 'printers']) {
  const sizes = [...filesOf(`static/src/${entry}/main.ts`)].map((file) => [file, gzipSync(readFileSync(new URL(file, dist))).length])
  const total = sizes.reduce((sum, [, bytes]) => sum + bytes, 0) / 1000
  console.log(`${entry}: ${total.toFixed(1)} kB gzip (${sizes.map(([file, bytes]) => `${file.replace(/^assets\//, '')} ${(bytes / 1000).toFixed(1)}`).join(', ')})`)
  if (entry === 'handheld' && total > LIMIT_KB) failed = true
}
if (failed) {
  console.error(`the handheld's first load is over ${LIMIT_KB} kB gzip`)
  process.exit(1)
}
