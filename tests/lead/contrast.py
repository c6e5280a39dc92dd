"""Which texts on a page stand out from their ground by less than WCAG's 7:1."""

from playwright.sync_api import Page

FAINT = """() => {
  const part = (v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4
  const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
  const parse = (colour) => colour.match(/[\\d.]+/g).map(Number)
  const ground = (element) => {
    for (; element; element = element.parentElement) {
      const [r, g, b, alpha = 1] = parse(getComputedStyle(element).backgroundColor)
      if (alpha > 0.99) return [r, g, b]
    }
    return [255, 255, 255]
  }
  const found = []
  for (const element of document.querySelectorAll('body *')) {
    const written = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim())
    const hint = element.placeholder ? '::placeholder' : null
    if (!(written || hint) || !element.offsetParent || element.closest('.sr')) continue
    const ink = light(parse(getComputedStyle(element, hint).color)), paper = light(ground(element))
    const ratio = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05)
    if (ratio < 7) found.push(`${ratio.toFixed(2)} ${element.className} ${element.textContent.trim()}`)
  }
  return found
}"""


def list_faint(page: Page) -> list[str]:
    found: list[str] = page.evaluate(FAINT)
    return found
