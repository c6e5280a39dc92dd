"""Pictures small enough to live in the repository."""

import io
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page, expect

MOST_BYTES = 60_000
PALETTES = (128, 96, 64, 48, 40, 32, 24)


class Album:
    """Saves one picture after the other and says so."""

    def __init__(self, folder: Path, names: Sequence[str]) -> None:
        self.folder, self.names = folder, names
        self.taken: set[str] = set()

    def shot(self, name: str, page: Page) -> None:
        """Once nothing moves any more and no short confirmation covers the screen."""
        expect(page.locator(".message.said, .toast:not(.bad)")).to_have_count(0, timeout=10_000)
        page.wait_for_timeout(400)  # the last poke's answer, the end of a sheet's slide
        self.keep(name, page.screenshot(animations="disabled", caret="hide"))

    def keep(self, name: str, png: bytes) -> None:
        save(png, self.folder / f"{name}.png")
        self.taken.add(name)
        print(f"\r{len(self.taken):3}/{len(self.names)} {name:<24}", end="", flush=True)

    def missing(self) -> list[str]:
        return [name for name in self.names if name not in self.taken]


def save(png: bytes, path: Path) -> None:
    """With as many colours as fit into 60 kB, at most 128."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(squeeze(Image.open(io.BytesIO(png))))


def squeeze(image: Image.Image) -> bytes:
    for colours in PALETTES:
        small = encode(image, colours)
        if len(small) <= MOST_BYTES:
            return small
    raise ValueError(f"{image.width} x {image.height} pixels do not fit into {MOST_BYTES} bytes")


def encode(image: Image.Image, colours: int) -> bytes:
    """In the colours that most pixels have: a screen is drawn in few, and a small green dot stays green."""
    out = io.BytesIO()
    few = image if image.mode == "1" else _in_few(image.convert("RGB"), colours)
    few.save(out, "PNG", compress_level=9, compress_type=zlib.Z_FILTERED)
    return out.getvalue()


def _in_few(image: Image.Image, colours: int) -> Image.Image:
    counted: list[tuple[int, Any]] = image.getcolors(image.width * image.height) or []
    kept = [colour for _, colour in sorted(counted, reverse=True)[:colours]]
    palette = Image.new("P", (1, 1))
    palette.putpalette([channel for colour in kept for channel in colour])
    return image.quantize(palette=palette, dither=Image.Dither.NONE)
