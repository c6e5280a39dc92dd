/** What zxing asks for and Chromium before 93 lacks. Imported before it: it is asked at its first line. */
const found = Object as unknown as { hasOwn?: (of: object, key: PropertyKey) => boolean }
found.hasOwn ??= (of, key) => Object.prototype.hasOwnProperty.call(of, key)
if (typeof globalThis === 'undefined') (self as unknown as { globalThis: unknown }).globalThis = self

export {}
