"""Pictures of what is wrong: decoded, drawn anew without what a camera writes beside them, named by chance.

Files lie in var/photos and are read by leads alone. One that no exception names is gone after a day, every
one after KEPT.
"""

import io
import logging
import secrets
import warnings
from datetime import timedelta
from pathlib import Path

from PIL import Image, ImageOps

from app import clock
from app.db import transaction
from app.errors import Invalid, NotFound
from app.picking.models import FloorException, Photo
from app.writer import off_hub

log = logging.getLogger(__name__)
MOST_BYTES = 2 * 1024 * 1024  # a device sends some 200 kB
MOST_PIXELS = 12_000_000
MOST_SIDE_PX = 1600
QUALITY = 80
FORMATS = ("JPEG", "PNG", "WEBP")
UNNAMED = timedelta(days=1)
KEPT = timedelta(days=60)
BATCH = 100


def keep(data: bytes, device_id: int, folder: Path) -> Photo:
    """Invalid when it is no picture, or a larger one than MOST_BYTES and MOST_PIXELS allow."""
    picture = off_hub(_read, data)
    name = f"{secrets.token_urlsafe(24)}.jpg"
    folder.mkdir(parents=True, exist_ok=True)
    picture.save(folder / name, "JPEG", quality=QUALITY, optimize=True)
    with transaction():
        size = {"width_px": picture.width, "height_px": picture.height}
        return Photo.create(name=name, device_id=device_id, at=clock.now(), **size)


def _read(data: bytes) -> Image.Image:
    if not data or len(data) > MOST_BYTES:
        raise Invalid("photo.too_large", most=MOST_BYTES // 1024 // 1024)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # Pillow only warns of a picture that unpacks into gigabytes
            opened = Image.open(io.BytesIO(data), formats=FORMATS)
            if opened.width * opened.height > MOST_PIXELS:
                raise Invalid("photo.too_large", most=MOST_BYTES // 1024 // 1024)
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except Invalid:
        raise
    except Exception:  # whatever a broken or hostile file makes its decoder raise
        raise Invalid("photo.not_one") from None
    picture.thumbnail((MOST_SIDE_PX, MOST_SIDE_PX))
    return picture


def get_path(photo_id: int, folder: Path) -> Path:
    found = Photo.get_or_none(Photo.id == photo_id)
    path = folder / found.name if found else None
    if path is None or not path.is_file():
        raise NotFound("photo.unknown")
    return path


def clear(folder: Path) -> bool:
    """Remove what nobody needs any more; True when there may be more of it."""
    named = FloorException.select(FloorException.photo_id).where(FloorException.photo_id.is_null(False))
    unnamed = (Photo.at < clock.now() - UNNAMED) & Photo.id.not_in(named)
    old = list(Photo.select().where(unnamed | (Photo.at < clock.now() - KEPT)).limit(BATCH))
    with transaction():
        Photo.delete().where(Photo.id.in_([one.id for one in old])).execute()
    for one in old:
        (folder / one.name).unlink(missing_ok=True)
    return len(old) == BATCH
