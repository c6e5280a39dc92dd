/** What this device knows of a code by the walk it holds: no item and no shelf is taken for a tote in a dead spot. */
import { sameCode } from './codes'
import { feel } from './feedback'
import { raise } from './state'
import { keptWalk } from './walk'
import type { Walk } from './walk-core'
import { t } from './words'

/** True when the code is surely no tote: the screen has said so, and what it is. */
export function refusedAsTote(code: string, taskId: number): boolean {
  const walk = keptWalk(taskId)
  if (!walk) return false
  const is = whatItIs(walk, code)
  if (is === undefined && looksLikeTote(walk, code)) return false
  feel('wrong')
  raise({ kind: 'wrong', title: t('scan.wrong'), text: '', expected: t('totes.wanted'), scanned: code, is })
  return true
}

function whatItIs(walk: Walk, code: string): string | undefined {
  const item = walk.picks.find(({ sku, barcodes }) => [...barcodes, sku].some((one) => sameCode(code, one)))
  if (item) return t('is.item', { name: item.name || item.sku, sku: item.sku })
  if (walk.picks.some(({ location }) => sameCode(code, location))) return t('is.location', { code: code.trim().toUpperCase() })
  const station = walk.stations.find((one) => sameCode(code, one.code))
  return station && t('is.station', { code: station.code })
}

/** The house's totes all look like T-0042, say; anything may be one where that is not known. */
function looksLikeTote(walk: Walk, code: string): boolean {
  const shape = code.trim().toUpperCase().replace(/[0-9]/g, '0')
  return walk.tote_shapes?.includes(shape) ?? true
}
