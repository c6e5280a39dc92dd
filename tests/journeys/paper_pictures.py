"""The README's papers: every layout as it leaves a virtual printer, laid on a table.

`python -m tests.journeys.paper_pictures` writes docs/papers/*.png and docs/papers.md. Paper is not quite
white, thermal ink not quite black, and a sheet casts a shadow: a picture one recognises at the bench.
"""

from pathlib import Path

from PIL import Image, ImageFilter

from printers import connecting, encoding, get_paper, render
from printers.connecting import Address
from printers.escpos import Encoding
from printers.layouts import get_layout, list_layouts
from printers.virtual import VirtualPrinter
from printers.wire import Sending

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAPERS = {"parcel_label": "100x150", "badge": "roll58", "voucher": "roll58"}
PAPER, INK, TABLE = (252, 251, 246), (38, 36, 44), (196, 203, 212)
EDGE, SHADOW, WIDEST = 28, 9, 420
HEAD = """# Every paper

Made by `python -m tests.journeys.paper_pictures`: printed by the virtual printer, from the bytes a real one
gets. Left zh-CN, right en; the lead changes words, fields and logo on `/printers`, with the paper beside it.
"""
TITLES = {
    "packing_slip": "Packing slip, 装箱单",
    "parcel_label": "Parcel label, 面单",
    "voucher": "Address-change voucher, 地址变更凭证",
    "tote_label": "Tote label, 周转箱标签",
    "pick_ticket": "Pick ticket, 拣货单",
    "location_label": "Location label, 库位标签",
    "badge": "Badge, 工牌",
    "shift_report": "Shift report, 交班报告",
    "test_page": "Test page, 打印测试",
}


def print_out(layout: str, lang: str) -> Image.Image:
    """The paper a virtual printer made of the bytes, not our own bitmap."""
    paper = get_paper(PAPERS.get(layout, "roll80"))
    document = {"layout": layout, "lang": lang, "data": get_layout(layout).example[lang]}
    payload = encoding.encode(render(document, paper), paper, "escpos", Encoding())
    with VirtualPrinter(head_dots=paper.head_dots) as printer:
        told = connecting.deliver(Address("tcp", printer.host, printer.port), Sending(payload, "0001"))
        assert told.outcome == "confirmed", told
        return printer.papers[-1].image


def photograph(paper: Image.Image) -> Image.Image:
    grey = paper.convert("L")
    small = grey.resize(
        (round(grey.width * WIDEST / 832), round(grey.height * WIDEST / 832)), Image.Resampling.LANCZOS
    )
    sheet = Image.merge(
        "RGB", [small.point(tone(dark, light)) for dark, light in zip(INK, PAPER, strict=True)]
    )
    table = Image.new("RGB", (sheet.width + 2 * EDGE, sheet.height + 2 * EDGE), TABLE)
    shade = Image.new("L", table.size, 0)
    shade.paste(
        150,
        (EDGE + SHADOW // 2, EDGE + SHADOW, EDGE + sheet.width + SHADOW // 2, EDGE + sheet.height + SHADOW),
    )
    table.paste((70, 78, 92), (0, 0), shade.filter(ImageFilter.GaussianBlur(SHADOW)))
    table.paste(sheet, (EDGE, EDGE))
    return table


def tone(dark: int, light: int) -> list[int]:
    return [dark + (light - dark) * level // 255 for level in range(256)]


def main() -> None:
    (DOCS / "papers").mkdir(parents=True, exist_ok=True)
    lines = [HEAD]
    for layout in list_layouts():
        lines += [f"## {TITLES[layout.name]}", ""]
        for lang in ("zh-CN", "en"):
            name = f"papers/{layout.name}.{lang}.png"
            photograph(print_out(layout.name, lang)).quantize(32).save(DOCS / name, optimize=True)
            lines.append(f'<img src="{name}" alt="{TITLES[layout.name]}" width="320">')
        lines.append("")
    (DOCS / "papers.md").write_text("\n".join(lines), "utf-8")


if __name__ == "__main__":
    main()
