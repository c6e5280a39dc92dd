/** Listens for scanner bursts on the whole page: no field needs the focus, and no soft keyboard appears. */
import { Sink } from './sink'
import { DEFAULT_SETTINGS, EMPTY, clean, insert, isCharacter, press, rest } from './wedge-core'
import type { Burst, WedgeSettings } from './wedge-core'

const STORED = 'wavecard.wedge'
const PASSED = 'wavecard:scan' // from a wrapper around this page that hears the scanner's intents

export interface WedgeListener {
  onScan: (code: string) => void
  /** A key that a person pressed on a hardware keypad while no field had the focus. */
  onTyped?: (key: string) => void
}

interface FieldBefore {
  field: HTMLInputElement
  value: string
}

/** This device's own settings over the defaults: `localStorage['wavecard.wedge'] = '{"prefix":"~"}'`. */
export function readSettings(): WedgeSettings {
  try {
    return { ...DEFAULT_SETTINGS, ...(JSON.parse(localStorage.getItem(STORED) ?? '{}') as Partial<WedgeSettings>) }
  } catch {
    return DEFAULT_SETTINGS
  }
}

/** What the scanner test found fits this device. */
export function keepSettings(settings: WedgeSettings): void {
  localStorage.setItem(STORED, JSON.stringify(settings))
}

/** Start listening; the answer stops it. */
export function listen(listener: WedgeListener, settings = readSettings()): () => void {
  const wedge = new Wedge(listener, settings)
  const onKey = (event: KeyboardEvent) => wedge.key(event)
  const onPaste = (event: ClipboardEvent) => wedge.paste(event)
  const onPassed = (event: Event) => wedge.passed((event as CustomEvent<unknown>).detail)
  document.addEventListener('keydown', onKey, true)
  document.addEventListener('paste', onPaste)
  window.addEventListener(PASSED, onPassed)
  return () => {
    wedge.close()
    document.removeEventListener('keydown', onKey, true)
    document.removeEventListener('paste', onPaste)
    window.removeEventListener(PASSED, onPassed)
  }
}

class Wedge {
  private burst: Burst = EMPTY
  private before: FieldBefore | null = null
  private timer = 0
  private readonly sink: Sink

  constructor(
    private readonly listener: WedgeListener,
    private readonly settings: WedgeSettings,
  ) {
    this.sink = new Sink((text, atMs) => this.written(text, atMs), settings.maxGapMs)
  }

  /** Key 229 says that an input method has the key: what it makes of it comes as text. */
  key(event: KeyboardEvent): void {
    if (event.isComposing || event.keyCode === 229 || event.repeat) return
    this.settle(event.timeStamp)
    const field = this.fieldOf(event.target)
    const stroke = { key: event.key, atMs: event.timeStamp, control: isControl(event), inField: field !== null }
    const { burst, effect } = press(this.burst, stroke, this.settings)
    if (burst.text.length === 1 && this.burst !== burst) this.before = field && { field, value: field.value }
    this.burst = burst
    const heard = event.target === this.sink.field && !stroke.control && isCharacter(event.key)
    if (effect.kind !== 'pass' || heard) event.preventDefault()
    if (effect.kind === 'scan') this.scanned(effect.code)
    else this.watch()
  }

  /** Text of a scanner that presses no keys, at once or letter by letter. */
  written(text: string, atMs: number): void {
    this.settle(atMs)
    const { burst, codes } = insert(this.burst, text, atMs, this.settings)
    this.burst = burst
    this.before = null
    codes.forEach((code) => this.listener.onScan(code))
    this.watch()
  }

  paste(event: ClipboardEvent): void {
    if (this.fieldOf(event.target)) return
    event.preventDefault() // into the sink it would be heard twice
    this.passed(event.clipboardData?.getData('text'))
  }

  passed(text: unknown): void {
    const code = clean(typeof text === 'string' ? text : '', this.settings.prefix)
    if (code.length >= this.settings.minLength) this.listener.onScan(code)
  }

  close(): void {
    this.stop()
    this.sink.close()
  }

  private stop(): void {
    window.clearTimeout(this.timer)
  }

  /** Twice, because keys that came while the page was busy are handled between the two. */
  private watch(): void {
    this.stop()
    this.timer = window.setTimeout(() => {
      this.timer = window.setTimeout(() => this.settle(performance.now()), 20)
    }, this.settings.maxGapMs)
  }

  private settle(nowMs: number): void {
    const typed = this.burst
    const { burst, effect } = rest(typed, nowMs, this.settings)
    this.burst = burst
    if (effect.kind === 'scan') this.listener.onScan(effect.code)
    else if (burst !== typed) Array.from(typed.text).forEach((key) => this.listener.onTyped?.(key))
  }

  private scanned(code: string): void {
    this.stop()
    putBack(this.before)
    this.before = null
    this.listener.onScan(code)
  }

  /** The field that a person types into, if any. */
  private fieldOf(target: EventTarget | null): HTMLInputElement | null {
    const element = target as HTMLElement | null
    const field = element?.tagName === 'INPUT' || element?.tagName === 'TEXTAREA'
    return field && element !== this.sink.field ? (element as HTMLInputElement) : null
  }
}

function isControl(event: KeyboardEvent): boolean {
  return (event.ctrlKey || event.metaKey || event.altKey) && !(event.ctrlKey && event.altKey)
}

/** In a field the keys went through, for they could have been a person's; take the code out again. */
function putBack(before: FieldBefore | null): void {
  if (!before || before.field.value === before.value) return
  before.field.value = before.value
  before.field.dispatchEvent(new Event('input', { bubbles: true }))
}
