"""Which carrier takes a parcel, and the sentence why."""

from app.rules.keeping import RuleDraft, add
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
