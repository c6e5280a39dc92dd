"""`make bench`: the planner's tables, then handhelds confirming picks.

make bench                                   a sample, three minutes
make bench ARGS=--full                       the planner's full tables (45 minutes), then the handhelds
make bench ARGS="batching --seconds 0.1 1"   one table; also routing, waves, families, queue, handhelds
make bench ARGS="--devices 1000"             the handhelds alone
make bench ARGS=screens                      a handheld's screens on a slow processor: beep and paint
make bench ARGS=lighthouse                   Lighthouse's marks of the first load
"""

import sys

from tests.bench import (
    lighthouse,
    plan_batching,
    plan_families,
    plan_routing,
    plan_waves,
    queue,
    scan_load,
    screens,
)

TABLES = {
    "routing": plan_routing.main,
    "batching": plan_batching.main,
    "waves": plan_waves.main,
    "families": plan_families.main,
    "queue": queue.main,
}
SCREENS = {"screens": screens.main, "lighthouse": lighthouse.main}


def run(words: list[str]) -> None:
    if words in (["-h"], ["--help"]):
        print(__doc__)
    elif words and words[0] in SCREENS:
        SCREENS[words[0]](words[1:])
    elif words and words[0] in TABLES:
        TABLES[words[0]](words[1:])
    elif words in ([], ["--full"]):
        for name, table in TABLES.items():
            table(words if name != "routing" else [])
        scan_load.main([])
    else:
        scan_load.main(words[1:] if words[0] == "handhelds" else words)


if __name__ == "__main__":
    run(sys.argv[1:])
