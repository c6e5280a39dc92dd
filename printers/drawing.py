"""Documents drawn and packed in a process of their own, beside the one that serves screens.

Asked over its standard input, it answers over its standard output; `wavecard serve` starts it.
"""

import json
import os
import struct
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from printers.encoding import encode
from printers.errors import DocumentError
from printers.escpos import Encoding
from printers.paper import Paper
from printers.rendering import render

NICE = 10  # screens go first; drawing ahead keeps the heads busy all the same
LENGTH = struct.Struct(">L")


@dataclass(frozen=True)
class Drawn:
    """`missing`: characters no font has; `length_mm`: how much paper it takes."""

    payload: bytes
    missing: str = ""
    shortened: bool = False
    length_mm: int = 0


def draw(order: Mapping[str, Any]) -> Drawn:
    """`{"document", "paper", "speaks", "encoding"}`, all plain data; DocumentError says why not."""
    paper, encoding = Paper(**order["paper"]), Encoding(**order["encoding"])
    rendered = render(order["document"], paper)
    payload = encode(rendered, paper, order["speaks"], encoding)
    length_mm = round((rendered.image.height + encoding.feed_dots) / paper.dots_per_mm)
    return Drawn(payload, "".join(sorted(rendered.missing)), rendered.shortened, length_mm)


def ask(order: Mapping[str, Any], to: BinaryIO, back: BinaryIO) -> Drawn:
    """The other end of `serve`; EOFError when the process has gone."""
    write(to, json.dumps(order).encode())
    told = json.loads(read(back))
    payload = read(back)
    if "problem" in told:
        raise DocumentError(told["problem"])
    return Drawn(payload, **told)


def serve(orders: BinaryIO, answers: BinaryIO) -> None:
    while True:
        try:
            order = json.loads(read(orders))
        except EOFError:
            return
        told, payload = answer(order)
        write(answers, json.dumps(told).encode())
        write(answers, payload)


def answer(order: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    try:
        drawn = draw(order)
    except DocumentError as error:
        return {"problem": str(error)}, b""
    except Exception as error:  # one document must not stop the others
        return {"problem": f"{type(error).__name__}: {error}"}, b""
    return {name: value for name, value in drawn.__dict__.items() if name != "payload"}, drawn.payload


def write(stream: BinaryIO, data: bytes) -> None:
    stream.write(LENGTH.pack(len(data)) + data)
    stream.flush()


def read(stream: BinaryIO) -> bytes:
    (length,) = LENGTH.unpack(read_exactly(stream, LENGTH.size))
    return read_exactly(stream, length)


def read_exactly(stream: BinaryIO, length: int) -> bytes:
    data = b""
    while len(data) < length:
        more = stream.read(length - len(data))
        if not more:
            raise EOFError
        data += more
    return data


if __name__ == "__main__":
    os.nice(NICE)
    serve(sys.stdin.buffer, sys.stdout.buffer)
