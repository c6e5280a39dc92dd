/** The server names the screen; this table says what draws it. */
import type { Component } from 'vue'
import Handover from './Handover.vue'
import Idle from './Idle.vue'
import Interrupt from './Interrupt.vue'
import Lead from './Lead.vue'
import Offer from './Offer.vue'
import PackAdd from './PackAdd.vue'
import PackCheck from './PackCheck.vue'
import PackClose from './PackClose.vue'
import PackLabel from './PackLabel.vue'
import PackOpen from './PackOpen.vue'
import PackPrint from './PackPrint.vue'
import Pick from './Pick.vue'
import Station from './Station.vue'
import Stop from './Stop.vue'
import Totes from './Totes.vue'
import Unknown from './Unknown.vue'
import Unload from './Unload.vue'
import WalkDone from './WalkDone.vue'
import ZeroCheck from './ZeroCheck.vue'

const SCREENS: Record<string, Component> = {
  idle: Idle,
  offer: Offer,
  totes: Totes,
  pick: Pick,
  zero_check: ZeroCheck,
  unload: Unload,
  interrupt: Interrupt,
  station: Station,
  pack_open: PackOpen,
  pack_check: PackCheck,
  pack_add: PackAdd,
  pack_print: PackPrint,
  pack_label: PackLabel,
  pack_close: PackClose,
  stop: Stop,
  handover: Handover,
  lead: Lead,
  walk_done: WalkDone, // this device's own: the server has not heard of it yet
}

export function screenFor(name: string): Component {
  return SCREENS[name] ?? Unknown
}
