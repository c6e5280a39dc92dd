"""How a tier looks: letter, word, colour, icon."""

from dataclasses import dataclass

from app.contracts.tiers import list_tiers


@dataclass(frozen=True)
class Mark:
    tier: str
    tier_name: str
    colour: str
    icon: str
    queue: str

    def look(self) -> dict[str, str]:
        return {"tier": self.tier, "tier_name": self.tier_name, "colour": self.colour, "icon": self.icon}


def list_marks(lang: str) -> dict[str, Mark]:
    """Every tier in the order of its position."""
    zh = lang == "zh-CN"
    return {
        row.code: Mark(row.code, row.name_zh if zh else row.name_en, row.colour, row.icon, row.queue)
        for row in list_tiers()
    }


def look_of(marks: dict[str, Mark], tier: str) -> dict[str, str]:
    """A tier that has been deleted since still shows its letter."""
    return marks.get(tier, Mark(tier, tier, "#37474f", "dot", "")).look()
