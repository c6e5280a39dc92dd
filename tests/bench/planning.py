"""What the planner's benches share: the data beside the checkout, and tables in results.md."""

import csv
import os
import platform
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
SHARED = Path(os.environ.get("WAVECARD_SHARED", HERE.parents[2] / "shared")) / "data"
RESULTS = HERE / "results.md"
Rows = list[list[object]]


def rows_of(name: str) -> list[dict[str, str]]:
    with (SHARED / name).open() as lines:
        return list(csv.DictReader(lines))


def machine() -> str:
    model = platform.processor() or platform.machine()
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.split(":")[1].strip()
            break
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} x {model}, load {load:.1f} at the end"


def publish(title: str, head: list[str], rows: Rows, note: str = "") -> None:
    """Print a table and put it into results.md, in the place of an older one of this title."""
    lines = ["| " + " | ".join(map(str, row)) + " |" for row in [head, ["---"] * len(head), *rows]]
    when = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {machine()}"
    said = [when, note] if note else [when]
    text = "\n".join([f"## {title}", "", *said, "", *lines, ""])
    print(text, flush=True)
    before = RESULTS.read_text() if RESULTS.exists() else ""
    kept = [part for part in ("\n" + before).split("\n## ") if part.strip()]
    kept = [part for part in kept if part.splitlines()[0] != title]
    RESULTS.write_text("\n".join([f"## {part.strip()}\n" for part in kept] + [text]))
