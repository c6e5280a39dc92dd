"""The presets there are, and which one a file fits."""

from app.errors import Invalid
from app.orders.channels import online_retail, shopify, wavecard
from app.orders.channels.preset import Preset
from app.sheets.sheet import Sheet

PRESETS = {module.PRESET.name: module.PRESET for module in (wavecard, online_retail, shopify)}


def get_preset(name: str) -> Preset:
    if name not in PRESETS:
        raise Invalid("intake.unknown_preset", preset=name[:40], known=", ".join(PRESETS))
    return PRESETS[name]


def preset_for(sheet: Sheet) -> Preset:
    """The first preset all of whose needed columns the sheet has. Invalid, naming what ours needs."""
    for preset in PRESETS.values():
        if not missing(sheet, preset):
            return preset
    ours = PRESETS["wavecard"]
    columns = ", ".join(ours.columns[name][0] for name in missing(sheet, ours))
    raise Invalid("intake.no_preset", file=sheet.name, columns=columns)


def missing(sheet: Sheet, preset: Preset) -> list[str]:
    """The needed fields for which the sheet has no column."""
    return [name for name in preset.needed if sheet.find(preset.columns[name]) is None]
