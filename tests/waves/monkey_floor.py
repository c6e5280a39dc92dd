"""A small floor with every kind of shelf, and orders of every kind for it, by chance."""

from random import Random
from typing import Any

from app import clock
from app.contracts.settings import change_setting
from app.orders import taking_in
from app.orders.draft import OrderDraft
from app.people import presence
from app.people.models import Equipment, SignIn
from app.picking import outcome, totes
from app.stock import marking, moving
from app.stock.floor import code_of
from app.stock.models import Floor, Location, Sku, Substitute
from app.waves import suiting
from tests import builders

AISLES, BAYS = 4, 5
TOTES = 300
MARKS = (
    marking.Marks(),
    marking.Marks(check=frozenset({2})),
    marking.Marks(zones={"Z1": frozenset({1, 2}), "Z2": frozenset({3, 4})}),
    marking.Marks(zones={"Z1": frozenset({1}), "Z2": frozenset({2, 3})}, narrow=frozenset({2})),
    marking.Marks(narrow=frozenset({1, 3}), check=frozenset({1})),
    marking.Marks(skills={"cold": frozenset({4})}),
)
TAGS = ("substitute", "substitute", "no-backorder", "promo", "24h", "partial")


class MonkeyFloor:
    """Shelves, people and orders. The first picker may walk everywhere, so nothing waits for nobody."""

    def __init__(self, rng: Random) -> None:
        self.rng, self.scarce = rng, rng.random() < 0.4
        builders.make_site()
        outcome.ensure_rules()
        self._make_shelves()
        self._make_skus()
        totes.make_totes(TOTES)
        for code in ("ST-1", "ST-2"):
            builders.make_station(code=code)
        self.pickers = [self._make_picker(number) for number in range(3)]
        self.lead = builders.sign_in(builders.make_operator("lead"), work="lead")
        self.drafts: dict[str, dict[str, Any]] = {}
        self.take_in_alike()
        for _ in range(6):
            self.take_in()

    def _make_shelves(self) -> None:
        size = {"aisles": AISLES, "bays": BAYS, "levels": 1, "cross_aisles": self.rng.choice((2, 3))}
        pitches = {"aisle_pitch_mm": 4000, "bay_pitch_mm": 1000, "cross_aisle_mm": 3000}
        Floor.create(**size, **pitches, depot_aisle=0)
        places = [(aisle, bay) for aisle in range(1, AISLES + 1) for bay in range(1, BAYS + 1)]
        for aisle, bay in places:
            Location.create(code=code_of(aisle, bay, 1), aisle=aisle, bay=bay, level=1)
        marks = self.rng.choice(MARKS)
        if marks:
            marking.mark_floor(marks)
        suiting.forget()

    def _make_skus(self) -> None:
        """Some on one shelf, some on several; some scarce, some too large for eight totes of an order."""
        self.skus = []
        for number in range(10):
            sku = builders.make_sku(f"M{number}", f"6900000001{number}")
            if number in (3, 7):
                Sku.update(volume_ml=15_000).where(Sku.id == sku.id).execute()
            self.skus.append(sku)
            for place in self.rng.sample(list(Location.select()), self.rng.choice((1, 1, 2, 3))):
                moving.load(place.id, sku.id, self.rng.choice((1, 3, 8) if self.scarce else (1, 3, 8, 40)))
        for one, other in ((0, 1), (2, 4), (4, 5)):
            Substitute.create(sku=self.skus[one], other=self.skus[other])

    def _make_picker(self, number: int) -> SignIn:
        operator = builders.make_operator("picker", name=f"Picker {number}")
        operator.skills = ["cold"] if number != 1 else []
        operator.zones = [] if number == 0 else [f"Z{number}"]
        if number == 2 and self.rng.random() < 0.3:
            Equipment.get_or_create(code="CART-4", defaults={"totes": 4})
            operator.equipment = "CART-4"
        operator.save()
        return builders.sign_in(operator, work="picking")

    def everybody_is_here(self) -> None:
        presence.seen([who.device_id for who in self.pickers], True)

    def take_in(self, ref: str = "") -> None:
        """A new order, or a known one with something else in it."""
        known = self.drafts.get(ref)
        fields = {**known, **self._changed()} if known else self._fresh(f"R{len(self.drafts)}")
        self.drafts[fields["channel_ref"]] = fields
        taking_in.take_in([OrderDraft.model_validate(fields)])

    def take_in_alike(self) -> None:
        """Single-line orders of one SKU: they are for the fast lane."""
        line = {"sku": self.rng.choice(self.skus).code, "qty": 1}
        for _ in range(5):
            fields = self._fresh(f"R{len(self.drafts)}")
            fields |= {"lines": [line], "customer_group": "", "coupon": "", "tags": []}
            self.drafts[fields["channel_ref"]] = fields
            taking_in.take_in([OrderDraft.model_validate(fields)])

    def _fresh(self, ref: str) -> dict[str, Any]:
        at = {"ordered_at": clock.now(), "paid_at": clock.now()}
        who = {
            "customer_group": self.rng.choice(("", "", "hospital")),
            "coupon": self.rng.choice(("", "", "X")),
        }
        return {"channel": "shop", "channel_ref": ref, **at, **who, **self._wanted(), **builders.WANG}

    def _changed(self) -> dict[str, Any]:
        return self.rng.choice(
            (self._wanted(), {"remark": f"ring {self.rng.random()}"}, builders.LI, {"tags": []})
        )

    def _wanted(self) -> dict[str, Any]:
        lines = [
            {"sku": sku.code, "qty": self.rng.choice((1, 1, 2, 3, 9, 30))}
            for sku in self.rng.sample(self.skus, self.rng.choice((1, 1, 1, 2, 4)))
        ]
        return {"lines": lines, "tags": self.rng.sample(TAGS, self.rng.choice((0, 0, 1, 2)))}

    def switch(self, name: str, on: bool) -> None:
        change_setting(name, on, self.lead.operator_id)

    def load(self, units: int = 0) -> None:
        """Stock arrives at a random shelf, at every SKU's shelf when `units` are told."""
        for sku in self.skus if units else [self.rng.choice(self.skus)]:
            place = self.rng.choice(list(Location.select()))
            moving.load(place.id, sku.id, units or self.rng.choice((1, 5, 30)))
