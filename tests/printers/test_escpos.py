import random

import pytest
from escpos.printer import Dummy
from PIL import Image

from printers import DocumentError, escpos
from printers.realtime import pack, without_realtime
from tests.printers.making import EVERY, draw

REALTIME = (b"\x10\x04", b"\x10\x05", b"\x10\x14")


@pytest.mark.parametrize("band_rows", [24, 128, 200, 255])
def test_our_raster_is_byte_for_byte_what_python_escpos_sends(band_rows: int) -> None:
    rendered = draw("packing_slip")
    theirs = Dummy()
    theirs.image(rendered.image, impl="bitImageRaster", fragment_height=band_rows)
    assert escpos.bitmap(rendered.raster, 576 // 8, band_rows) == theirs.output


def test_a_document_is_initialised_printed_fed_and_cut() -> None:
    rendered = draw("tote_label")
    payload = escpos.encode(rendered)
    drawer_off = b"\x1d(D\x05\x00\x14\x01\x00\x02\x00"
    assert payload.startswith(b"\x1b@" + drawer_off + b"\x1dv0\x00\x48\x00\xc8\x00")
    assert payload.endswith(b"\x1bJ\x18\x1dVB\x00")
    assert escpos.encode(rendered, escpos.Encoding(feed_dots=0, cut=False)).endswith(rendered.raster[-72:])


def test_a_slip_of_1200_rows_is_at_most_90_kb() -> None:
    rendered = draw("packing_slip")
    assert 1150 <= rendered.image.height <= 1250
    assert len(escpos.encode(rendered)) <= 90_000


@pytest.mark.parametrize("wrong", [{"band_rows": 0}, {"band_rows": 256}, {"feed_dots": 256}])
def test_impossible_encodings_are_refused(wrong: dict) -> None:
    with pytest.raises(DocumentError):
        escpos.Encoding(**wrong)


@pytest.mark.parametrize("wrong", ["", "abc", "abcde", "ab\x10\x04", "打印", "ab\nc"])
def test_an_echo_id_is_four_printable_characters(wrong: str) -> None:
    with pytest.raises(DocumentError):
        escpos.echo(wrong)
    assert escpos.echo("J042") == b"\x1d(H\x06\x0000J042"


@pytest.mark.parametrize(("layout", "lang", "paper"), EVERY)
def test_no_document_spells_a_real_time_command(layout: str, lang: str, paper: str) -> None:
    payload = escpos.encode(draw(layout, lang, paper))
    assert not any(command in payload for command in REALTIME)


def test_a_picture_of_real_time_commands_is_nudged_by_single_dots() -> None:
    dice = random.Random(3)
    hostile = bytes(dice.choice((0x10, 0x04, 0x05, 0x14, 0x00)) for _ in range(72 * 200))
    mended = without_realtime(hostile)
    assert any(command in hostile for command in REALTIME)
    assert not any(command in mended for command in REALTIME)
    flips = [(was ^ now).bit_count() for was, now in zip(hostile, mended, strict=True)]
    assert max(flips) == 1


def test_the_preview_is_the_nudged_picture() -> None:
    for layout, lang, paper in EVERY:
        rendered = draw(layout, lang, paper)
        assert pack(rendered.image) == rendered.raster


def test_packing_puts_the_leftmost_dot_in_the_highest_bit() -> None:
    image = Image.new("1", (16, 1), 255)
    image.putpixel((0, 0), 0)
    image.putpixel((15, 0), 0)
    assert pack(image) == b"\x80\x01"
