"""`make bench`: the planner's tables, then handhelds confirming picks.

make bench                                   a sample, three minutes
make bench ARGS=--full                       the planner's full tables (45 minutes), then the handhelds
make bench ARGS="batching --seconds 0.1 1"   one table; also routing, waves, families, queue, handhelds
make bench ARGS="--devices 1000"             the handhelds alone
"""

import sys

from tests.bench import plan_batching, plan_families, plan_routing, plan_waves, queue, scan_load

TABLES = {
    "routing": plan_routing.main,
    "batching": plan_batching.main,
    "waves": plan_waves.main,
    "families": plan_families.main,
    "queue": queue.main,
}


def run(words: list[str]) -> None:
    if words in (["-h"], ["--help"]):
        print(__doc__)
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
