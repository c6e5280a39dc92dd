"""What every house has before its first day: tiers with their rules, a site, carriers, packing rules."""

from app.contracts.tiers import ensure_defaults
from app.db import transaction
from app.packing.defaults import ensure_rules
from app.picking import outcome
from app.shipping.carriers import ensure_carriers


def found() -> None:
    """Make what is missing; what a site has edited stays as it is."""
    with transaction():
        ensure_defaults()
        ensure_carriers()
        ensure_rules()
        outcome.ensure_rules()
