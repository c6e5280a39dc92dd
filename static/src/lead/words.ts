import commonEn from '@shared/words/common.en'
import commonZh from '@shared/words/common.zh-CN'
import en from '@shared/words/lead.en'
import zh from '@shared/words/lead.zh-CN'
import shippingEn from '@shared/words/shipping.en'
import shippingZh from '@shared/words/shipping.zh-CN'
import whatifEn from '@shared/words/whatif.en'
import whatifZh from '@shared/words/whatif.zh-CN'
import { createWords } from '@shared/words'

const tables = { 'zh-CN': { ...commonZh, ...zh, ...shippingZh, ...whatifZh }, en: { ...commonEn, ...en, ...shippingEn, ...whatifEn } }
export type Word = keyof typeof commonZh | keyof typeof zh | keyof typeof shippingZh | keyof typeof whatifZh

export const t = createWords<Word>(tables)

/** A state or kind that the server names; one that this build does not know is shown as it came. */
export function named(group: string, name: string): string {
  const key = `${group}.${name}`
  return key in tables.en ? t(key as Word) : name
}
