/** The live line to the server: operations go up with an acknowledgement, pokes come down. */
import { io } from 'socket.io-client'
import type { Socket } from 'socket.io-client'
import { readonly, ref } from 'vue'
import type { Ref } from 'vue'
import type { Answer, Op, Poke } from './wire'

const ACK_TIMEOUT_MS = 5000
const AWAKE_MS = 1000
const REFUSED_AGAIN_MS = 5000
const CLOSED_AGAIN_MS = 300

export interface LineOptions {
  /** Asked again at every connect, so a sign-in or a new pairing is picked up. */
  auth: () => { device_token: string | null; build: string }
  onPoke: (poke: Poke) => void
  onConnect: () => void
  /** The server does not know this device: it was revoked, or was paired with another house. */
  onDenied?: () => void
}

export interface Line {
  connected: Readonly<Ref<boolean>>
  /** Resolves with the server's answer; rejects when none came in 5 s or the line is away. */
  send(op: Op): Promise<Answer>
  /** Connect again with another device token (after pairing). */
  renew(): void
  /** Somebody signed in or out here: hear what concerns the one who is here now. */
  hello(): void
  /** The screen woke up, or the network is back: is somebody still there? Else dial at once. */
  check(): void
  close(): void
}

export function openLine(options: LineOptions): Line {
  const connected = ref(false)
  const socket = io({
    transports: ['websocket'],
    auth: (give) => give(options.auth()),
    reconnectionDelay: 500,
    reconnectionDelayMax: 4000,
    timeout: 5000,
    autoConnect: options.auth().device_token !== null,
  })
  /** After a refusal the library stays silent; a device may be paired anew, a server restored. */
  const dialAgain = (afterMs: number) => {
    if (!socket.active && options.auth().device_token !== null) window.setTimeout(() => socket.connect(), afterMs)
  }
  socket.on('connect', () => {
    connected.value = true
    options.onConnect()
  })
  socket.on('disconnect', () => {
    connected.value = false
    dialAgain(CLOSED_AGAIN_MS)
  })
  socket.on('connect_error', (error) => {
    connected.value = false
    if (error.message === 'denied') options.onDenied?.()
    dialAgain(REFUSED_AGAIN_MS)
  })
  socket.on('poke', (poke: Poke) => options.onPoke(poke))
  return {
    connected: readonly(connected),
    send: (op) => emitWithAck(socket, op),
    renew: () => void socket.disconnect().connect(),
    hello: () => void (socket.connected && socket.emit('hello', {})),
    check: () => check(socket),
    close: () => void socket.disconnect(),
  }
}

/** A sleeping handheld hears no hang-up, and its next dialling may be seconds away. */
function check(socket: Socket): void {
  if (!socket.active) return
  if (!socket.connected) return void socket.disconnect().connect()
  socket.timeout(AWAKE_MS).emit('hello', {}, (error: Error | null) => {
    if (error && socket.connected) socket.io.engine.close()
  })
}

/** An unanswered operation means dead Wi-Fi behind an open socket: drop it, the manager dials again. */
function emitWithAck(socket: Socket, op: Op): Promise<Answer> {
  if (!socket.connected) return Promise.reject(new Error('not connected'))
  return new Promise((resolve, reject) => {
    socket.timeout(ACK_TIMEOUT_MS).emit('op', op, (error: Error | null, answer: Answer) => {
      if (!error) return resolve(answer)
      socket.io.engine.close()
      reject(error)
    })
  })
}
