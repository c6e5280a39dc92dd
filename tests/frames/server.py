"""A bare Socket.IO server to break: no product inside, only the socket stack as the product runs it."""

import gc
import os
import time

import gevent
from flask import Flask, Response, jsonify, request
from flask_socketio import SocketIO

from app import frames

if os.environ.get("FRAMES") != "stock":
    frames.install()

app = Flask(__name__)
socketio = SocketIO(
    app,
    async_mode="gevent",
    transports=["websocket"],
    ping_interval=float(os.environ.get("PING_INTERVAL", "15")),
    ping_timeout=float(os.environ.get("PING_TIMEOUT", "10")),
)


@socketio.on("echo")
def echo(said: object) -> object:
    return said


@app.get("/figures")
def figures() -> Response:
    """Living greenlets, open sockets of this process and engine.io sessions."""
    living = sum(isinstance(it, gevent.Greenlet) and not it.dead for it in gc.get_objects())
    fds = (os.path.join("/proc/self/fd", fd) for fd in os.listdir("/proc/self/fd"))
    sockets = sum(os.path.islink(fd) and os.readlink(fd).startswith("socket:") for fd in fds)
    return jsonify(greenlets=living, sockets=sockets, sessions=len(socketio.server.eio.sockets))


@app.post("/flood")
def flood() -> Response:
    """Start emitters, each sending its own numbered cards: most of 400 bytes, every fortieth large."""
    asked = request.get_json()
    join = asked.pop("join", False)
    emitters = [gevent.spawn(emit_cards, emitter, **asked) for emitter in range(asked.pop("emitters"))]
    gevent.joinall(emitters if join else [])
    return jsonify(started=len(emitters))


def emit_cards(
    emitter: int, cards: int, large: int = 30_000, gap_s: float = 0, hold_at: int | None = None
) -> None:
    """With `hold_at`, no faster than the slowest reader lets at most so many bytes wait for it."""
    for n in range(cards):
        size = large if n % 40 == 39 else 400
        card = {"from": emitter, "n": n, "at": time.monotonic(), "pad": "x" * size}
        socketio.emit("card", card)
        gevent.sleep(gap_s)
        while hold_at and max(map(waiting, socketio.server.eio.sockets.values()), default=0) > hold_at:
            gevent.sleep(0.002)


if os.environ.get("PLANNING"):  # what plans is compiled for half a minute: not for those who test frames
    from tests.bench import planning_load

    gevent.spawn(planning_load.plan_forever)


@app.get("/planned")
def planned() -> Response:
    """Plans made so far while cards went out, and how long one took in milliseconds."""
    from tests.bench import planning_load

    took = planning_load.took_ms
    return jsonify(plans=len(took), ms=round(sum(took) / len(took)) if took else 0)


def waiting(client: object) -> int:
    """Bytes that wait for a client, a guess of 1,000 a packet for the stock stack."""
    wire = getattr(client, "_wire", None)
    return wire.waiting_bytes if wire else 1000 * client.queue.qsize()  # type: ignore[attr-defined]


@app.post("/goodbye")
def goodbye() -> Response:
    """Disconnect everybody."""
    for client in list(socketio.server.eio.sockets.values()):
        client.close(wait=False)
    return jsonify(closed=True)
