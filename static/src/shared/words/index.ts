/** Every sentence of the screens in both languages; the server's own sentences arrive translated. */
import { readonly, ref } from 'vue'
import type { Lang } from '../wire'

const STORED = 'wavecard.lang'
const current = ref<Lang>('zh-CN')

export const lang = readonly(current)

export function setLang(next: Lang): void {
  current.value = next
  document.documentElement.lang = next
  localStorage.setItem(STORED, next)
}

/** What was chosen here before, else the site's language that the server wrote on the page. */
export function startLang(): void {
  const stored = localStorage.getItem(STORED) ?? document.documentElement.lang
  setLang(stored === 'en' ? 'en' : 'zh-CN')
}

export type Values = Record<string, string | number>

/** A translator over one pair of tables: `t('pick.done', { n: 3 })` fills `{n}`. */
export function createWords<Key extends string>(tables: Record<Lang, Record<Key, string>>) {
  return (key: Key, values: Values = {}): string => fill(tables[current.value][key], values)
}

export function fill(sentence: string, values: Values): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}
