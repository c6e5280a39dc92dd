"""What lies in the virtual printers, and what a reader finds on it."""

import io
import re
import time
from dataclasses import dataclass

import zxingcpp
from PIL import Image

from tests.journeys.floor import Screen


@dataclass
class Paper:
    number: int
    image: Image.Image

    def codes(self) -> list[str]:
        return [found.text for found in zxingcpp.read_barcodes(self.image)]

    def png(self) -> bytes:
        out = io.BytesIO()
        self.image.save(out, "PNG")
        return out.getvalue()


def papers(lead: Screen, station: str = "ST-1") -> list[Paper]:
    """What lies in a station's virtual printer, newest first, as the printers page shows it."""
    ask = "path => fetch(path).then(answer => answer.json())"
    stations = lead.page.evaluate(ask, "/api/printers")["stations"]
    printer = next(one["printer"]["id"] for one in stations if one["code"] == station)
    listed = lead.page.evaluate(ask, f"/api/printers/{printer}/papers")["papers"]
    return [Paper(one["n"], fetch(lead, one["url"])) for one in listed]


def fetch(screen: Screen, url: str) -> Image.Image:
    body = screen.context.request.get(screen.served.url + url).body()
    return Image.open(io.BytesIO(body))


def wait_for_paper(lead: Screen, matching: str, seconds: float = 20) -> list[str]:
    """The codes of the first paper on which one matches the pattern, decoded from its picture."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for paper in papers(lead):
            codes = paper.codes()
            if any(re.search(matching, code) for code in codes):
                return codes
        time.sleep(0.2)
    raise AssertionError(f"no paper with {matching}: {[paper.codes() for paper in papers(lead)]}")
