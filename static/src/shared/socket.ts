/** The live line to the server: operations go up with an acknowledgement, pokes come down. */
import { io } from 'socket.io-client'
import type { Socket } from 'socket.io-client'
import { readonly, ref } from 'vue'
import type { Ref } from 'vue'
import type { Answer, Op, Poke } from './wire'

const ACK_TIMEOUT_MS = 5000

export interface LineOptions {
  /** Asked again at every connect, so a sign-in or a new pairing is picked up. */
  auth: () => { device_token: string | null; build: string }
  onPoke: (poke: Poke) => void
  onConnect: () => void
}

export interface Line {
  connected: Readonly<Ref<boolean>>
  /** Resolves with the server's answer; rejects when none came in 5 s or the line is away. */
  send(op: Op): Promise<Answer>
  /** Connect again with fresh credentials (after pairing, signing in or out). */
  renew(): void
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
  })
  socket.on('connect', () => {
    connected.value = true
    options.onConnect()
  })
  socket.on('disconnect', () => (connected.value = false))
  socket.on('connect_error', () => (connected.value = false))
  socket.on('poke', (poke: Poke) => options.onPoke(poke))
  return {
    connected: readonly(connected),
    send: (op) => emitWithAck(socket, op),
    renew: () => void socket.disconnect().connect(),
    close: () => void socket.disconnect(),
  }
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
