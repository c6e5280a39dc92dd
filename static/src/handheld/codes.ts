/** Is this the code on the card? The same rule as the server's, so that the beep and the answer agree. */

/** FNC1 between two elements of a GS1 code, as scanners send it. */
export const GS = '\u001d'
const AIM = /^\][A-Za-z][0-9]/ // ISO/IEC 15424: which symbology it was
const LINK = /^https?:\/\/[^/]+(?:\/[^?]*?)?\/01\/(\d{8,14})(?=[/?]|$)/i

/** Upper case without blanks; a GTIN without leading zeros (GS1: shorter GTINs are zero-padded to 14 digits). */
export function normalCode(code: string): string {
  const plain = code.trim().toUpperCase()
  return /^\d{8,14}$/.test(plain) ? plain.replace(/^0+/, '') : plain
}

/** What was scanned, in one spelling: the (01) of a GS1-128, DataMatrix or QR code, else the code itself. */
export function readCode(text: string): string {
  const plain = text.replace(/^[\s\u001d]+|[\s\u001d]+$/g, '').replace(AIM, '')
  const gtin = LINK.exec(plain)?.[1] ?? /^\(01\)(\d{14})/.exec(plain)?.[1] ?? elementGtin(plain)
  return normalCode(gtin && isGtin(gtin) ? gtin : plain.replace(/\u001d/g, ''))
}

export function sameCode(scanned: string, other: string): boolean {
  return readCode(scanned) === normalCode(other)
}

/** Eight to fourteen digits of which the last is the check digit: weights 3 and 1 in turn, from the right. */
export function isGtin(digits: string): boolean {
  if (!/^\d{8,14}$/.test(digits)) return false
  const [last, ...before] = Array.from(digits, Number).reverse()
  const total = before.reduce((sum, digit, n) => sum + digit * (n % 2 === 0 ? 3 : 1), 0)
  return (10 - (total % 10)) % 10 === last
}

const FIXED: Record<string, number> = { '00': 18, '01': 14, '02': 14, 11: 6, 12: 6, 13: 6, 15: 6, 16: 6, 17: 6, 20: 2 }
const VARIABLE: Record<string, number> = { 10: 20, 21: 20, 22: 20, 30: 8, 37: 8, 240: 30, 241: 30 }

/** The GTIN of an element string that begins with one and can be read to its end. */
function elementGtin(text: string): string | null {
  if (!/^01\d{14}/.test(text)) return null
  let rest = text
  while (rest) {
    const ai = [rest.slice(0, 2), rest.slice(0, 3)].find((one) => one in FIXED || one in VARIABLE)
    if (ai === undefined) return null
    const next = rest.indexOf(GS)
    const length = FIXED[ai] ?? Math.min(VARIABLE[ai]!, next < 0 ? Infinity : next - ai.length)
    const value = rest.slice(ai.length, ai.length + length)
    if (ai in FIXED && !new RegExp(`^\\d{${FIXED[ai]}}$`).test(value)) return null
    rest = rest.slice(ai.length + length).replace(/^\u001d+/, '')
  }
  return text.slice(2, 16)
}
