// @vitest-environment happy-dom
/** A photo waits here while there is no road for it, and never holds up what comes behind it for ever. */
import { beforeEach, expect, test, vi } from 'vitest'

let photo: typeof import('../../static/src/handheld/photo')
const asked = vi.fn<() => Promise<Response>>()

beforeEach(async () => {
  vi.resetModules()
  asked.mockReset()
  vi.stubGlobal('fetch', asked)
  photo = await import('../../static/src/handheld/photo')
  photo.keepAgain([['key', new ArrayBuffer(3)]])
})
const here = () => photo.sendKept('key', () => true)
const inADeadSpot = () => photo.sendKept('key', () => false)

test('it is asked for its number as often as it takes, without a network', async () => {
  asked.mockRejectedValue(new TypeError('no network'))
  for (let n = 0; n < 9; n += 1) await expect(inADeadSpot()).rejects.toThrow()
  asked.mockResolvedValue(new Response('{"photo_id": 7}'))
  expect(await inADeadSpot()).toBe(7)
})
test('a road that carries scans and no photos gets three tries', async () => {
  asked.mockRejectedValue(new TypeError('too slow'))
  await expect(here()).rejects.toThrow()
  await expect(here()).rejects.toThrow()
  expect(await here()).toBeNull()
})
test('what the server refuses is not asked again, what it is too busy for is', async () => {
  asked.mockResolvedValue(new Response('', { status: 429 }))
  await expect(here()).rejects.toThrow()
  asked.mockResolvedValue(new Response('', { status: 400 }))
  expect(await here()).toBeNull()
})
test('one that is lost is not waited for', async () => {
  photo.forgetKept('key')
  expect([await here(), asked.mock.calls.length]).toEqual([null, 0])
})
