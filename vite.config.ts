import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import vue from '@vitejs/plugin-vue'
import { VitePWA } from 'vite-plugin-pwa'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const BASE = '/static/dist/'
const OLDEST = 'chrome70' // the WebView of the oldest PDA we promise

/** Vant's icon font is 27 kB and falls back to an outside host; we draw our own icons. */
function withoutIconFont(): Plugin {
  return {
    name: 'without-icon-font',
    enforce: 'pre',
    transform: (code, id) =>
      id.includes('/vant/') && id.endsWith('.css') ? code.replace(/@font-face\s*\{[^}]*\}/g, '') : null,
  }
}

/** Scripts and styles packed once, so that the server needs not: over a warehouse's Wi-Fi a third of the bytes. */
function packed(): Plugin {
  return {
    name: 'packed',
    apply: 'build',
    writeBundle: ({ dir }) => {
      for (const name of readdirSync(`${dir}/assets`).filter((file) => /\.(js|css)$/.test(file))) {
        const file = `${dir}/assets/${name}`
        writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }))
      }
    },
  }
}

/** What the handheld's page needs, now or later: the lead's pages are not carried to every PDA. */
function ofHandheld(): (entry: { url: string }) => boolean {
  type Chunk = { file: string; css?: string[]; imports?: string[]; dynamicImports?: string[] }
  const manifest = JSON.parse(readFileSync(here('static/dist/.vite/manifest.json'), 'utf8')) as Record<string, Chunk>
  const files = new Set<string>()
  const visit = (key: string) => {
    const { file, css = [], imports = [], dynamicImports = [] } = manifest[key]!
    if (files.has(file)) return
    for (const one of [file, ...css]) files.add(one)
    for (const next of [...imports, ...dynamicImports]) visit(next)
  }
  visit('static/src/handheld/main.ts')
  return ({ url }) => !url.includes('/assets/') || files.has(url.replace(BASE, ''))
}

/** The page at `/` is rendered by the server, so its revision is a hash of what it is made of. */
function shellRevision(entries: { url: string; revision: string | null }[]): string {
  const hash = createHash('sha256').update(readFileSync(here('templates/handheld/index.html')))
  for (const entry of [...entries].sort((a, b) => (a.url < b.url ? -1 : 1))) hash.update(entry.url + entry.revision)
  return hash.digest('hex').slice(0, 16)
}

export default defineConfig({
  appType: 'mpa',
  base: BASE,
  publicDir: here('static/src/public'),
  resolve: { alias: { '@shared': here('static/src/shared') } },
  plugins: [
    withoutIconFont(),
    packed(),
    vue(),
    VitePWA({
      registerType: 'prompt',
      injectRegister: false,
      filename: 'sw.js',
      buildBase: '/',
      scope: '/',
      manifest: false, // a file in public/: the plugin would precache its own under a wrong address
      workbox: {
        globPatterns: ['**/*.{js,css,png,webmanifest}'],
        modifyURLPrefix: { '': BASE },
        manifestTransforms: [
          async (entries) => {
            const kept = entries.filter(ofHandheld())
            return { manifest: [...kept, { url: '/', revision: shellRevision(kept), size: 0 }] }
          },
        ],
        runtimeCaching: [
          {
            urlPattern: /\/api\/pictures\//, // of items; the name changes with what it shows
            handler: 'CacheFirst',
            options: { cacheName: 'pictures', cacheableResponse: { statuses: [200] }, expiration: { maxEntries: 400 } },
          },
        ],
        navigateFallback: '/',
        navigateFallbackAllowlist: [/^\/$/],
        clientsClaim: true, // else the next worker finds no page to wait for on the day of the pairing
        cleanupOutdatedCaches: true,
        inlineWorkboxRuntime: true,
        sourcemap: false,
      },
    }),
  ],
  build: {
    target: OLDEST,
    cssTarget: OLDEST,
    manifest: true,
    outDir: here('static/dist'),
    emptyOutDir: true,
    rollupOptions: {
      input: {
        handheld: here('static/src/handheld/main.ts'),
        lead: here('static/src/lead/main.ts'),
        printers: here('static/src/printers/main.ts'),
      },
    },
  },
  server: { fs: { allow: [here('.')] } },
  test: {
    include: ['tests/web/**/*.test.ts'],
    environment: 'node',
    testTimeout: 10_000,
    server: { deps: { inline: ['vant'] } }, // its style imports are CSS
  },
})
