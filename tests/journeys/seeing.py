"""What is wrong with a page for a gloved thumb, a small screen, or somebody who sees little."""

from typing import cast

from playwright.sync_api import Page

from tests.bundled import ROOT

AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text("utf-8")
VIOLATIONS = """(enabled) => {
  const over = [...document.querySelectorAll('.alarm, .van-popup')].find((one) => one.offsetHeight > 0)
  const told = ({ id, nodes }) => id + ': ' + nodes[0].html.slice(0, 150)
  const rules = { 'color-contrast-enhanced': { enabled }, 'color-contrast': { enabled: !enabled } }
  const asked = { resultTypes: ['violations'], rules }
  return axe.run(over || document, asked).then(({ violations }) => violations.map(told))
}"""

SIZES = """() => {
  const mm = parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--mm'))
  const open = [...document.querySelectorAll('.alarm, .van-popup')].filter((one) => one.offsetHeight > 0)
  const top = open.find((one) => one.matches('.alarm')) || open[0] || document
  const wrong = []
  const seen = (one) => getComputedStyle(one).visibility !== 'hidden' && !one.matches('.sr')
  const shown = (one) => one.offsetWidth > 0 && seen(one)
  const all = (what) => [...top.querySelectorAll(what)].filter(shown)
  const least = (one, wanted, why) => {
    const { width, height } = one.getBoundingClientRect()
    const is = Math.min(width, height) / mm
    if (is < wanted - 0.1) wrong.push(`${is.toFixed(1)} mm, not ${wanted}: ${why} ${one.innerText}`)
  }
  for (const one of all('button, a[href], input:not([type=file]):not(.sink)')) least(one, 9, 'target')
  for (const one of all('.exits button, .screen .choice, .tick, .hold, .report')) least(one, 15, 'task')
  for (const one of all('.main, .prompt')) {
    least(one, 20, 'main')
    const { top: y, bottom } = one.getBoundingClientRect()
    const low = y >= innerHeight * 2 / 3 - 1 && bottom <= innerHeight
    if (!low) wrong.push(`not in the lower third: ${one.innerText}`)
  }
  for (const one of all('.location, .qty b')) {
    const px = parseFloat(getComputedStyle(one).fontSize)
    if (px < 40) wrong.push(`${px} px: ${one.innerText}`)
    const lines = one.getBoundingClientRect().height / px
    if (lines > 1.8) wrong.push(`more than one line: ${one.innerText}`)
  }
  const into = document.querySelector('.into'), foot = document.querySelector('.pick .foot')
  const edge = (one, side) => one.getBoundingClientRect()[side]
  const behind = top === document && into && edge(into, 'bottom') > edge(foot, 'top') + 1
  if (behind) wrong.push('the slot is hidden behind the buttons')
  const remark = document.querySelector('.pick .remark')
  const said = top === document && remark && remark.innerText.length < 60
  if (said && edge(remark, 'bottom') > edge(foot, 'top') + 1) wrong.push('the remark is hidden')
  return wrong
}"""

# Clipped on purpose: with an ellipsis, where the whole is on another place of the screen or of no need there.
GIVES = ".gives, .orders, .sku, .tier-word, .item h1, .remark, .sr, .sr *, .message"
OVERFLOWS = """(gives) => {
  const wrong = [], seen = []
  const clips = (style, axis) => style['overflow' + axis] !== 'visible'
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const of = node.parentElement
    if (!node.data.trim() || of.closest('noscript, script, style') || of.closest(gives)) continue
    if (!of.offsetParent || getComputedStyle(of).visibility === 'hidden') continue
    const range = document.createRange()
    range.selectNodeContents(node)
    const box = range.getBoundingClientRect()
    if (box.width === 0) continue
    const air = 0.25 * range.getClientRects()[0].height // above capitals and below the line
    const told = node.data.trim().slice(0, 40)
    if (box.left < -1 || box.right > innerWidth + 1) wrong.push(`off the screen: ${told}`)
    const button = of.closest('button, .main, .prompt, .choice')
    const frame = button && button.getBoundingClientRect()
    if (frame && (box.right > frame.right + 1 || box.left < frame.left - 1 ||
        box.bottom > frame.bottom + 2 || box.top < frame.top - 2)) wrong.push(`out of its button: ${told}`)
    for (let one = of; one && one !== document.body; one = one.parentElement) {
      const style = getComputedStyle(one), edge = one.getBoundingClientRect()
      const wide = box.right > edge.right + 1 || box.left < edge.left - 1
      if (clips(style, 'X') && wide) wrong.push(`cut: ${told}`)
      if (/auto|scroll/.test(style.overflowY) && one.scrollHeight > one.clientHeight + 1) break
      if (style.overflowY === 'hidden' && box.bottom > edge.bottom + 2) wrong.push(`cut below: ${told}`)
    }
    const layer = of.closest('.alarm, .van-popup, .foot, .status, .screen')
    for (const other of seen) {
      const wide = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left)
      const high = Math.min(box.bottom - air, other.low) - Math.max(box.top + air, other.high)
      if (layer === other.layer && wide > 2 && high > 2) wrong.push(`${told} lies over ${other.told}`)
    }
    seen.push({ box, told, layer, high: box.top + air, low: box.bottom - air })
  }
  return [...new Set(wrong)]
}"""

# Every word longer by two fifths and more, as a language with long words would; codes and figures stay.
LONGER = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const kept = (window.shortAgain = window.shortAgain || [])
  const fixed = /\\d|^.$|[^\\x00-\\x7f]/
  const half = (word) => Math.ceil(word.length / 2)
  const more = (word) => 'o'.repeat(Math.ceil(word.length * 0.4))
  const long = (word) => word.slice(0, half(word)) + more(word) + word.slice(half(word))
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.closest('noscript, script, style')) continue
    const said = node.data
    node.data = said.replace(/[^\\s]+/g, (word) => fixed.test(word) ? word : long(word))
    if (node.data !== said) kept.push([node, said, node.data])
  }
}"""

SHORT_AGAIN = """() => {
  for (const [node, said, now] of window.shortAgain.splice(0)) if (node.data === now) node.data = said
}"""


def axe(page: Page, *, seven: bool = True) -> list[str]:
    """What axe-core finds; with `seven`, text below 7:1 (large text: 4.5:1) too."""
    page.evaluate(f"window.axe || (() => {{ {AXE} }})()")
    return cast(list[str], page.evaluate(VIOLATIONS, seven))


def sizes(page: Page) -> list[str]:
    """Targets too small for a glove, and a main one out of the thumb's reach."""
    return cast(list[str], page.evaluate(SIZES))


def overflows(page: Page) -> list[str]:
    """Texts that are cut, leave their button or lie over each other."""
    return cast(list[str], page.evaluate(OVERFLOWS, GIVES))


def overflows_longer(page: Page) -> list[str]:
    """The same with every word two fifths longer; the words are put back."""
    page.evaluate(LONGER)
    found = overflows(page)
    page.evaluate(SHORT_AGAIN)
    return [f"longer: {one}" for one in found]
