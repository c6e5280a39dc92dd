"""The same bitmap in a printer's own language."""

from printers import escpos, tspl, zpl
from printers.errors import DocumentError
from printers.escpos import Encoding
from printers.paper import Paper
from printers.rendering import Rendered

LANGUAGES = ("escpos", "tspl", "zpl")


def encode(rendered: Rendered, paper: Paper, speaks: str, encoding: Encoding) -> bytes:
    if speaks == "escpos":
        return escpos.encode(rendered, encoding)
    if speaks == "tspl":
        return tspl.encode(rendered, paper, encoding)
    if speaks == "zpl":
        return zpl.encode(rendered, paper, encoding)
    raise DocumentError(f"unknown printer language {speaks!r}; there are {', '.join(LANGUAGES)}")
