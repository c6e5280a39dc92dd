/** This device and who holds it. Opaque tokens only: no name, badge or PIN is ever stored. */
import { sendJson } from './api'
import type { Paired, SignedIn } from './wire'

const TOKEN = 'wavecard.device_token'
const BY = 'wavecard.by'

export function findDeviceToken(): string | null {
  return localStorage.getItem(TOKEN)
}

export function forgetDevice(): void {
  localStorage.removeItem(TOKEN)
  forgetBy()
}

/** The opaque sign-in id that every operation carries; it outlives a reload, never a sign-out. */
export function findBy(): string | null {
  return localStorage.getItem(BY)
}

/** Exchange a pairing code (`ABCD-2345`, the dash optional) for this device's token. */
export async function pair(code: string): Promise<void> {
  const paired = await sendJson<Paired>('POST', '/api/devices/pair', { code: normalCode(code) })
  localStorage.setItem(TOKEN, paired.device_token)
}

/** Both tokens as they stand here. */
export interface Identity {
  token: string | null
  by: string | null
}

export function identity(): Identity {
  return { token: findDeviceToken(), by: findBy() }
}

/** Browsers write `localStorage` seconds later: what a dead battery took is put back from the outbox's disk. */
export function becomeAgain({ token, by }: Identity): void {
  if (token) localStorage.setItem(TOKEN, token)
  if (by) localStorage.setItem(BY, by)
  else localStorage.removeItem(BY)
}

/** Nobody holds this device any more. */
export function forgetBy(): void {
  localStorage.removeItem(BY)
}

/** Null when the PIN has more digits than those `soFar`: nothing was tried then. */
export async function signIn(badge: string, pin: string, soFar = false): Promise<SignedIn | null> {
  const asked = { device_token: findDeviceToken(), badge, pin, ...(soFar ? { so_far: true } : {}) }
  const signed = await sendJson<SignedIn & { more?: boolean }>('POST', '/api/session', asked)
  if (signed.more) return null
  localStorage.setItem(BY, signed.by)
  return signed
}

export async function signOut(): Promise<void> {
  forgetBy()
  await sendJson('DELETE', '/api/session')
}

/** Capital letters and digits alone, as the server compares them. */
export function normalCode(code: string): string {
  return code.toUpperCase().replace(/[^A-Z0-9]/g, '')
}

/** The code in a pairing link: `<base>/#pair=ABCD2345`. */
export function findPairCode(hash: string): string | null {
  const code = /[#&]pair=([A-Za-z0-9-]{8,9})\b/.exec(hash)?.[1]
  return code ? normalCode(code) : null
}

/** Which build this page runs: the hash in its script's file name, `dev` from the dev server. */
export function buildOf(scriptUrl: string): string {
  return /-([\w-]{8})\.js/.exec(scriptUrl)?.[1] ?? 'dev'
}
