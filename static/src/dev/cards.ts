/** Fixtures for `?demo=`: one card of every screen, in both languages. */
import type { Strip } from '@shared/wire'

type Card = Record<string, unknown>

/** A drawing of a blue box, as `wavecard pictures` would give it. */
const PICTURE = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9H0z" fill="#eee"/><path d="M2 3h5v4H2z" fill="#36c"/></svg>',
)}`
const minutes = (n: number) => new Date(Date.now() + n * 60_000).toISOString()

function tier(letter: 'A' | 'B' | 'C', en: boolean): Card {
  const names = { A: ['Urgent', '医药急单'], B: ['Promotion', '大促'], C: ['Ordinary', '普通'] }[letter]
  const look = { A: ['#c62828', 'cross'], B: ['#1565c0', 'bolt'], C: ['#616161', 'dot'] }[letter]
  return { tier: letter, tier_name: names[en ? 0 : 1], colour: look[0], icon: look[1] }
}

function task(letter: 'A' | 'B' | 'C', en: boolean): Card {
  return {
    ...tier(letter, en),
    task_id: 12,
    order_nos: letter === 'C' ? ['W-20261122-0031', 'W-20261122-0032', 'W-20261122-0040'] : ['W-20261122-0007'],
    promised_at: minutes(letter === 'A' ? 102.3 : 400),
    because: en ? 'A contract: 24 h, leaves with the 18:00 truck' : 'A 类合同：24 小时，赶 18:00 班车',
    cutoff_at: letter === 'B' ? null : minutes(42.3),
    progress: { done: 3, of: 12 },
    totes: letter === 'C' ? ['T-0007', 'T-0011', 'T-0023'] : ['T-0007'],
  }
}

function parcel(step: number, en: boolean): Card {
  return { ...tier('A', en), parcel_id: 5, order_no: 'W-20261122-0007', promised_at: minutes(27), cutoff_at: minutes(21), step, steps: 3, progress: { done: 8, of: 8 }, totes: ['T-0007'] }
}

const stations = (en: boolean) => [
  { code: 'ST-1', name: en ? 'Packing 1' : '打包台 1' },
  { code: 'ST-2', name: en ? 'Packing 2' : '打包台 2' },
]

export const STRIP = (en: boolean): Strip => ({
  kind: 'waiting',
  tier: 'A',
  order_no: 'W-20261122-0099',
  promised_at: minutes(8),
  text: en ? 'An urgent order is waiting' : '有急单在等',
  near: { at: minutes(-5), text: en ? 'An urgent order is nearly late' : '急单快来不及了' },
})

export const CARDS: Record<string, (en: boolean, demo: string) => Card> = {
  idle: (en) => ({
    title: en ? 'Waiting for work' : '等待任务',
    text: en ? 'New work appears here by itself' : '有新任务会自动出现在这里',
    waiting: 0,
  }),
  offer: (en, demo) => ({
    ...task(demo.endsWith('3') ? 'C' : demo.endsWith('2') ? 'B' : 'A', en),
    stops: 4, units: 17, totes_needed: 1, metres: 86.4,
    from_operator: demo.endsWith('2') ? (en ? 'Bob' : '王强') : null,
    cart_at: demo.endsWith('2') ? 'A01-02-1' : null,
    lane: demo.endsWith('3') ? 'fast' : '',
  }),
  totes: (en, demo) => ({
    ...task('C', en),
    slots: [1, 2, 3, 4].map((slot) => ({
      slot, order_no: `W-20261122-003${slot}`, tier: 'C', tote: slot < 2 ? `T-000${slot}` : null,
      joined: demo.endsWith('2') && slot === 2
        ? { order_id: 9, text: en ? 'Urgent order W-20261122-0099 joins this walk: 2 stops more' : '急单 W-20261122-0099 加入这一趟，多走 2 站' }
        : null,
    })),
    next_slot: 2,
  }),
  pick: (en, demo) => ({
    ...task(demo.endsWith('2') ? 'B' : 'A', en),
    pick_id: 77,
    location: 'A03-12-2',
    location_parts: { aisle: 3, bay: 12, level: 2 },
    check_location: true,
    location_ok: !demo.endsWith('2'),
    sku: '85123A',
    barcodes: ['6901234567892'],
    name: en ? 'White hanging heart T-light holder' : '一次性医用外科口罩 50 只装 蓝色',
    cart: demo.endsWith('3') ? [1, 2, 3, 4, 5, 6, 7, 8].map((slot) => ({ slot, tote: `T-000${slot}`, tier: 'B' })) : [],
    qty: 24, done_qty: demo.endsWith('3') ? 7 : 0, slot: 1, tote: 'T-0007',
    flags: demo.endsWith('2') ? [] : ['fragile', 'cold'],
    remark: demo.endsWith('4') ? (en ? 'Please no dented boxes' : '盒子不要压坏') : null,
    next_location: 'A05-02-1',
    picture: demo.endsWith('5') ? PICTURE : null,
    other_zone: demo.endsWith('5') ? 'Z2' : null,
    undo: demo.endsWith('3') ? { pick_id: 76, name: 'x' } : null,
  }),
  zero_check: (en) => ({
    ...task('B', en),
    location_id: 12, location: 'A03-12-2', location_parts: { aisle: 3, bay: 12, level: 2 },
    sku: '85123A', name: en ? 'White hanging heart T-light holder' : '一次性医用外科口罩 50 只装 蓝色',
  }),
  unload: (en, demo) => ({
    ...task('C', en), stations: stations(en), bring_to: demo.endsWith('3') ? { ...stations(en)[1], order_no: 'W-20261122-0031' } : null, undo: demo.endsWith('2') ? { pick_id: 76, name: 'x' } : null,
  }),
  interrupt: (en, demo) => ({
    interrupt_id: 3,
    kind: demo.endsWith('2') ? 'taken' : demo.endsWith('3') ? 'changed' : 'stop',
    title: en ? 'Order W-20261122-0007 is cancelled' : '订单 W-20261122-0007 已取消',
    text: en ? 'Leave the items in the tote and bring it to the lead.' : '商品留在周转箱里，交给组长。',
  }),
  station: (en) => ({ stations: stations(en) }),
  pack_open: (en) => ({
    station: stations(en)[0],
    waiting: [
      { ...tier('A', en), order_no: 'W-20261122-0007', promised_at: minutes(27), totes: ['T-0007'] },
      { ...tier('B', en), order_no: 'W-20261122-0012', promised_at: minutes(300), totes: ['T-0011', 'T-0012'] },
      { ...tier('C', en), order_no: 'W-20261122-0031', promised_at: minutes(-4), totes: ['T-0023'], away: ['T-0024 (ST-2)'] },
    ],
  }),
  pack_check: (en, demo) => ({
    ...parcel(1, en),
    ...(demo.endsWith('2')
      ? {
          box: { size: 'M', because: en ? 'Up to 6 litres' : '6 升以内' },
          merge: { order_id: 6, order_no: 'W-20261122-0008' },
          remark_asks: true,
        }
      : {}),
    items: [
      { sku: '85123A', name: en ? 'White hanging heart T-light holder' : '一次性医用外科口罩 50 只装', barcodes: ['6901234567892'], qty: 3, checked_qty: 3, flags: [] },
      { sku: '22423', name: en ? 'Regency cakestand 3 tier' : '布洛芬缓释胶囊 0.3g×24 粒', picture: demo.endsWith('2') ? PICTURE : null, barcodes: ['6900000000011'], qty: 4, checked_qty: 1, flags: ['fragile'] },
      { sku: '47566', name: en ? 'Party bunting' : '体温计', barcodes: ['6900000000028'], qty: 1, checked_qty: 0, flags: [] },
    ],
    progress: { done: 4, of: 8 },
    remark: en ? 'Please ring the back door' : '请送后门，按铃',
  }),
  pack_add: (en) => ({
    ...parcel(2, en),
    adds: [
      { what: 'gift', text: en ? 'Gift: hand cream' : '赠品：护手霜一支', done: true },
      { what: 'insert-1', text: en ? 'Add GIFT-1 and scan it (above 100)' : '放入 GIFT-1 并扫码（满 100 元）', done: false, scan: 'GIFT-1' },
      { what: 'remark', text: en ? 'Note: thank-you card' : '感谢卡一张', done: false },
      { what: 'fragile', text: en ? 'Fragile: bubble wrap and sticker' : '易碎：裹气泡膜，贴易碎标', done: false, mark: true },
    ],
  }),
  pack_print: (en, demo) => ({
    ...parcel(3, en),
    carrier: en ? 'Sandbox Express' : '沙盒速运',
    carrier_because: en ? 'A orders go by express; next truck 18:00' : 'A 类走特快，18:00 班车',
    printing: demo.endsWith('2')
      ? { job_id: 9, state: 'unknown', text: en ? 'The printer went silent' : '打印机没有回应' }
      : demo.endsWith('3')
        ? { job_id: 9, state: 'blocked', text: en ? 'Out of paper' : '缺纸', trouble: true, problem: 'paper_out', helper: en ? 'Packing 2' : '打包台 2' }
        : null,
  }),
  pack_label: (en) => ({
    ...parcel(3, en),
    label: { code: 'WL-5-1', tracking_no: 'SB1000000017', carrier: en ? 'Sandbox Express' : '沙盒速运' },
    printing: { job_id: 9, state: 'sent', text: en ? 'Printed on ST-1' : '已在 ST-1 打印' },
  }),
  pack_close: (en, demo) => ({
    ...parcel(3, en),
    weigh: demo.endsWith('2') || demo.endsWith('4'),
    weight_g: demo.endsWith('4') ? 2350 : null,
    second: demo.endsWith('3')
      ? { by: null, because: en ? 'Worth more than 1000: two people look' : '货值超过 1000 元，两个人核对' }
      : demo.endsWith('4') ? { by: en ? 'Bob' : '王强', because: '' } : null,
  }),
  lead: () => ({}),
  stop: (en, demo) => ({
    parcel_id: 5,
    order_no: 'W-20261122-0007',
    title: en ? 'The address has changed' : '收货地址已改',
    text: en ? 'The old label is void. Do not ship with it.' : '旧面单已作废，不能发出。',
    steps: [
      { text: en ? 'Tear up the old label SB1000000017' : '撕掉旧面单 SB1000000017', done: /[2-5]$/.test(demo) },
      { text: en ? 'Stick on the new label' : '贴上新面单', done: false },
      { text: en ? 'Put the voucher in the box' : '把凭证放进箱子', done: false },
    ],
    label: /[2-5]$/.test(demo) ? null : { label_id: 8, code: 'WL-5-1', number: null },
    can: { destroyed: true, lost: true },
    printing: demo.endsWith('3')
      ? { job_id: 9, state: 'unknown', text: en ? 'The printer went silent' : '打印机没有回应' }
      : demo.endsWith('4')
        ? { job_id: 9, state: 'failed', text: en ? 'The label is twelve hours old' : '面单已放了十二小时' }
        : demo.endsWith('5')
          ? { job_id: 9, state: 'blocked', text: en ? 'Out of paper' : '缺纸', trouble: true, problem: 'paper_out', helper: en ? 'Packing 2' : '打包台 2' }
          : null,
  }),
  handover: (en, demo) => ({
    carriers: [
      { code: 'sandbox', name: en ? 'Sandbox Express' : '沙盒速运', waiting: 12 },
      { code: 'post', name: en ? 'Post' : '邮政', waiting: 3 },
    ],
    carrier: demo.endsWith('2') || demo.endsWith('3') ? 'sandbox' : null,
    last: demo.endsWith('2') ? { tracking_no: 'SB1000000017', ok: true } : demo.endsWith('3') ? { tracking_no: 'SB1000000004', ok: false } : null,
  }),
}
