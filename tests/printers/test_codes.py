import pytest
import zxingcpp
from PIL import Image, ImageFilter

from printers import DocumentError, Rendered, codes, escpos, get_paper, render, wire
from printers.virtual import Printed, VirtualPrinter
from tests.printers.making import EVERY, HASTY, document, draw, shows

CODES = {
    "packing_slip": {"WC-240721-0183"},
    "parcel_label": {"SB7300128846521", "WL-183-2"},
    "voucher": {"https://track.example.com/t/f3Kq9ZtR2mXa7Lw1"},
    "tote_label": {"T-0042"},
    "pick_ticket": {"TASK-1208"},
    "location_label": {"L03122"},
    "badge": {"P-0042"},
    "shift_report": set(),
    "test_page": {"TEST-0042"},
}


def print_it(printer: VirtualPrinter, rendered: Rendered) -> Printed:
    delivery = wire.deliver("127.0.0.1", printer.port, escpos.encode(rendered), "ID01", HASTY)
    assert delivery.outcome == "confirmed"
    return printer.wait_for_papers(1)[-1]


def read(image: Image.Image) -> set[str]:
    return {found.text for found in zxingcpp.read_barcodes(image)}


def worn(image: Image.Image) -> Image.Image:
    """Blurred, and at 35 % contrast."""
    return image.filter(ImageFilter.GaussianBlur(0.8)).point(lambda level: 120 + level * 35 // 100)


@pytest.mark.parametrize(("layout", "lang", "paper"), EVERY)
def test_paper_equals_preview_and_every_code_on_it_reads(
    printer: VirtualPrinter, layout: str, lang: str, paper: str
) -> None:
    rendered = draw(layout, lang, paper)
    printed = print_it(printer, rendered)
    assert shows(printed, rendered)
    picture = printed.image.convert("L")
    assert read(picture) == CODES[layout]
    assert read(worn(picture)) == CODES[layout]


@pytest.mark.parametrize("dots", [384, 576, 832])
@pytest.mark.parametrize("layout", CODES)
def test_codes_read_at_300_dpi_too(layout: str, dots: int) -> None:
    paper = get_paper("roll80", dpi=300, head_dots=dots)
    assert read(render(document(layout), paper).image.convert("L")) == CODES[layout]


def test_a_barcode_too_long_for_the_head_becomes_a_qr_code() -> None:
    number = "ABCDEFGHIJKLMNOPQRSTUV"
    image = draw("tote_label", paper="roll58", barcode=number).image.convert("L")
    found = zxingcpp.read_barcodes(image)
    assert [code.text for code in found] == [number]
    assert found[0].format == zxingcpp.BarcodeFormat.QRCode


def test_a_chinese_code_becomes_a_qr_code() -> None:
    assert read(draw("tote_label", barcode="箱四十二").image.convert("L")) == {"箱四十二"}


def test_qr_modules_are_at_least_four_dots_with_a_border_of_four() -> None:
    picture = codes.qr("https://example.com", module_dots=1)
    quiet = 4 * codes.QR_MODULE_DOTS
    inner = picture.crop((quiet, quiet, picture.width - quiet, picture.height - quiet))
    assert codes.QR_MODULE_DOTS == 4
    assert picture.convert("L").point(lambda level: 255 - level).getbbox() == (
        quiet,
        quiet,
        picture.width - quiet,
        picture.height - quiet,
    )
    assert inner.width % 4 == 0 and inner.crop((0, 0, 28, 4)).histogram()[0] == 28 * 4


def test_a_qr_code_is_error_correction_m() -> None:
    found = zxingcpp.read_barcodes(codes.qr("https://example.com/t/abc", 5).convert("L"))
    assert found[0].ec_level == "M"


def test_an_empty_or_endless_code_is_refused() -> None:
    for content in ("", "x" * 301):
        with pytest.raises(DocumentError):
            codes.qr(content, 4)
    with pytest.raises(DocumentError, match="does not fit"):
        draw("tote_label", paper="roll58", barcode="箱" * 250)
