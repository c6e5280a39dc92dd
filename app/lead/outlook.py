"""What will go wrong unless somebody helps: orders that the floor will not manage, plans that fail, work that
nobody here may do.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from app import clock
from app.contracts.tiers import get_site, list_tiers
from app.waves import capacity, planning, stranding
from app.waves.forecasting import Late
from app.words import Words, say

Alert = dict[str, Any]


def list_outlook(lang: str) -> list[Alert]:
    return [*_late(lang), *_failing(lang), *_unsuited(lang)]


def worst_first(alerts: list[Alert]) -> list[Alert]:
    return sorted(alerts, key=lambda alert: alert["level"] != "red")


def _late(lang: str) -> list[Alert]:
    return [_late_alert(number, one, lang) for number, one in enumerate(capacity.get_outlook().late, start=1)]


def _late_alert(number: int, late: Late, lang: str) -> Alert:
    """The wait of merged orders gives way first; a promise that breaks is red."""
    tier = next(tier for tier in list_tiers() if tier.queue == late.queue)
    told = {
        "time": _local(late.first_at),
        "orders": late.orders,
        "tier": {"zh-CN": tier.name_zh, "en": tier.name_en},
        "hours": f"{tier.wait_hours:g}",
        "pickers": late.helps,
    }
    what = "wait" if late.queue == "waves" else "promise"
    key = f"outlook.{what}" if late.helps else f"outlook.{what}_no_help"
    level = "orange" if what == "wait" else "red"
    return {
        "id": f"capacity:{number}",
        "level": level,
        "kind": "capacity",
        "text": say(Words(key, told), lang),
        "at": clock.iso(late.first_at),
    }


def _failing(lang: str) -> list[Alert]:
    return [
        {
            "id": f"planner:{tier}",
            "level": "orange",
            "kind": "planner",
            "text": say(Words("outlook.planner", {"tier": tier, "time": _local(made_at or since)}), lang),
            "at": clock.iso(since),
        }
        for tier, since, made_at in planning.list_failures()
    ]


def _unsuited(lang: str) -> list[Alert]:
    """What waits, and nobody who is here may take it."""
    tasks = [
        ("outlook.task", task_id, {"task_id": task_id}, asks) for task_id, asks in stranding.list_tasks()
    ]
    orders = [
        ("outlook.order", order_no, {"order_id": order_id}, asks)
        for order_id, order_no, asks in stranding.list_orders()
    ]
    return [
        {
            "id": f"unsuited:{which}",
            "level": "orange",
            "kind": "unsuited",
            "text": say(Words(key, {"which": which, "needs": _named(asks, lang)}), lang),
            "at": None,
            **ref,
        }
        for key, which, ref, asks in [*tasks, *orders]
    ]


def _named(asks: list[Words], lang: str) -> str:
    return ", ".join(say(one, lang) for one in asks) or "-"


def _local(at: datetime) -> str:
    return f"{at.astimezone(ZoneInfo(get_site().zone)):%H:%M}"
