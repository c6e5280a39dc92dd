import random
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from printers.cleaning import clean
from printers.typeface import get_glyph, has_glyph, text_width
from printers.wrapping import CLOSING, wrap
from tests.printers.making import draw


def test_invisible_characters_are_dropped_before_drawing() -> None:
    hostile = "\x1b@A\x00\x10\x04\x01\u202e\u200b\u200d\ufeff\u2066\u00ad\ufe0f\u3164\U000e0100B\x7f\x9b"
    assert clean(hostile) == "@AB"


def test_line_breaks_and_blanks_become_plain_ones() -> None:
    assert clean("a\r\nb\rc\u2028d\te\u00a0f") == "a\nb\nc\nd e f"
    assert clean("e\u0301") == "é"
    assert clean("\ud83d") == "\ufffd"


def test_cleaned_text_has_no_control_or_format_character() -> None:
    everything = "".join(chr(code) for code in range(0x2FFFF))
    assert {unicodedata.category(char) for char in set(clean(everything)) - {"\n"}}.isdisjoint(
        {"Cc", "Cf", "Cs", "Zl", "Zp"}
    )


@pytest.mark.parametrize("char", "上海市浦东新区张江路医疗优先繁體龘￥，。！①")
def test_chinese_prints_as_chinese(char: str) -> None:
    glyph = get_glyph(char, 28, False)
    assert has_glyph(char)
    assert glyph.mask is not None and glyph.mask.getbbox()
    assert glyph.mask.tobytes() != get_glyph("🙂", 28, False).mask.tobytes()


def test_all_of_gbk_is_there() -> None:
    gbk = [bytes([high, low]) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)]
    characters = [pair.decode("gb2312", "ignore") for pair in gbk]
    assert all(has_glyph(char) for char in characters if char)


def test_different_characters_have_different_glyphs() -> None:
    drawn = {get_glyph(char, 28, False).mask.tobytes() for char in "承诺发出收寄订单包裹地址变更凭证"}
    assert len(drawn) == 16


def test_a_name_beyond_gbk_is_drawn_by_the_second_font_on_the_same_baseline() -> None:
    extension_a = [chr(code) for code in range(0x3400, 0x4DB6)]
    assert all(has_glyph(char) for char in extension_a)
    assert draw("tote_label", note="小䶮").missing == frozenset()
    bottoms = [glyph.top + glyph.mask.height for glyph in (get_glyph(char, 40, False) for char in "龚䶮")]
    assert abs(bottoms[0] - bottoms[1]) <= 2
    box = get_glyph("🙂", 40, False).mask
    assert get_glyph("䶮", 40, False).mask.tobytes() not in (
        box.tobytes(),
        get_glyph("㐀", 40, False).mask.tobytes(),
    )


ONLY_GBK = """
from printers import typeface
from tests.printers.making import draw
draw("packing_slip", gift_message="祝小龚生日快乐")
assert typeface._coverage.cache_info().currsize == 1
draw("packing_slip", gift_message="祝小䶮生日快乐")
assert typeface._coverage.cache_info().currsize == 2
"""


def test_the_second_font_is_not_read_before_a_character_needs_it() -> None:
    root = Path(__file__).resolve().parents[2]
    subprocess.run([sys.executable, "-c", ONLY_GBK], cwd=root, check=True, timeout=30)


def test_a_character_no_font_has_is_reported_and_drawn_as_a_box() -> None:
    with_it, without = draw("tote_label", note="小🙂𠮷"), draw("tote_label", note="小")
    assert with_it.missing == {"🙂", "𠮷"}
    assert without.missing == frozenset()
    assert with_it.raster != without.raster
    box = get_glyph("🙂", 28, False).mask
    assert box.getpixel((box.width // 2, box.height // 2)), "crossed, so that it is not taken for a tick box"


def test_no_line_is_wider_than_its_column_and_no_character_is_lost() -> None:
    dice = random.Random(7)
    alphabet = "上海张江路，。！（）《 abcdefgh-0123 WWW"
    for _ in range(300):
        text = "".join(dice.choice(alphabet) for _ in range(dice.randrange(1, 120)))
        lines = wrap(text, 200, 28, False)
        assert all(text_width(line, 28, False) <= 200 for line in lines)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_closing_mark_does_not_begin_a_line() -> None:
    for width in range(112, 400, 28):
        lines = wrap("请放在门卫处，到了打电话，谢谢！" * 5, width, 28, False)
        assert len(lines) > 5
        assert not any(line[0] in CLOSING for line in lines)


def test_a_word_moves_to_the_next_line_whole() -> None:
    assert wrap("white hanging heart", 200, 28, False) == ["white hanging", "heart"]


def test_bold_is_heavier() -> None:
    plain, bold = get_glyph("优", 40, False).mask, get_glyph("优", 40, True).mask
    assert bold.histogram()[255] > plain.histogram()[255] * 1.2
