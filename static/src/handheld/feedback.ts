/** Four sounds and vibrations, no more: a gloved hand and a loud hall must tell them apart. */

export type Feedback = 'ok' | 'wrong' | 'done' | 'lead'

interface Tone {
  hz: number
  ms: number
  shape: OscillatorType
}

const PAUSE: Tone = { hz: 0, ms: 60, shape: 'sine' }
const TONES: Record<Feedback, Tone[]> = {
  ok: [{ hz: 1320, ms: 90, shape: 'sine' }],
  wrong: [{ hz: 170, ms: 280, shape: 'sawtooth' }, PAUSE, { hz: 130, ms: 420, shape: 'sawtooth' }],
  done: [{ hz: 660, ms: 90, shape: 'triangle' }, PAUSE, { hz: 660, ms: 90, shape: 'triangle' }],
  lead: [
    { hz: 880, ms: 160, shape: 'square' }, PAUSE,
    { hz: 1175, ms: 160, shape: 'square' }, PAUSE,
    { hz: 880, ms: 320, shape: 'square' },
  ],
}
const PULSES: Record<Feedback, number[]> = {
  ok: [40],
  wrong: [250, 80, 250],
  done: [60, 60, 60],
  lead: [120, 60, 120, 60, 400],
}

const AFTER_GESTURE_MS = 400

let context: AudioContext | null = null

/** Browsers keep audio silent until the first touch or key; opening it takes long enough to disturb a scan. */
export function allowSound(): void {
  const start = () => {
    context ??= typeof AudioContext === 'undefined' ? null : new AudioContext()
    if (context?.state === 'suspended') void context.resume()
  }
  const later = () => {
    if (context?.state !== 'running') window.setTimeout(start, AFTER_GESTURE_MS)
  }
  for (const event of ['pointerdown', 'touchend', 'keydown']) document.addEventListener(event, later, true)
}

export function feel(what: Feedback): void {
  if (touched()) navigator.vibrate?.(PULSES[what])
  if (!context || context.state !== 'running') return
  let at = context.currentTime
  for (const tone of TONES[what]) {
    if (tone.hz > 0) play(context, tone, at)
    at += tone.ms / 1000
  }
}

/** Before the first touch or key a browser refuses to vibrate, and complains. */
function touched(): boolean {
  const { userActivation } = navigator as { userActivation?: { hasBeenActive: boolean } }
  return userActivation?.hasBeenActive ?? true
}

function play(audio: AudioContext, tone: Tone, at: number): void {
  const oscillator = audio.createOscillator()
  const gain = audio.createGain()
  const until = at + tone.ms / 1000
  oscillator.type = tone.shape
  oscillator.frequency.value = tone.hz
  gain.gain.setValueAtTime(0.5, at)
  gain.gain.linearRampToValueAtTime(0.0001, until)
  oscillator.connect(gain).connect(audio.destination)
  oscillator.start(at)
  oscillator.stop(until)
}
