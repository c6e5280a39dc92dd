/** HTTP calls to our own server: JSON in, JSON out, bounded in time, every failure an `ApiFailure`. */
import type { ErrorCode } from './wire'

const TIMEOUT_MS = 8000

/** `status` 0 and code `unavailable`: no answer came (no network, no server, too slow). */
export class ApiFailure extends Error {
  constructor(
    readonly status: number,
    readonly code: ErrorCode,
    message: string,
    readonly details: Record<string, unknown> | null = null,
  ) {
    super(message)
    this.name = 'ApiFailure'
  }

  get offline(): boolean {
    return this.status === 0
  }
}

export function getJson<T>(path: string, patienceMs = TIMEOUT_MS): Promise<T> {
  return call<T>('GET', path, undefined, {}, patienceMs)
}

/** A call that changes something; `X-Wavecard` is what a foreign page cannot send. */
export function sendJson<T>(
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  body: unknown = {},
  headers: Record<string, string> = {},
): Promise<T> {
  return call<T>(method, path, body, headers)
}

async function call<T>(
  method: string,
  path: string,
  body?: unknown,
  extra: Record<string, string> = {},
  patienceMs = TIMEOUT_MS,
): Promise<T> {
  const response = await request(method, path, body, extra, patienceMs)
  const answer: unknown = await response.json().catch(() => null)
  if (!response.ok) throw failure(response.status, answer)
  return answer as T
}

async function request(
  method: string,
  path: string,
  body: unknown,
  extra: Record<string, string>,
  patienceMs: number,
): Promise<Response> {
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), patienceMs)
  const headers: Record<string, string> = { Accept: 'application/json', ...extra }
  const init: RequestInit = { method, headers, credentials: 'same-origin', cache: 'no-store', signal: abort.signal }
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json'
    headers['X-Wavecard'] = '1'
    init.body = JSON.stringify(body)
  }
  try {
    return await fetch(path, init)
  } catch {
    throw new ApiFailure(0, 'unavailable', '')
  } finally {
    clearTimeout(timer)
  }
}

function failure(status: number, answer: unknown): ApiFailure {
  const said = (answer ?? {}) as { code?: ErrorCode; message?: string; details?: Record<string, unknown> }
  const code = said.code ?? (status >= 500 ? 'unavailable' : 'invalid')
  return new ApiFailure(status, code, said.message ?? '', said.details ?? null)
}
