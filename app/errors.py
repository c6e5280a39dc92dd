"""What can go wrong, by who can put it right.

AppError
├── Invalid      the sender: the input makes no sense
├── Denied       the sender: not theirs to do
├── NotFound     the sender: no such thing
├── Refused      the operator: understood, but not in this state
│   └── Stale    reload: somebody else moved it first
└── Unavailable  the outside: printer, carrier; tried again unless permanent

An error carries the key of a sentence in a feature's `words.py` and what to put into it;
the edge says it in the operator's language. Anything else that is raised is a bug.
"""

from functools import partial
from typing import Any


class AppError(Exception):
    code = "internal"
    status = 500

    def __init__(self, key: str, **details: Any) -> None:
        super().__init__(key)
        self.key = key
        self.details = details

    def __reduce__(self) -> tuple[Any, ...]:
        """Whole through another process's pipe: an exception is made again of its `args` alone."""
        return partial(type(self), self.key, **self.details), (), self.__dict__

    def __str__(self) -> str:
        from app.words import Words, say

        try:
            return say(Words(self.key, self.details), "en")
        except KeyError:  # made again of its args alone, as an event loop does: its cause says the rest
            return self.key


class Invalid(AppError):
    code, status = "invalid", 400


class Denied(AppError):
    code, status = "denied", 403


class SignInNeeded(Denied):
    """Nobody is signed in: the sender can put it right by signing in."""

    status = 401


class NotFound(AppError):
    code, status = "not_found", 404


class Refused(AppError):
    code, status = "refused", 409


class Stale(Refused):
    code = "stale"


class Unavailable(AppError):
    code, status = "unavailable", 503

    def __init__(self, key: str, permanent: bool = False, **details: Any) -> None:
        super().__init__(key, **details)
        self.permanent = permanent
