/** Is this the code on the card? The same rule as the server's, so that the beep and the answer agree. */

/** Upper case without blanks; a GTIN without leading zeros (GS1: shorter GTINs are zero-padded to 14 digits). */
export function normalCode(code: string): string {
  const plain = code.trim().toUpperCase()
  return /^\d{8,14}$/.test(plain) ? plain.replace(/^0+/, '') : plain
}

export function sameCode(one: string, other: string): boolean {
  return normalCode(one) === normalCode(other)
}
