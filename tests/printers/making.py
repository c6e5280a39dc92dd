"""Documents for the tests: every layout's own example, and how to change one field of it."""

from typing import Any

from PIL import Image

from printers import Rendered, get_paper, render
from printers.conversation import Patience
from printers.layouts import get_layout, list_layouts
from printers.virtual import Printed

PAPERS_OF = {
    "packing_slip": ("roll80", "roll58"),
    "parcel_label": ("76x130", "100x150", "100x180", "roll80"),
    "voucher": ("roll58", "roll80"),
    "tote_label": ("roll58", "roll80", "76x130"),
    "pick_ticket": ("roll80", "roll58"),
    "location_label": ("roll80", "76x130"),
    "badge": ("roll58", "roll80"),
    "shift_report": ("roll80", "roll58"),
    "test_page": ("roll58", "roll80"),
}
EVERY = [
    (layout.name, lang, paper)
    for layout in list_layouts()
    for lang in ("zh-CN", "en")
    for paper in PAPERS_OF[layout.name]
]
HASTY = Patience(connect_s=1, answer_s=0.4, stall_s=0.6, proof_s=0.8, total_s=10)


def document(layout: str, lang: str = "zh-CN", copy: int = 0, **changes: Any) -> dict[str, Any]:
    data = get_layout(layout).example[lang] | changes
    return {"layout": layout, "lang": lang, "copy": copy, "data": data}


def draw(layout: str, lang: str = "zh-CN", paper: str = "roll80", **changes: Any) -> Rendered:
    return render(document(layout, lang, **changes), get_paper(paper))


def shows(paper: Printed, rendered: Rendered) -> bool:
    """Whether this paper holds the whole preview, dot by dot, with nothing but feed below it."""
    width, height = rendered.image.size
    top = paper.image.crop((0, 0, width, height))
    rest = paper.image.crop((0, height, width, max(height, paper.image.height)))
    blank = Image.new("1", rest.size, 255)
    same = paper.image.width == width and paper.image.height >= height
    return same and top.tobytes() == rendered.image.tobytes() and rest.tobytes() == blank.tobytes()
