"""Where a rule asks for two people, the second one looks and scans their own badge before the box is shut."""

from app.packing.models import SecondCheck
from app.rules.keeping import RuleDraft, add, forget
from tests import builders
from tests.packing.conftest import Bench


def test_a_box_waits_for_the_second_persons_badge(bench: Bench) -> None:
    forget()
    add(RuleDraft("packing", "units > 0", {"second": True}, "贵重", "Valuable"))
    parcel = bench.applied(bench.order())
    card = bench.do("lang.choose", lang="en")["card"]
    assert card["second"] == {"by": None, "because": "Valuable"}
    assert bench.refused("pack.close", parcel_id=parcel.id)["code"] == "refused"
    own = bench.refused("pack.second", parcel_id=parcel.id, badge=bench.packer.operator.badge)
    assert own["message"] == "It must be somebody else"
    picker = builders.make_operator("picker")
    assert bench.refused("pack.second", parcel_id=parcel.id, badge=picker.badge)["code"] == "not_found"
    ben = builders.make_operator("packer", name="Ben")
    shown = bench.do("pack.second", parcel_id=parcel.id, badge=ben.badge.lower())
    assert (shown["message"], shown["card"]["second"]["by"]) == ("Checked by Ben", "Ben")
    bench.do("pack.second", parcel_id=parcel.id, badge=ben.badge)
    assert SecondCheck.select().count() == 1
    assert bench.do("pack.close", parcel_id=parcel.id)["screen"] == "pack_open"
    forget()


def test_nobody_is_asked_for_where_no_rule_says_so(bench: Bench) -> None:
    forget()
    parcel = bench.applied(bench.order())
    assert bench.do("lang.choose", lang="en")["card"]["second"] is None
    bench.do("pack.close", parcel_id=parcel.id)
