"""The server names the screen: what an operator should be looking at now."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from app import clock
from app.contracts.tiers import get_site
from app.people import interrupts
from app.people.models import SignIn


@dataclass
class Screen:
    screen: str
    card: dict[str, Any] = field(default_factory=dict)
    strip: dict[str, Any] | None = None


_builders: dict[str, Callable[[SignIn], Screen]] = {}


def shows(work: str) -> Callable[[Callable[[SignIn], Screen]], Callable[[SignIn], Screen]]:
    """The decorated function builds the screen of everybody whose work this is."""

    def keep(build: Callable[[SignIn], Screen]) -> Callable[[SignIn], Screen]:
        _builders[work] = build
        return build

    return keep


def current(sign_in: SignIn) -> Screen:
    """An interrupt not yet seen, else the screen of the operator's work."""
    waiting = interrupts.find_unseen(sign_in.operator_id)
    if waiting is not None:
        return Screen("interrupt", interrupts.card(waiting, sign_in.operator.lang))
    return _builders[sign_in.work](sign_in)


def answer_of(sign_in: SignIn) -> dict[str, Any]:
    """`GET /api/screen`: the screen, who is looking at it, and the server's time."""
    shown = current(sign_in)
    operator = sign_in.operator
    return {
        "screen": shown.screen,
        "card": shown.card,
        "strip": shown.strip,
        "operator": {"id": operator.id, "name": operator.name},
        "roles": operator.roles,
        "work": sign_in.work,
        "lang": operator.lang,
        "now": clock.iso(clock.now()),
        "zone": get_site().zone,
    }


@shows("lead")
def lead_screen(sign_in: SignIn) -> Screen:
    return Screen("lead")
