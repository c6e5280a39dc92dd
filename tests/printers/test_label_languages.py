import pytest

from printers import DocumentError, get_paper
from printers.encoding import LANGUAGES, encode
from printers.escpos import Encoding
from tests.printers.label_decoders import read_tspl, read_zpl
from tests.printers.making import EVERY, draw
from tests.printers.test_codes import CODES, read

READERS = {"tspl": read_tspl, "zpl": read_zpl}


@pytest.mark.parametrize("speaks", READERS)
@pytest.mark.parametrize(("layout", "lang", "paper"), EVERY)
def test_a_label_printer_gets_the_very_bitmap(speaks: str, layout: str, lang: str, paper: str) -> None:
    rendered = draw(layout, lang, paper)
    label = READERS[speaks](encode(rendered, get_paper(paper), speaks, Encoding()))
    assert label.image.tobytes() == rendered.image.tobytes()
    assert read(label.image.convert("L")) == CODES[layout]


def test_sizes_gaps_and_darkness_are_said_in_the_printers_language() -> None:
    rendered, paper = draw("parcel_label", paper="100x150"), get_paper("100x150")
    told = read_tspl(encode(rendered, paper, "tspl", Encoding(density=8))).settings
    assert (told["SIZE"], told["GAP"], told["DENSITY"]) == ("104.1 mm,150.0 mm", "3 mm,0 mm", "15")
    told = read_zpl(encode(rendered, paper, "zpl", Encoding(density=-6))).settings
    assert told == {"PW": "832", "LL": "1199", "MD": "-23"}
    on_roll = read_tspl(encode(draw("tote_label"), get_paper("roll80"), "tspl", Encoding())).settings
    assert (on_roll["GAP"], on_roll["SET CUTTER"]) == ("0 mm,0 mm", "1")


def test_tspl_pictures_never_spell_its_own_real_time_commands() -> None:
    for layout, lang, paper in EVERY:
        assert b"\x1b!" not in encode(draw(layout, lang, paper), get_paper(paper), "tspl", Encoding())


def test_escpos_locks_the_drawer_and_sets_the_density() -> None:
    rendered = draw("tote_label")
    payload = encode(rendered, get_paper("roll80"), "escpos", Encoding(density=-2))
    assert b"\x1d(D\x05\x00\x14\x01\x00\x02\x00" in payload and b"\x1d(K\x02\x00\x31\xfe" in payload
    bare = encode(rendered, get_paper("roll80"), "escpos", Encoding(drawer_lock=False))
    assert b"\x1d(D" not in bare and b"\x1d(K" not in bare


def test_an_unknown_language_is_refused() -> None:
    assert LANGUAGES == ("escpos", "tspl", "zpl")
    with pytest.raises(DocumentError, match="escpos, tspl, zpl"):
        encode(draw("tote_label"), get_paper("roll80"), "pcl", Encoding())
