"""The languages a document can be printed in, and how a layout's words are looked up."""

from collections.abc import Mapping
from datetime import datetime

from printers.errors import DocumentError

LANGS = ("zh-CN", "en")
Words = Mapping[str, str]


def get_words(table: Mapping[str, Words], lang: str) -> Words:
    try:
        return table[lang]
    except KeyError:
        raise DocumentError(f"unknown language {lang!r}; there are {', '.join(LANGS)}") from None


def moment(text: str) -> str:
    """`2026-07-21T18:00:00+08:00` as `07-21 18:00`, in the zone it came in; anything else unchanged."""
    try:
        return datetime.fromisoformat(text).strftime("%m-%d %H:%M")
    except ValueError:
        return text
