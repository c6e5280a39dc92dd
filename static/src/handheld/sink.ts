/**
 * Holds the focus while nothing else does. Scanners that press keys need no field; those that write text do: PDAs
 * set to fill fields, and whatever goes through an input method (`keydown` says 229 then, and nothing of the key).
 *
 * `inputmode=none` keeps the soft keyboard away (Chromium 66 and later). `type=url`, because Android's input methods
 * are told so (`TYPE_TEXT_VARIATION_URI`): Latin letters, no suggestions, so that no pinyin is made of a code.
 */
import { t } from './words'

/** `text` has arrived, whole or in part; `atMs` as `event.timeStamp`. */
export type Hear = (text: string, atMs: number) => void

export class Sink {
  readonly field = document.createElement('input')
  private readonly place = document.createElement('section') // a landmark, so that screen readers know what it is
  private timer = 0
  private readonly off: (() => void)[] = []

  constructor(
    private readonly hear: Hear,
    private readonly patienceMs: number,
  ) {
    const looks = { type: 'url', inputmode: 'none', autocomplete: 'off', autocapitalize: 'off', tabindex: '-1', class: 'sink' }
    for (const [name, value] of Object.entries(looks)) this.field.setAttribute(name, value)
    this.place.append(this.field)
    document.body.prepend(this.place)
    this.on(this.field, 'input', (event) => this.written(event as InputEvent))
    this.on(this.field, 'compositionend', (event) => this.take(event.timeStamp))
    this.on(document, 'focusout', () => this.later())
    this.on(document, 'click', (event) => this.later((event as MouseEvent).detail > 0))
    this.on(window, 'focus', () => this.later())
    this.hold()
  }

  close(): void {
    window.clearTimeout(this.timer)
    this.off.splice(0).forEach((stop) => stop())
    this.place.remove()
  }

  /** After the page has dealt with it. A button that was tapped gives the focus back; one reached by keys keeps it. */
  private later(tapped = false): void {
    window.setTimeout(() => {
      const has = document.activeElement
      if (tapped && has?.tagName === 'BUTTON') (has as HTMLElement).blur()
      this.hold()
    })
  }

  private hold(): void {
    const has = document.activeElement
    if (!this.field.isConnected || (has && has !== document.body)) return
    for (const one of [this.place, this.field]) one.setAttribute('aria-label', t('scan.sink'))
    this.field.focus({ preventScroll: true })
  }

  private written(event: InputEvent): void {
    window.clearTimeout(this.timer)
    if (!event.isComposing) return this.take(event.timeStamp)
    this.timer = window.setTimeout(() => this.giveUpComposing(), this.patienceMs)
  }

  /** An input method that waits for a choice among candidates: what it shows is what was scanned. */
  private giveUpComposing(): void {
    this.take(performance.now())
    this.field.blur()
  }

  private take(atMs: number): void {
    window.clearTimeout(this.timer)
    const text = this.field.value
    this.field.value = ''
    if (text) this.hear(text, atMs)
  }

  private on(target: EventTarget, kind: string, how: (event: Event) => void): void {
    target.addEventListener(kind, how)
    this.off.push(() => target.removeEventListener(kind, how))
  }
}
