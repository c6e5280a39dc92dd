"""What the planner's benches share: the data beside the checkout, and a table in results.md."""

import csv
import os
import platform
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
SHARED = Path(os.environ.get("WAVECARD_SHARED", HERE.parents[2] / "shared")) / "data"


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


def publish(title: str, head: list[str], rows: list[list[object]]) -> None:
    """Print a table and append it to results.md with the machine and the date."""
    lines = ["| " + " | ".join(map(str, row)) + " |" for row in [head, ["---"] * len(head), *rows]]
    text = "\n".join([f"## {title}", f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {machine()}", "", *lines, ""])
    print(text)
    with (HERE / "results.md").open("a") as file:
        file.write("\n" + text)
