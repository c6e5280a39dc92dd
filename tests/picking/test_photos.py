"""Photos of what is wrong: from a paired device, a picture indeed, read by leads alone."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image

from app import clock
from app.limits import limiter
from app.picking import photos
from app.picking.models import FloorException, Photo
from tests import builders
from tests.ops.test_wire import Browser
from tests.people.conftest import OURS
from tests.picking.conftest import Walk


def picture(kind: str = "JPEG", size: tuple[int, int] = (800, 600), **also: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#c62828").save(out, kind, **also)
    return out.getvalue()


@pytest.fixture
def site(app: Flask) -> Flask:
    limiter.enabled = False
    builders.make_site()
    return app


def post(browser: Browser, data: bytes, token: str | None = None) -> Any:
    headers = {"Authorization": f"Device {token or browser.token}", **OURS}
    return browser.http.post("/api/photos", data=data, headers=headers, content_type="image/jpeg")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_kept_under_a_name_of_chance_and_shown_to_leads_alone(
    site: Flask, tmp_path: Path, kind: str
) -> None:
    ann = Browser(site, "picker")
    photo_id = post(ann, picture(kind)).json["photo_id"]
    files = list((tmp_path / "photos").iterdir())
    assert [len(file.stem) for file in files] == [32]
    path = f"/api/photos/{photo_id}"
    assert [ann.get(path), Browser(site, "packer").get(path), Browser(site).get(path)] == [403, 403, 401]
    shown = Browser(site, "lead").http.get(path)
    assert (shown.status_code, shown.mimetype) == (200, "image/jpeg")
    assert shown.headers["Cache-Control"] == "no-store"
    shown.close()


def test_what_the_camera_wrote_beside_the_picture_is_left_out(site: Flask, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010E] = "Ann's kitchen"
    post(Browser(site, "picker"), picture(exif=exif))
    kept = next((tmp_path / "photos").iterdir()).read_bytes()
    assert b"kitchen" not in kept and b"kitchen" in picture(exif=exif)


def test_a_large_one_is_made_small(site: Flask) -> None:
    post(Browser(site, "picker"), picture(size=(3000, 2000)))
    kept = Photo.get()
    assert (kept.width_px, kept.height_px) == (1600, 1067)


@pytest.mark.parametrize(
    "data",
    [b"", b"GIF89a", b"<svg onload=alert(1)>", picture()[:400], picture("GIF"), picture(size=(5000, 5000)),
     b"\xff\xd8\xff" + b"0" * photos.MOST_BYTES],
    ids=["nothing", "stub", "svg", "cut", "gif", "pixels", "bytes"],
)  # fmt: skip
def test_what_is_no_picture_or_too_large_is_refused(site: Flask, tmp_path: Path, data: bytes) -> None:
    answer = post(Browser(site, "picker"), data)
    assert (answer.status_code, answer.json["code"]) == (400, "invalid")
    assert not list((tmp_path / "photos").glob("*")) and Photo.select().count() == 0


def test_a_device_must_be_paired_and_the_page_ours(site: Flask) -> None:
    ann = Browser(site, "picker")
    assert post(ann, picture(), token="wrong").status_code == 403
    headers = {"Authorization": f"Device {ann.token}"}
    assert ann.http.post("/api/photos", data=picture(), headers=headers).status_code == 403


def make_photo(days_old: int = 0) -> Photo:
    at = clock.now() - timedelta(days=days_old)
    return Photo.create(name=f"x{days_old}.jpg", device_id=1, at=at, width_px=1, height_px=1)


def test_an_exception_names_its_photo_and_its_place(walk: Walk) -> None:
    pick, kept = walk.picks()[0], make_photo()
    walk.send("pick.damaged", pick_id=pick.id, found=1, photo_id=kept.id)
    walk.send("help.call", reason="ladder", photo_id=kept.id + 99)
    told = list(FloorException.select().order_by(FloorException.id))
    assert [(one.kind, one.photo_id) for one in told] == [("damaged", kept.id), ("help", None)]
    assert [one.place for one in told] == [pick.location.code, walk.screen()["card"]["location"]]


def test_photos_go_when_nobody_needs_them(walk: Walk, tmp_path: Path) -> None:
    fresh, unnamed, named, old = (make_photo(days) for days in (0, 2, 3, 90))
    walk.send("help.call", photo_id=named.id)
    walk.send("help.call", photo_id=old.id)
    (tmp_path / unnamed.name).write_bytes(b"x")
    photos.clear(tmp_path)
    assert {row.id for row in Photo.select()} == {fresh.id, named.id}
    assert not (tmp_path / unnamed.name).exists()
