/** What the set-up page knows and asks for: addresses and profiles are an admin's. */
import { ref, shallowRef } from 'vue'
import { getJson, sendJson } from '@shared/api'
import { tellFailure } from '../lead/notes'
import { readAgain } from './desk'

export interface Profile {
  id: number
  name: string
  connector: string
  host: string
  port: number
  path: string
  station: string
  active: boolean
  paper: string
  lang: string
  speaks: string
  dpi: number
  dots: number
  probed: { status?: boolean; echo?: boolean; fence?: boolean; model?: string }
  encoding: { band_rows?: number; feed_dots?: number; cut?: boolean; density?: number | null; drawer_lock?: boolean }
}

export interface Setup {
  papers: string[]
  paper_dots: Record<string, number>
  languages: string[]
  networks: string[]
  own_network: string
  stations: { id: number; code: string; name: string; neighbour_id: number | null; failover: string }[]
  printers: Profile[]
  agents: { id: number; name: string; station: string; seen_at: string | null }[]
}

export interface Found {
  host: string
  port: number
  known: boolean
  model: string
  status: boolean
  echo: boolean
}

export const setup = shallowRef<Setup | null>(null)
export const found = shallowRef<Found[] | null>(null)
export const busy = ref(false)
export const token = ref('')

export async function readSetup(): Promise<void> {
  setup.value = (await getJson<Setup>('/api/printing/setup').catch(tellFailure)) ?? setup.value
}

async function change(method: 'POST' | 'PUT', path: string, body: unknown = {}): Promise<unknown> {
  busy.value = true
  const said = await sendJson(method, `/api/printing/${path}`, body).catch(tellFailure)
  busy.value = false
  await readSetup()
  readAgain()
  return said
}

export async function scan(network: string): Promise<void> {
  busy.value = true
  const said = await sendJson<{ found: Found[] }>('POST', '/api/printing/scan', { network }).catch(tellFailure)
  busy.value = false
  if (said) found.value = said.found
}

export async function addPrinter(one: { host: string; port: number }, name: string, station: string): Promise<void> {
  const said = await change('POST', 'printers', { name, station: station || null, host: one.host, port: one.port })
  if (said) found.value = (found.value ?? []).map((seen) => (seen.host === one.host && seen.port === one.port ? { ...seen, known: true } : seen))
}

/** How each is reached that no scan finds: an address, a cable, a queue, a folder, or a bench PC's own. */
export const PATHS: Record<string, string> = { tcp: '192.168.1.40:9100', usb: '04b8:0202', serial: '/dev/ttyUSB0@19200', cups: 'Zebra_1', file: '/srv/papers', agent: '' }

/** What stands in its field, as the server wants it: `192.168.1.40`, `192.168.1.40:9101`, `fd00::20`, `[fd00::20]:9101`. */
export function reachOf(connector: string, where: string): Record<string, string | number> {
  if (connector !== 'tcp') return { connector, path: PATHS[connector] ? where : '' }
  const typed = where.trim()
  const [, host = '', port] = /^\[(.*)\](?::(\d+))?$/.exec(typed) ?? /^([^:]*):(\d+)$/.exec(typed) ?? ['', typed]
  return { connector, host, port: Number(port ?? 9100) }
}

/** As that field shows it. */
export function whereOf({ connector, host, port, path }: Profile): string {
  if (connector !== 'tcp') return path
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

export function addByHand(name: string, station: string, connector: string, where: string): Promise<unknown> {
  return change('POST', 'printers', { name, station: station || null, ...reachOf(connector, where) })
}

export const saveNetworks = (networks: string[]) => change('PUT', 'networks', { networks })

export const probePrinter = (id: number) => change('POST', `printers/${id}/probe`)

/** What a field stands for that somebody emptied. */
const EMPTIED: Record<string, number | null> = { band_rows: 200, feed_dots: 24, density: null }

/** A printer as it stands in its form, with its place in one field. */
export type Draft = Profile & { where: string }

export const draftOf = (one: Profile): Draft => ({ ...one, where: whereOf(one), encoding: { ...one.encoding } })

/** What the form changes; a virtual printer finds its place by itself. */
export function bodyOf(one: Draft): Record<string, unknown> {
  const { name, station, paper, lang, speaks, dpi, dots } = one
  const encoding = Object.fromEntries(Object.entries(one.encoding).map(([key, value]) => [key, (value as unknown) === '' ? EMPTIED[key] : value]))
  const reach = one.connector === 'virtual' ? {} : reachOf(one.connector, one.where)
  return { name, station, paper, lang, speaks, dpi, dots, encoding, ...reach }
}

export const saveProfile = (one: Draft) => change('PUT', `printers/${one.id}`, bodyOf(one))

export const switchPrinter = (id: number, active: boolean) => change('PUT', `printers/${id}`, { active })

export const saveStation = (id: number, neighbour_id: number | null, failover: string) =>
  change('PUT', `stations/${id}`, { neighbour_id, failover })

export async function makeAgent(station_id: number, name: string): Promise<void> {
  const said = (await change('POST', 'agents', { station_id, name })) as { token: string } | void
  token.value = said ? said.token : ''
}

export const revokeAgent = (id: number) => change('POST', `agents/${id}/revoke`)
