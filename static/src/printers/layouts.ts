/** Layouts as the lead edits them; the preview is the very bitmap that would be printed. */
import { ref, shallowRef } from 'vue'
import { getJson, sendJson } from '@shared/api'
import { tell, tellFailure } from '../lead/notes'
import { t } from './words'

export interface Edits {
  words: Record<string, string>
  hidden: string[]
  logo: string
}

export interface Layout {
  name: string
  words: Record<string, string>
  /** The words' keys in the layout's own order. */
  keys: string[]
  fields: string[]
  edits: Edits
}

export const layouts = shallowRef<Layout[]>([])
export const papers = shallowRef<string[]>([])
export const picture = ref('')
export const wrong = ref('')
let asked = 0

export async function readLayouts(lang: string): Promise<void> {
  const told = await getJson<{ layouts: Layout[]; papers: string[] }>(`/api/printing/layouts?lang=${lang}`).catch(tellFailure)
  if (!told) return
  layouts.value = told.layouts
  papers.value = told.papers
}

/** Ask for the picture; an answer that a later question has overtaken is dropped. */
export async function preview(layout: string, body: Edits & { lang: string; paper: string }): Promise<void> {
  const mine = ++asked
  const answer = await post(`/api/printing/preview/${layout}`, body)
  if (mine !== asked || !answer) return
  if (!answer.ok) {
    const said = (await answer.json().catch(() => ({}))) as { message?: string }
    wrong.value = said.message || t('layout.wrong')
    return
  }
  const url = URL.createObjectURL(await answer.blob())
  if (picture.value) URL.revokeObjectURL(picture.value)
  picture.value = url
  wrong.value = ''
}

export async function save(layout: string, lang: string, edits: Edits): Promise<void> {
  const said = await sendJson('PUT', `/api/printing/layouts/${layout}`, { lang, ...edits }).catch(tellFailure)
  if (said) tell(t('layout.saved'))
  await readLayouts(lang)
}

export async function makeSheets(layout: string, lang: string, lines: string[]): Promise<void> {
  const answer = await post(`/api/printing/sheets/${layout}`, { lang, lines })
  if (!answer?.ok) return void tell(t('layout.wrong'))
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await answer.blob())
  link.download = `${layout}.pdf`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

function post(path: string, body: unknown): Promise<Response | null> {
  const headers = { 'Content-Type': 'application/json', 'X-Wavecard': '1' }
  return fetch(path, { method: 'POST', headers, credentials: 'same-origin', body: JSON.stringify(body) }).catch(() => null)
}
