import { describe, expect, test } from 'vitest'
import { isGtin, readCode, sameCode } from '../../static/src/handheld/codes'

const GTIN = '06902538005141'

describe('one item in every spelling of its code', () => {
  test.each([
    '6902538005141', GTIN, ` ${GTIN}\r`, ']E06902538005141',
    `]C101${GTIN}1727123110AB-1\u001d21S9`, `]d201${GTIN}10AB-1\u001d17271231`, `\u001d01${GTIN}21S9\u001d`,
    `(01)${GTIN}(17)271231(10)AB-1`, `https://id.gs1.org/01/${GTIN}/10/AB-1?17=271231`,
  ])('%j', (scanned) => expect(sameCode(scanned, '6902538005141')).toBe(true))
  test('a UPC-A that lost its zero, on the label or in the spreadsheet', () => {
    expect(sameCode('084501446314', '84501446314')).toBe(true)
    expect(sameCode('84501446314', '0084501446314')).toBe(true)
  })
})

test('what only looks like GS1 stays a plain code', () => {
  expect(readCode('0106902538005142')).toBe('0106902538005142')
  expect(readCode('01069025380051419912')).toBe('01069025380051419912')
  expect(readCode('t-0001')).toBe('T-0001')
  expect(sameCode('16902538005148', '6902538005141')).toBe(false) // the carton is not the item
  expect(isGtin('6917536014089')).toBe(false)
})
