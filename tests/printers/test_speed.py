import random
from time import process_time

from printers import escpos
from tests.printers.making import draw

SLIPS = 60
P95_MS = 60


def slip_lines(dice: random.Random) -> list[dict]:
    names = ["".join(chr(dice.randint(0x4E00, 0x9FA5)) for _ in range(14)) for _ in range(3)]
    return [{"sku": str(dice.randrange(10_000, 99_999)), "name": name, "qty": 2} for name in names]


def test_a_slip_is_drawn_and_packed_within_60_ms() -> None:
    dice = random.Random(1)
    took = []
    for number in range(SLIPS):
        lines = slip_lines(dice)
        before = process_time()
        rendered = draw("packing_slip", order_no=f"WC-{number:04d}", barcode=f"WC-{number:04d}", lines=lines)
        payload = escpos.encode(rendered)
        took.append((process_time() - before) * 1000)
        assert rendered.image.width == 576 and rendered.image.height > 1100 and len(payload) <= 92_000
    assert sorted(took)[int(SLIPS * 0.95)] <= P95_MS
