/** The open panels, lowest first: keys belong to the top one, and the focus goes back to where it came from. */
const FOCUSABLE = 'a[href], button:not(:disabled), input:not(:disabled), select, textarea, [tabindex="0"]'
const stack: { panel: HTMLElement; close: () => void }[] = []

export function openPanel(panel: HTMLElement, close: () => void): () => void {
  const before = document.activeElement
  const entry = { panel, close }
  stack.push(entry)
  if (stack.length === 1) shield(true)
  const first = panel.querySelector<HTMLElement>('[autofocus]') ?? panel
  first.focus()
  return () => {
    stack.splice(stack.indexOf(entry), 1)
    if (!stack.length) shield(false)
    if (before instanceof HTMLElement && before.isConnected) before.focus()
  }
}

/** What is under a panel can be seen, not reached. */
function shield(on: boolean): void {
  document.getElementById('app')?.toggleAttribute('inert', on)
  if (on) document.addEventListener('keydown', onKey)
  else document.removeEventListener('keydown', onKey)
}

function onKey(event: KeyboardEvent): void {
  const top = stack[stack.length - 1]
  if (!top) return
  if (event.key === 'Escape') {
    event.preventDefault()
    top.close()
  } else if (event.key === 'Tab') {
    keepInside(top.panel, event)
  }
}

function keepInside(panel: HTMLElement, event: KeyboardEvent): void {
  const stops = Array.from(panel.querySelectorAll<HTMLElement>(FOCUSABLE)).filter((one) => one.offsetParent !== null)
  const first = stops[0]
  const last = stops[stops.length - 1]
  if (!first || !last) return
  const here = document.activeElement
  const outside = !panel.contains(here) || here === panel
  if (outside || here === (event.shiftKey ? first : last)) {
    event.preventDefault()
    ;(event.shiftKey ? last : first).focus()
  }
}
