"""A thermal printer made of software, for demos, training and tests.

Built from the public command descriptions; it shares no code with the encoder, so that a mistake in one
cannot hide in the other.
"""

from printers.virtual.faults import Faults
from printers.virtual.machine import Printed
from printers.virtual.server import VirtualPrinter, serve

__all__ = ["Faults", "Printed", "VirtualPrinter", "serve"]
