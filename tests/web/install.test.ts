import { expect, test } from 'vitest'
import { wayOf } from '../../static/src/handheld/install'

test.each([
  [false, 'http:', '192.168.1.10', 'http'],
  [true, 'http:', 'localhost', 'http'],
  [true, 'https:', '192.168.1.10', 'ca'],
  [true, 'https:', '[fd00::1]', 'ca'],
  [true, 'https:', 'minipc.local', 'ca'],
  [true, 'https:', 'minipc', 'ca'],
  [true, 'https:', 'wms.example.cn', 'name'],
] as const)('secure %s, %s//%s is the way "%s"', (secure, protocol, host, way) => {
  expect(wayOf(secure, protocol, host)).toBe(way)
})
