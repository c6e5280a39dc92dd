import commonEn from '@shared/words/common.en'
import commonZh from '@shared/words/common.zh-CN'
import en from '@shared/words/handheld.en'
import zh from '@shared/words/handheld.zh-CN'
import packingEn from '@shared/words/packing.en'
import packingZh from '@shared/words/packing.zh-CN'
import { createWords } from '@shared/words'

const tables = { 'zh-CN': { ...commonZh, ...zh, ...packingZh }, en: { ...commonEn, ...en, ...packingEn } }
export type Word = keyof typeof commonZh | keyof typeof zh | keyof typeof packingZh

export const t = createWords<Word>(tables)

/** A word that the server names (a flag of an item); unknown ones are shown as they came. */
export function flagWord(flag: string): string {
  const key = `flag.${flag}`
  return key in tables.en ? t(key as Word) : flag
}
