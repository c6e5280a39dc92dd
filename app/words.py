"""Every sentence an operator sees, in zh-CN and en; each feature keeps its own in `words.py`.

A feature's `WORDS` is a dict `key: (zh-CN, en)`; both use the same `{placeholders}`.
"""

import importlib
import importlib.util
import pkgutil
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("zh-CN", "en")


@dataclass(frozen=True)
class Words:
    """A sentence before it is said: kept in the database, said in the reader's language."""

    key: str
    details: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {"key": self.key, **self.details}

    @classmethod
    def from_json(cls, data: dict[str, Any] | None) -> "Words":
        if not data:
            return cls("nothing")
        return cls(data["key"], {name: value for name, value in data.items() if name != "key"})


@cache
def catalogue() -> dict[str, tuple[str, str]]:
    """All sentences of all features: key -> (zh-CN, en). Two features must not share a key."""
    found: dict[str, tuple[str, str]] = {"nothing": ("", "")}
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        if module.ispkg:
            for key, sentence in _words_of(module.name).items():
                if key in found:
                    raise KeyError(f"the sentence {key!r} stands in two words.py")
                found[key] = sentence
    return found


def _words_of(feature: str) -> dict[str, tuple[str, str]]:
    name = f"app.{feature}.words"
    if importlib.util.find_spec(name) is None:
        return {}
    return importlib.import_module(name).WORDS


def say(words: Words, lang: str) -> str:
    """The sentence in `lang`; a detail that is itself Words, or data in both languages, is said too."""
    pair = catalogue()[words.key]
    sentence = pair[0] if lang == "zh-CN" else pair[1]
    return sentence.format_map({name: _detail(value, lang) for name, value in words.details.items()})


def _detail(value: Any, lang: str) -> Any:
    if isinstance(value, Words):
        return say(value, lang)
    if isinstance(value, dict) and "key" in value:
        return say(Words.from_json(value), lang)
    if isinstance(value, dict) and lang in value:
        return value[lang]
    return value
