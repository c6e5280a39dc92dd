"""A made-up warehouse: floor, stock, people, stations with virtual printers. Made once, kept in var/."""

from dataclasses import dataclass
from pathlib import Path

from app.contracts.models import Site
from app.contracts.tiers import forget
from app.db import transaction
from app.demo import drawing
from app.demo.goods import GOODS, ean
from app.people import operators
from app.picking import totes
from app.printing.models import Station
from app.printing.stations import PrinterDraft, add_printer
from app.stock import floor, pictures, skus
from app.stock.models import Sku
from app.stock.slotting import Shape

SHAPE = Shape(aisles=8, bays=12, levels=3, cross_aisles=3, depot_aisle=4)
TOTES = 60
ON_HAND = 400
PORTS = (9100, 9101)
TEAM = (
    ("王芳", ("picker",)),
    ("李伟", ("picker",)),
    ("陈静", ("picker", "packer")),
    ("刘洋", ("packer",)),
    ("张敏", ("lead", "admin")),
)
SENDER = {"name": "Wavecard 演示仓", "phone": "021-5550 0100", "address": "上海市嘉定区示例路 100 号 3 号库"}


@dataclass(frozen=True)
class Person:
    name: str
    badge: str
    pin: str
    roles: tuple[str, ...]


def is_made() -> bool:
    return Station.select().exists()


def make(var: Path | None = None) -> list[Person]:
    """The whole demo house, pictures under `var`; its people, whose PINs can be read only now."""
    people = [_hire(name, roles) for name, roles in TEAM]
    with transaction():
        Site.update(name="Wavecard 演示仓", sender=SENDER).execute()
        forget()
        _stock()
        totes.make_totes(TOTES)
        for number, port in enumerate(PORTS, start=1):
            draft = PrinterDraft(
                name=f"打包台 {number} 打印机",
                host="127.0.0.1",
                port=port,
                station=f"ST-{number}",
                connector="virtual",
                has_echo=True,
            )
            add_printer(draft, allow_loopback=True)
            Station.update(name=f"打包台 {number}").where(Station.code == f"ST-{number}").execute()
    if var is not None:
        _draw(var / "pictures")
    return people


def _draw(folder: Path) -> None:
    for number, (name, volume_ml, _, _) in enumerate(GOODS, start=1):
        sku = Sku.get(Sku.code == f"WC-{number:03d}")
        pictures.set_picture(sku.id, drawing.draw(name, number, volume_ml), folder)


def _hire(name: str, roles: tuple[str, ...]) -> Person:
    operator, pin = operators.add_operator(name, list(roles))
    return Person(name, operator.badge, pin, roles)


def _stock() -> None:
    """Every good on its face, what sells most nearest the depot."""
    names = {f"WC-{number:03d}": good[0] for number, good in enumerate(GOODS, start=1)}
    known, _ = skus.ensure(names)
    for number, (_, volume_ml, weight_g, flags) in enumerate(GOODS, start=1):
        measured = Sku.update(volume_ml=volume_ml, weight_g=weight_g, flags=list(flags))
        measured.where(Sku.id == known[f"WC-{number:03d}"].id).execute()
    skus.add_barcodes([(ean(number), known[f"WC-{number:03d}"].id) for number in range(1, len(GOODS) + 1)])
    ids = [known[code].id for code in names]
    floor.make_floor(SHAPE)
    demand = {sku_id: len(ids) - rank for rank, sku_id in enumerate(ids)}
    floor.slot_and_stock(demand, dict.fromkeys(ids, ON_HAND))
