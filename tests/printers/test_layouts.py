import json
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from printers import DocumentError, Paper, get_paper, layouts, render
from printers.layouts import get_layout, list_layouts
from printers.pen import Pen
from tests.printers.making import EVERY, document, draw
from tests.printers.test_codes import CODES


def test_every_file_of_the_folder_is_a_layout_that_these_tests_draw() -> None:
    helpers = {"__init__", "tier"}
    files = {path.stem for path in Path(layouts.__file__).parent.glob("*.py")} - helpers
    assert files == {layout.name for layout in list_layouts()} == {name for name, _, _ in EVERY} == set(CODES)


@pytest.mark.parametrize(("layout", "lang", "paper"), EVERY)
def test_a_layout_fills_the_head_and_keeps_to_the_medium(layout: str, lang: str, paper: str) -> None:
    rendered = draw(layout, lang, paper)
    medium = get_paper(paper)
    assert rendered.image.mode == "1"
    assert rendered.image.width == medium.head_dots
    assert rendered.image.height == (medium.length_dots or rendered.image.height)
    ink = rendered.image.convert("L").point(lambda level: 255 - level).getbbox()
    assert ink is not None
    overhang = 1  # the W leans over its own box
    assert medium.left_dots - overhang <= ink[0]
    assert ink[2] <= medium.head_dots - medium.left_dots + overhang


@pytest.mark.parametrize("dots", [384, 576, 832])
@pytest.mark.parametrize("dpi", [203, 300])
def test_every_layout_draws_on_every_head(dots: int, dpi: int) -> None:
    paper = Paper(head_dots=dots, dpi=dpi, width_mm=110)
    for layout in list_layouts():
        assert render(document(layout.name), paper).image.width == dots


@pytest.mark.parametrize("layout", list_layouts(), ids=lambda layout: layout.name)
def test_words_and_examples_exist_in_both_languages_and_as_json(layout) -> None:
    assert layout.words["zh-CN"].keys() == layout.words["en"].keys()
    assert layout.example.keys() == {"zh-CN", "en"}
    assert json.loads(json.dumps(layout.example)) == layout.example


@pytest.mark.parametrize("layout", list_layouts(), ids=lambda layout: layout.name)
def test_a_field_that_is_left_out_is_not_on_the_paper(layout) -> None:
    whole = document(layout.name)
    shown = [name for name in layout.optional if whole["data"].get(name)]
    before = render(whole, get_paper("roll80")).raster
    same = [
        name
        for name in shown
        if render(whole | {"edits": {"hidden": [name]}}, get_paper("roll80")).raster == before
    ]
    assert same == []


def test_a_misspelt_field_is_named() -> None:
    with pytest.raises(DocumentError, match="voucher: trackng_no"):
        draw("voucher", trackng_no="1")
    with pytest.raises(DocumentError, match=r"packing_slip: lines\.0\.qty"):
        draw("packing_slip", lines=[{"sku": "1", "name": "x"}])


@pytest.mark.parametrize(
    "wrong", [{"layout": "poster"}, {"lang": "fr"}, {"copy": -1}, {"copy": "two"}, {"copy": True}]
)
def test_a_document_that_cannot_be_drawn_says_so(wrong: dict) -> None:
    with pytest.raises(DocumentError):
        render(document("tote_label") | wrong, get_paper("roll80"))


def test_a_copy_is_marked_across_the_head() -> None:
    first, again = draw("tote_label"), render(document("tote_label", copy=2), get_paper("roll80"))
    assert again.image.height > first.image.height
    mark = again.image.crop((0, 0, 576, again.image.height - first.image.height))
    assert mark.histogram()[0] > 0.5 * mark.width * mark.height


def test_tiers_differ_without_colour() -> None:
    bars = {
        look: draw("tote_label", tier={"code": "A", "word": "合约", "look": look}).raster
        for look in ("striped", "boxed", "plain")
    }
    assert len(set(bars.values())) == 3
    assert draw("tote_label", tier={"code": "A", "word": "合约"}).raster == bars["striped"]
    assert draw("tote_label", tier={"code": "B", "word": "合约"}).raster not in bars.values()


@pytest.mark.parametrize("layout", ["packing_slip", "pick_ticket"])
def test_no_word_of_the_tier_bar_breaks_on_narrow_paper(monkeypatch, layout: str) -> None:
    drawn, lines = [], Pen.lines
    monkeypatch.setattr(Pen, "lines", lambda *told: drawn.extend(made := lines(*told)) or made)
    draw(layout, "en", "roll58")
    assert "Promised" in drawn


def test_a_voucher_without_a_public_address_says_why_instead_of_a_qr(monkeypatch) -> None:
    said = spy_on_text(monkeypatch)
    draw("voucher", url=None)
    assert "无二维码：本站未设置公网地址" in said
    draw("voucher", "en", url=None, no_url_because="the tunnel is down")
    assert "No QR code: the tunnel is down" in said


def test_a_voucher_prints_its_short_code_as_text(monkeypatch) -> None:
    said = spy_on_text(monkeypatch)
    draw("voucher", code="F3KQ-9ZTR")
    assert "F3KQ-9ZTR" in said


def test_a_voucher_calls_no_number_new_that_stayed(monkeypatch) -> None:
    said = spy_on_text(monkeypatch)
    draw("voucher", old_tracking_no="")
    assert "示例快运 · 运单号" in said
    draw("voucher")
    assert "示例快运 · 新运单号" in said


def spy_on_text(monkeypatch) -> list[str]:
    said: list[str] = []
    lines = Pen.lines

    def listening(pen: Pen, text: str, width: int, size: int, bold: bool) -> list[str]:
        said.append(text)
        return lines(pen, text, width, size, bold)

    monkeypatch.setattr(Pen, "lines", listening)
    return said


def test_a_long_address_makes_the_type_smaller_and_loses_nothing() -> None:
    address = "上海市浦东新区张江镇祖冲之路二千二百八十八弄三号楼" * 4
    rendered = draw("parcel_label", paper="100x150", recipient={"name": "李", "address": address})
    assert not rendered.shortened
    assert rendered.image.height == get_paper("100x150").length_dots


def test_an_endless_address_on_a_label_is_visibly_shortened_and_reported(monkeypatch) -> None:
    written: list[str] = []
    write = Pen.write
    monkeypatch.setattr(
        Pen, "write", lambda pen, line, *place: written.append(line) or write(pen, line, *place)
    )
    rendered = draw("parcel_label", paper="76x130", recipient={"name": "李", "address": "路" * 5000})
    assert rendered.shortened
    assert any("(+4" in line for line in written)


def test_a_document_too_long_for_its_label_is_refused_with_the_length() -> None:
    stops = get_layout("pick_ticket").example["zh-CN"]["stops"] * 40
    with pytest.raises(DocumentError, match="pick_ticket does not fit on 130 mm"):
        draw("pick_ticket", paper="76x130", stops=stops)


def test_a_long_name_grows_the_slip() -> None:
    lines = [{"sku": "1", "name": "名" * 30, "qty": 1}, {"sku": "1", "name": "名" * 300, "qty": 1}]
    short, long = (draw("packing_slip", lines=[line]).image.height for line in lines)
    assert long > short + 200


def test_our_own_code_stands_at_the_bottom_of_a_label() -> None:
    image = draw("parcel_label", paper="100x180", remark="").image
    ink = image.convert("L").point(lambda level: 255 - level).getbbox()
    assert ink is not None and image.height - ink[3] < 50


def test_a_label_stands_on_the_medium_in_the_middle_of_a_wider_head() -> None:
    paper = replace(get_paper("76x130"), head_dots=832)
    assert paper.left_dots == (832 - 607) // 2 + 8


@pytest.mark.parametrize("wrong", [{"head_dots": 100}, {"head_dots": 577}, {"dpi": 10}, {"length_mm": 5}])
def test_an_impossible_paper_is_refused(wrong: dict) -> None:
    with pytest.raises(DocumentError):
        Paper(**wrong)


def test_unknown_papers_are_refused() -> None:
    with pytest.raises(DocumentError, match="roll80"):
        get_paper("A4")


@pytest.mark.parametrize("layout", list_layouts(), ids=lambda layout: layout.name)
def test_every_layout_has_its_picture_in_the_docs(layout) -> None:
    docs = Path(__file__).resolve().parents[2] / "docs"
    page = (docs / "papers.md").read_text("utf-8")
    for lang in layout.example:
        name = f"papers/{layout.name}.{lang}.png"
        with Image.open(docs / name) as picture:
            assert name in page and picture.width > 200


@pytest.mark.parametrize("layout", list_layouts(), ids=lambda layout: layout.name)
def test_every_field_that_can_be_left_out_has_a_name_in_both_languages(layout) -> None:
    words = Path(__file__).resolve().parents[2] / "static/src/shared/words"
    for table in (words / "printers.zh-CN.ts", words / "printers.en.ts"):
        told = table.read_text("utf-8")
        assert [name for name in layout.optional if f"'field.{name}'" not in told] == []
