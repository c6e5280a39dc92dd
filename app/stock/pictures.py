"""What an item looks like, for whoever stands before the shelf: small JPEGs under var/pictures.

A file's name is a digest of what it shows, so a browser may keep it for good.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, ImageOps

from app.db import transaction
from app.errors import NotFound
from app.stock.models import Sku

SIDE_PX = 360
QUALITY = 78
NAME = re.compile(r"[0-9a-f]{24}\.jpg")
SUFFIXES = (".jpg", ".jpeg", ".png", ".webp")


@dataclass
class Added:
    pictures: int = 0
    unknown: list[str] = field(default_factory=list)  # files whose names are no SKU
    broken: list[str] = field(default_factory=list)


def url_of(name: str) -> str | None:
    return f"/api/pictures/{name}" if name else None


def add_all(files: Iterable[Path], folder: Path) -> Added:
    """Each file is named by its SKU's code: `WC-001.jpg`."""
    done = Added()
    for file in files:
        sku = Sku.get_or_none(Sku.code == file.stem.upper())
        if sku is None:
            done.unknown.append(file.name)
            continue
        try:
            with Image.open(file) as picture:
                set_picture(sku.id, picture, folder)
            done.pictures += 1
        except (OSError, Image.DecompressionBombError):
            done.broken.append(file.name)
    return done


def set_picture(sku_id: int, picture: Image.Image, folder: Path) -> str:
    """Keep it in the size a handheld shows; its file name."""
    small = ImageOps.exif_transpose(picture).convert("RGB")
    small.thumbnail((SIDE_PX, SIDE_PX))
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f".{sku_id}.jpg"
    small.save(fresh, "JPEG", quality=QUALITY, optimize=True)
    name = f"{hashlib.sha256(fresh.read_bytes()).hexdigest()[:24]}.jpg"
    fresh.replace(folder / name)
    with transaction():
        Sku.update(picture=name).where(Sku.id == sku_id).execute()
    return name


def get_path(name: str, folder: Path) -> Path:
    path = folder / name
    if not NAME.fullmatch(name) or not path.is_file():
        raise NotFound("http.no_page")
    return path
