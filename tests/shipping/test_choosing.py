"""Which carrier takes a parcel, and the sentence why."""

import pytest

from app.rules.keeping import RuleDraft, add
from app.shipping import rates
from app.shipping.models import Carrier, Parcel
from app.words import Words, say
from tests.packing.conftest import Bench


def test_the_first_rule_that_holds_decides_and_says_why(bench: Bench) -> None:
    condition = "province == '浙江省' and weight_g < 5000"
    add(RuleDraft("carrier", condition, "manual", "浙江走手工", "Zhejiang by hand"))
    parcel = bench.checked(bench.order())
    assert parcel.carrier == "manual"
    assert say(Words.from_json(parcel.carrier_because), "en") == "Zhejiang by hand"
    assert say(Words.from_json(parcel.carrier_because), "zh-CN") == "浙江走手工"


def test_without_a_rule_the_default_goes(bench: Bench) -> None:
    parcel = bench.checked(bench.order())
    assert parcel.carrier == "sandbox"
    assert "no rule" in say(Words.from_json(parcel.carrier_because), "en")


def test_a_carrier_that_is_switched_off_gives_way(bench: Bench) -> None:
    add(RuleDraft("carrier", "'fragile' in flags or units > 1", "manual", "手工", "By hand"))
    Carrier.update(active=False).where(Carrier.code == "manual").execute()
    parcel = bench.checked(bench.order())
    assert parcel.carrier == "sandbox"
    assert "not in use here" in say(Words.from_json(parcel.carrier_because), "en")


def test_a_new_address_may_mean_another_carrier(bench: Bench) -> None:
    add(RuleDraft("carrier", "province == '江苏省'", "manual", "江苏", "Jiangsu"))
    order = bench.order()
    bench.applied(order)
    bench.readdress(order)
    assert Parcel.get().carrier == "manual"


@pytest.mark.parametrize("entered", ["江苏", "江苏省"])
@pytest.mark.parametrize(("province", "cents"), [("江苏", 900), ("江苏省", 900), ("浙江", None), ("", None)])
def test_a_price_counts_however_the_province_is_written(
    entered: str, province: str, cents: int | None
) -> None:
    rate = {"provinces": [entered], "first_g": 1000, "first_cents": 900, "next_g": 1000, "next_cents": 100}
    assert rates.price(Carrier(rates=[rate | {"hours": 24}]), province, 500).cents == cents
