"""Document -> bitmap -> bytes -> wire. Knows nothing of the application."""

from printers.errors import DocumentError
from printers.paper import PAPERS, Paper, get_paper
from printers.rendering import Rendered, render

__all__ = ["PAPERS", "DocumentError", "Paper", "Rendered", "get_paper", "render"]
