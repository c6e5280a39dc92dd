/** Development only: `?demo=pick&lang=en` draws a fixture without a server. Not in the built files. */
import { ref } from 'vue'
import type { LineOptions, Line } from '@shared/socket'
import type { Answer, Lang, ScreenState } from '@shared/wire'
import { CARDS, STRIP } from './cards'

export function demoLine(): ((options: LineOptions) => Line) | undefined {
  const asked = new URLSearchParams(location.search)
  const demo = asked.get('demo')
  if (!demo) return undefined
  const lang = (asked.get('lang') ?? 'zh-CN') as Lang
  localStorage.setItem('wavecard.lang', lang)
  if (demo === 'pair') localStorage.removeItem('wavecard.device_token')
  else localStorage.setItem('wavecard.device_token', 'demo')
  if (CARDS[demo.replace(/[0-9]+$/, '')]) localStorage.setItem('wavecard.by', 'demo')
  else localStorage.removeItem('wavecard.by')
  window.fetch = async () => answer(demo, lang, asked.has('strip'))
  return () => ({
    connected: ref(!asked.has('away')),
    send: async (op): Promise<Answer> =>
      asked.has('refuse')
        ? { ok: false, op_id: op.op_id, code: 'refused', message: lang === 'en' ? 'Not this tote' : '周转箱不对', details: { expected: 'T-0007' } }
        : new Promise(() => undefined),
    renew: () => undefined,
    hello: () => undefined,
    check: () => undefined,
    close: () => undefined,
  })
}

function answer(demo: string, lang: Lang, strip: boolean): Response {
  const card = CARDS[demo.replace(/[0-9]+$/, '')]?.(lang === 'en', demo)
  if (!card) return new Response('{"ok":false,"code":"denied","message":"","details":null}', { status: 401 })
  const state: ScreenState = {
    screen: demo.replace(/[0-9]+$/, ''),
    card,
    strip: strip ? STRIP(lang === 'en') : null,
    operator: { id: 1, name: lang === 'en' ? 'Ann Lee' : '李小芳' },
    roles: ['picker', 'packer'],
    work: 'picking',
    lang,
    now: new Date().toISOString(),
    cursor: 1,
  }
  return new Response(JSON.stringify(state), { status: 200, headers: { 'Content-Type': 'application/json' } })
}
