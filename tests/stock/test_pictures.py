"""`wavecard pictures`: what an item looks like, small, and shown to whoever is signed in."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from app.cli import main
from app.errors import NotFound
from app.stock import pictures
from app.stock.models import Sku
from tests import builders


def draw(path: Path, size: tuple[int, int] = (1200, 800)) -> Path:
    Image.new("RGB", size, "#b0413e").save(path)
    return path


def test_items_get_the_pictures_named_by_their_skus_small(database: str, tmp_path: Path) -> None:
    builders.make_sku("MUG-1"), builders.make_sku("LAMP-1")
    broken = tmp_path / "LAMP-1.jpg"
    broken.write_bytes(b"not a picture")
    files = [draw(tmp_path / "mug-1.png"), draw(tmp_path / "NOBODY.png"), broken]
    done = pictures.add_all(files, tmp_path / "kept")
    assert (done.pictures, done.unknown, done.broken) == (1, ["NOBODY.png"], ["LAMP-1.jpg"])
    name = Sku.get(Sku.code == "MUG-1").picture
    with Image.open(pictures.get_path(name, tmp_path / "kept")) as kept:
        assert (kept.format, kept.size) == ("JPEG", (360, 240))
    assert Sku.get(Sku.code == "LAMP-1").picture == ""


@pytest.mark.parametrize("name", ["../secret.key", "nothing.jpg", "0" * 24 + ".jpg"])
def test_only_pictures_are_given_out(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.key").write_text("x")
    with pytest.raises(NotFound):
        pictures.get_path(name, tmp_path)


def test_the_command_says_what_it_did(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAVECARD_VAR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    run = CliRunner().invoke
    run(main, ["floor", "--aisles", "1", "--bays", "1", "--levels", "1"])
    (tmp_path / "stock.csv").write_text("location,sku,qty\nA01-01-1,MUG-1,3\n")
    assert run(main, ["stock", str(tmp_path / "stock.csv")]).exit_code == 0
    folder = tmp_path / "drawings"
    folder.mkdir()
    draw(folder / "MUG-1.jpg"), draw(folder / "X.webp")
    told = run(main, ["pictures", str(folder)])
    assert "1 pictures, 1 without a SKU, 0 unreadable" in told.output
    assert "X.webp: no such SKU" in told.output
    assert len(list((tmp_path / "pictures").glob("*.jpg"))) == 1
