import commonEn from '@shared/words/common.en'
import commonZh from '@shared/words/common.zh-CN'
import en from '@shared/words/printers.en'
import zh from '@shared/words/printers.zh-CN'
import { createWords } from '@shared/words'

const tables = { 'zh-CN': { ...commonZh, ...zh }, en: { ...commonEn, ...en } }
export type Word = keyof typeof commonZh | keyof typeof zh

export const t = createWords<Word>(tables)

/** What a field of a layout is called. */
export function fieldName(field: string): string {
  const key = `field.${field}`
  return key in tables.en ? t(key as Word) : field
}

/** What a layout's paper is called; one that this build does not know keeps its own name. */
export function paperName(layout: string): string {
  const key = `paper.${layout}`
  return key in tables.en ? t(key as Word) : layout
}

/** What lies in front of the head: `roll80`, `100x150`. */
export function mediumName(medium: string): string {
  const roll = /^roll(\d+)$/.exec(medium)
  return roll ? t('medium.roll', { mm: roll[1] ?? '' }) : `${medium.replace('x', ' × ')} mm`
}

/** How a printer hangs on the house. */
export function connectorName(connector: string): string {
  const key = `connector.${connector}`
  return key in tables.en ? t(key as Word) : connector
}
