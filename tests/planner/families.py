"""Instance files nobody has seen: seeded, of the known families and of others, small and huge."""

import random
from dataclasses import dataclass


@dataclass(frozen=True)
class Family:
    """A kind of batching file. lines: of an order, from and to; weight: of an article, from and to."""

    orders: int
    aisles: int = 10
    cells: int = 45
    lines: tuple[int, int] = (5, 25)
    weight: tuple[int, int] = (1, 1)
    capacity: float = 45
    depot_aisle: int = 0
    depot_at: str = "bottom"
    crowded: float = 0.0  # share of the picks that lie in the first aisle


def batching_text(family: Family, seed: int) -> str:
    rng, places, weights, orders = random.Random(seed), list[str](), list[str](), list[str]()
    article = 0
    for _ in range(family.orders):
        count = rng.randint(*family.lines)
        orders.append(f"NUM_ARTICLES_IN_ORDER : {count}")
        for _ in range(count):
            aisle = 0 if rng.random() < family.crowded else rng.randrange(family.aisles)
            cell = rng.randrange(family.cells)
            weights.append(f"ID {article} WEIGHT {rng.randint(*family.weight)}")
            places.append(f"ID {article} AISLE {aisle} CELL {cell} QUANTITY 1 LEFT_RIGHT_HAND_SIDE left")
            orders.append(f"ID {article} QUANTITY 1")
            article += 1
    return "\n".join([_head(family), *weights, *_sections(places, family.orders), *orders, "EOF", ""])


def _head(family: Family) -> str:
    return f"""NAME : made
TYPE : Order_batching
PICKER_CAPACITY : {family.capacity:g}
LAYOUT : single-block
NUM_AISLES : {family.aisles}
NUM_CELLS : {family.cells}
DEPOT_AISLE : {family.depot_aisle}
DEPOT_LOCATION : {family.depot_at}
DISTANCE_AISLE_TO_AISLE : 5
DISTANCE_CELL_TO_CELL : 1
DISTANCE_TOP_TO_CELL : 1.5
DISTANCE_BOTTOM_TO_CELL : 1
DISTANCE_TOP_OR_BOTTOM_TO_DEPOT : 2
ARTICLE_SECTION
NUM_ARTICLES : 0"""


def _sections(places: list[str], orders: int) -> list[str]:
    return ["SKU_SECTION", f"NUM_SKUS : {len(places)}", *places, "ORDER_SECTION", f"NUM_ORDERS : {orders}"]


BATCHING = {
    "as published": Family(60),
    "one order": Family(1),
    "two orders": Family(2, lines=(1, 1)),
    "one cell an order": Family(80, lines=(1, 1), capacity=6),
    "many lines": Family(12, lines=(150, 200), capacity=800),
    "long aisles": Family(50, aisles=3, cells=300, capacity=60),
    "many aisles": Family(50, aisles=60, cells=20, capacity=60),
    "one aisle": Family(30, aisles=1, cells=70, capacity=60),
    "depot far at the top": Family(50, depot_aisle=9, depot_at="top"),
    "weights": Family(60, lines=(1, 6), weight=(1, 30), capacity=200),
    "no capacity to speak of": Family(60, capacity=1e6),
    "each alone": Family(40, lines=(30, 40), capacity=40),
    "one crowded aisle": Family(60, crowded=0.8),
}


@dataclass(frozen=True)
class Market:
    """A kind of wave file. copies: aisles that hold an item."""

    orders: int
    items: int
    aisles: int
    lines: tuple[int, int] = (1, 3)
    qty: tuple[int, int] = (1, 3)
    copies: int = 3
    stocked: tuple[int, int] = (1, 20)
    least: float = 0.1  # shares of all units
    most: float = 0.4


def pool_text(market: Market, seed: int) -> str:
    rng = random.Random(seed)
    orders = [
        {rng.randrange(market.items): rng.randint(*market.qty) for _ in range(rng.randint(*market.lines))}
        for _ in range(market.orders)
    ]
    aisles: list[dict[int, int]] = [{} for _ in range(market.aisles)]
    for item in range(market.items):
        for _ in range(market.copies):
            aisles[rng.randrange(market.aisles)][item] = rng.randint(*market.stocked)
    units = sum(sum(order.values()) for order in orders)
    rows = [" ".join(map(str, [len(row), *sum(row.items(), ())])) for row in [*orders, *aisles]]
    head = f"{market.orders} {market.items} {market.aisles}"
    least, most = int(market.least * units), max(1, int(market.most * units))
    return "\n".join([head, *rows, f"{least} {most}", ""])


WAVES = {
    "as published": Market(1500, 2500, 120),
    "one order": Market(1, 3, 2, least=0, most=1),
    "no least size": Market(400, 300, 40, least=0, most=0.5),
    "everything allowed": Market(300, 200, 30, copies=6, stocked=(50, 90), least=0, most=1),
    "large orders": Market(60, 400, 40, lines=(40, 80), copies=5, stocked=(30, 60)),
    "scarce stock": Market(900, 300, 60, copies=1, stocked=(1, 2), least=0.01),
    "few aisles": Market(2000, 500, 4, copies=2, stocked=(20, 60)),
    "many aisles": Market(500, 500, 3000, copies=5),
    "one unit": Market(300, 100, 20, qty=(1, 1), lines=(1, 1), least=0, most=0.004),
}
