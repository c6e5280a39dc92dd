"""Virtual printers in a process of their own, discarding what they print: `... printers_away COUNT MM_S`.

Says its ports in one line of JSON; at the end of its input, how busy each head was.
"""

import json
import sys
from time import monotonic

from printers.virtual import VirtualPrinter


class Timed(VirtualPrinter):
    """Remembers when its head first and last had something to print."""

    first_at = last_at = 0.0

    def _work(self) -> None:
        before = self.busy_s
        began = monotonic()
        super()._work()
        if self.busy_s > before:
            self.first_at = self.first_at or began
            self.last_at = monotonic()


def main(count: int, mm_s: float) -> None:
    printers = [Timed(head_dots=576, head_mm_s=mm_s).start() for _ in range(count)]
    for printer in printers:
        printer.machine.discard = True
    print(json.dumps([printer.port for printer in printers]), flush=True)
    sys.stdin.read()
    told = [
        {"papers": one.machine.number, "busy_s": one.busy_s, "over_s": one.last_at - one.first_at}
        for one in printers
    ]
    print(json.dumps(told), flush=True)
    for printer in printers:
        printer.stop()


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
