// @vitest-environment happy-dom
import { createApp } from 'vue'
import type { App } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { setLang } from '@shared/words'
import { settled } from './floor'
import { roles, stations } from '../../static/src/printers/desk'
import StationSetup from '../../static/src/printers/parts/StationSetup.vue'
import { reachOf, whereOf } from '../../static/src/printers/setup'
import type { Profile } from '../../static/src/printers/setup'

const printer = {
  id: 7, name: 'Bench 1', connector: 'tcp', host: '192.168.1.40', port: 9100, path: '', station: 'ST-1', active: true,
  paper: 'roll80', lang: 'en', speaks: 'escpos', dpi: 203, dots: 576, probed: {}, encoding: {},
}
const house = {
  papers: ['roll80'], paper_dots: { roll80: 576 }, languages: ['escpos'], networks: [], own_network: '', agents: [],
  stations: [{ id: 1, code: 'ST-1', name: 'Bench', neighbour_id: null, failover: 'offer' }],
}
let kept: typeof printer
let sent: unknown[]
let refuses: boolean
let page: App

const input = (label: string) => [...document.querySelectorAll('.profile label')].find((one) => one.textContent!.startsWith(label))!.querySelector('input')!
const press = async (words: string) => {
  ;[...document.querySelectorAll<HTMLElement>('.profile button')].find((one) => one.textContent === words)!.click()
  await settled()
}
const buttons = () => [...document.querySelectorAll('.profile button')].map((one) => one.textContent)

function answer(path: string, asked?: RequestInit): Response {
  if (path.endsWith('/setup')) return Response.json({ ...house, printers: [kept] })
  if (!asked?.body) return Response.json({ stations: [], jobs: [] })
  sent.push(JSON.parse(String(asked.body)))
  if (refuses) return Response.json({ code: 'invalid', message: 'Outside', details: null }, { status: 400 })
  kept = { ...kept, ...(sent[sent.length - 1] as typeof printer) }
  return Response.json({ ok: true })
}

beforeEach(async () => {
  ;[kept, sent, refuses] = [{ ...printer }, [], false]
  vi.stubGlobal('fetch', async (path: string, asked?: RequestInit) => answer(path, asked))
  setLang('en')
  roles.value = ['admin']
  stations.value = []
  document.body.innerHTML = '<div id="app"></div>'
  page = createApp(StationSetup)
  page.mount('#app')
  await settled()
})
afterEach(() => page.unmount())

test('a place is read from its field and written into it', () => {
  expect(reachOf('tcp', '192.168.1.40')).toEqual({ connector: 'tcp', host: '192.168.1.40', port: 9100 })
  expect(reachOf('tcp', ' 192.168.1.40:9101 ')).toEqual({ connector: 'tcp', host: '192.168.1.40', port: 9101 })
  expect(reachOf('tcp', 'fd00::20')).toEqual({ connector: 'tcp', host: 'fd00::20', port: 9100 })
  expect(reachOf('tcp', '[fd00::20]:9101')).toEqual({ connector: 'tcp', host: 'fd00::20', port: 9101 })
  expect(reachOf('usb', '04b8:0202')).toEqual({ connector: 'usb', path: '04b8:0202' })
  expect(reachOf('agent', '04b8:0202')).toEqual({ connector: 'agent', path: '' })
  const six = { ...printer, host: 'fd00::20' } as Profile
  expect(reachOf('tcp', whereOf(six))).toEqual({ connector: 'tcp', host: 'fd00::20', port: 9100 })
})

test('a changed address is sent with its name and bench; one that was refused stays in its field', async () => {
  const where = input('Where')
  expect(where.value).toBe('192.168.1.40:9100')
  where.value = '8.8.8.8'
  where.dispatchEvent(new Event('input'))
  refuses = true
  await press('Save')
  expect(sent[0]).toMatchObject({ name: 'Bench 1', station: 'ST-1', connector: 'tcp', host: '8.8.8.8', port: 9100 })
  expect(input('Where').value).toBe('8.8.8.8')
  refuses = false
  await press('Save')
  expect(input('Where').value).toBe('8.8.8.8:9100')
})

test('a printer that is off says so, and is only switched on', async () => {
  expect(buttons()).toEqual(['Save', 'Switch off', 'Ask what it can', 'Print a test page'])
  await press('Switch off')
  expect(buttons()).toEqual(['Save', 'Switch on'])
  expect(document.querySelector('.profile.off .pill')!.textContent).toBe('Switched off')
  await press('Switch on')
  expect(sent).toEqual([{ active: false }, { active: true }])
  expect(document.querySelector('.profile.off')).toBeNull()
})
