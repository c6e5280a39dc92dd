import { expect, test } from 'vitest'

type Table = Record<string, string>
const files = import.meta.glob<Table>('../../static/src/shared/words/*.ts', { eager: true, import: 'default' })
const pairs = Object.keys(files)
  .filter((path) => path.endsWith('zh-CN.ts'))
  .map((path) => [path.replace(/.*\//, ''), files[path]!, files[path.replace('zh-CN.ts', 'en.ts')]!] as const)

const slots = (sentence: string) => (sentence.match(/\{\w+\}/g) ?? []).sort()

test('there are tables to compare', () => expect(pairs.length).toBeGreaterThan(0))

test.each(pairs)('%s has the same keys in both languages', (_name, zh, en) => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort())
})

test.each(pairs)('%s fills the same values in both languages and leaves nothing empty', (_name, zh, en) => {
  for (const key of Object.keys(zh)) {
    expect([key, slots(en[key]!)]).toEqual([key, slots(zh[key]!)])
    expect(zh[key]!.trim() && en[key]!.trim(), key).not.toBe('')
  }
})
