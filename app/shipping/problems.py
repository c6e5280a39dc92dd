"""What a carrier's interface said when it gave nothing: kept as Words, said in the reader's language."""

import json
from typing import Any

from app.errors import Unavailable
from app.words import Words, catalogue, say

LONGEST = 200


def keep(error: Unavailable) -> str:
    """Its sentence as JSON; shortened where their own words are too long for the column."""
    for most in (120, 60, 20, 0):
        details = {name: _short(told, most) for name, told in error.details.items()}
        told = json.dumps(Words(error.key, details).to_json(), ensure_ascii=False)
        if len(told) <= LONGEST:
            return told
    return ""


def _short(told: Any, most: int) -> Any:
    """A name in both languages stays whole."""
    return told if isinstance(told, dict) else str(told)[:most]


def tell(kept: str, lang: str) -> str:
    """The sentence; what an older version kept reads as it was written."""
    try:
        words = Words.from_json(json.loads(kept))
    except (ValueError, KeyError, TypeError):
        return kept
    return say(words, lang) if words.key in catalogue() else kept
