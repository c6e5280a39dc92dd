"""What processes cost, from /proc: no measuring tool that would itself cost."""

import os
from pathlib import Path

TICK_S = 1 / os.sysconf("SC_CLK_TCK")


def cpu_s(pid: int) -> float:
    """Seconds of CPU of a process and its waited-for children. proc(5): fields 14 to 17 of stat."""
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, after_name[11:15])) * TICK_S


def tree(pid: int) -> list[int]:
    """A process and all its descendants."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    return [pid, *(it for child in children.read_text().split() for it in tree(int(child)))]


def tree_cpu_s(pid: int) -> float:
    return sum(map(cpu_s, tree(pid)))
