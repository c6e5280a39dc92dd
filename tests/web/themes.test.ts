/** Every text of the handheld on the ground it may stand on, in every theme; tiers for those who see few colours. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { inkFor } from '@shared/tiers'

const css = (name: string) => readFileSync(new URL(`../../static/src/${name}`, import.meta.url), 'utf8')
const STYLES = ['actions', 'entry', 'frame', 'packing', 'picking', 'sheets', 'sizes', 'stopping', 'tier']
const RATIO = 7

type Tokens = Record<string, string>
function tokensOf(text: string, selector: string): Tokens {
  const blocks = [...text.matchAll(/([^{}]+)\{([^{}]*)\}/g)].filter(([, head]) => head!.replace(/\/\*[^]*?\*\//g, '').trim() === selector)
  return Object.fromEntries(blocks.flatMap(([, , body]) => [...body!.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name!, value!])))
}
const light = { ...tokensOf(css('shared/base.css').replace(/^@import.*$/m, ''), ':root'), ...tokensOf(css('handheld/styles/themes.css'), ':root') }
const THEMES: Record<string, Tokens> = {
  light,
  dark: { ...light, ...tokensOf(css('handheld/styles/themes.css'), ":root[data-theme='dark']") },
  outdoor: { ...light, ...tokensOf(css('handheld/styles/themes.css'), ":root[data-theme='outdoor']") },
}

/** [text, the grounds it is drawn on] */
const PAIRS: [string, string[]][] = [
  ['--ink', ['--paper', '--ground', '--good-ground', '--bad-ground', '--press']],
  ['--ink-soft', ['--paper', '--ground', '--good-ground']],
  ['--brand', ['--paper', '--ground']],
  ['--on-brand', ['--brand']],
  ['--good', ['--paper', '--good-ground']],
  ['--bad', ['--paper', '--bad-ground']],
  ['--warn', ['--warn-ground']],
  ['--on-bar', ['--bar']],
  ['--on-here', ['--here']],
  ['--on-off', ['--off']],
  ['--on-tint', ['--tint']],
  ['--on-time', ['--time']],
  ['--stop-fill', ['--time', '--answer']],
  ['--on-fill', ['--good-fill', '--stop-fill', '--taken-fill', '--told-fill']],
  ['--on-answer', ['--answer']],
]

const rgb = (hex: string): number[] => {
  const full = hex.length === 4 ? `#${[...hex.slice(1)].map((one) => one + one).join('')}` : hex
  return [1, 3, 5].map((at) => parseInt(full.slice(at, at + 2), 16) / 255)
}
const linear = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
const luminance = (hex: string) => rgb(hex).map(linear).reduce((sum, part, n) => sum + part * [0.2126, 0.7152, 0.0722][n]!, 0)
const ratio = (one: string, other: string) => {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

describe.each(Object.keys(THEMES))('%s', (theme) => {
  const tokens = THEMES[theme]!
  test.each(PAIRS.flatMap(([ink, grounds]) => grounds.map((ground) => [ink, ground])))('%s on %s is 7:1', (ink, ground) => {
    expect(ratio(tokens[ink!]!, tokens[ground!]!)).toBeGreaterThanOrEqual(RATIO)
  })
  test('white on each tier is 7:1', () => {
    for (const colour of ['#c62828', '#1565c0', '#616161']) expect(ratio(tokens['--on-tier']!, inkFor(colour))).toBeGreaterThanOrEqual(RATIO)
  })
})

describe('no colour of its own', () => {
  const grounds = new Set(PAIRS.flatMap(([, all]) => all))
  const inks = new Set(PAIRS.map(([ink]) => ink))
  const allowed = /#c62828|#f9a825|background: #000/ // frames that carry no text, and what is behind a camera's picture
  test.each(STYLES)('%s.css takes every colour from the theme', (name) => {
    const own = css(`handheld/styles/${name}.css`).split('\n').filter((line) => /#[0-9a-f]{3,6}\b|\b(rgb|hsl)a?\(/i.test(line.replace(allowed, '')))
    expect(own).toEqual([])
  })
  test.each(STYLES)('%s.css uses only tokens whose contrast is known', (name) => {
    const text = css(`handheld/styles/${name}.css`)
    const uses = (rule: RegExp) => [...text.matchAll(rule)].map(([, token]) => token!)
    expect(uses(/[;{\s]color: var\((--[\w-]+)\)/g).filter((one) => !inks.has(one) && one !== '--on-tier')).toEqual([])
    expect(uses(/background: var\((--[\w-]+)\)/g).filter((one) => !grounds.has(one) && one !== '--line')).toEqual([])
  })
})

/** Machado, Oliveira & Fernandes 2009, severity 1.0, on linear RGB. */
const SEEN_BY: Record<string, number[][]> = {
  'all colours': [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}
const TIERS = { A: '#c62828', B: '#1565c0', C: '#616161' }

/** CIELAB of a colour as somebody sees it (D65). */
function lab(hex: string, matrix: number[][]): number[] {
  const light = rgb(hex).map(linear)
  const [r, g, b] = matrix.map((row) => Math.max(0, row.reduce((sum, k, n) => sum + k * light[n]!, 0))) as [number, number, number]
  const xyz = [(0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505, 0.2126 * r + 0.7152 * g + 0.0722 * b, (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089]
  const [x, y, z] = xyz.map((v) => (v > 0.008856 ? Math.cbrt(v) : 7.787 * v + 16 / 116)) as [number, number, number]
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

describe.each(Object.keys(SEEN_BY))('tiers seen with %s', (who) => {
  test.each([['A', 'B'], ['A', 'C'], ['B', 'C']] as const)('%s is not taken for %s', (one, other) => {
    const [p, q] = [lab(inkFor(TIERS[one]), SEEN_BY[who]!), lab(inkFor(TIERS[other]), SEEN_BY[who]!)]
    expect(Math.hypot(...p.map((v, n) => v - q[n]!))).toBeGreaterThan(15) // 2.3 is a just noticeable difference
  })
})
