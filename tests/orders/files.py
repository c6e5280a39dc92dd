"""Files to import, and the command line that imports them."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from click.testing import CliRunner, Result

from app.cli import main
from app.orders.channels.presets import get_preset
from app.orders.grouping import FileOrders, HowToRead
from app.orders.reading import read_orders

RETAIL = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
SHANGHAI = ZoneInfo("Asia/Shanghai")


def retail(path: Path, orders: int, first: int = 1, lines: int = 3) -> Path:
    """Orders of `lines` different SKUs each, out of 40."""
    rows = []
    for number in range(first, first + orders):
        at = f"2011-11-30 08:{number % 60:02d}:00"
        for line in range(lines):
            code = 20_000 + (number * 7 + line) % 40
            rows.append(f"{500_000 + number},{code},THING,{line + 1},{at},1.5,,UK\n")
    path.write_text(RETAIL + "".join(rows), "utf-8")
    return path


def wavecard(folder: Path, *arguments: Any) -> Result:
    env = {
        "DATABASE_URL": f"sqlite:///{folder}/wavecard.db",
        "WAVECARD_VAR": str(folder),
        "LANG": "C",
        "LC_ALL": "",
    }
    return CliRunner().invoke(main, [str(argument) for argument in arguments], env=env)


def start(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    env = os.environ | {"DATABASE_URL": f"sqlite:///{folder}/wavecard.db", "WAVECARD_VAR": str(folder)}
    command = [sys.executable, "-m", "app.cli", *arguments]
    return subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def read(folder: Path, text: str, preset: str | None = None, channel: str | None = None) -> FileOrders:
    path = folder / "orders.csv"
    path.write_text(text, "utf-8")
    return read_orders(path, HowToRead(SHANGHAI, get_preset(preset) if preset else None, channel))


def reasons(found: FileOrders) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.kind, problem.words.key) for problem in found.problems]
