"""The README's pictures of the lives, drawn from the state tables; `python -m tests.lives` redraws."""

from pathlib import Path

from app.lives import Life
from app.orders.states import ORDER
from app.printing.states import PRINT_JOB
from app.shipping.states import PARCEL, READDRESS, WAYBILL
from app.waves.states import PICK, TASK

README = Path(__file__).resolve().parents[1] / "README.md"
BEGIN, END = "<!-- lives: drawn from the tables -->", "<!-- end of lives -->"
LIVES = (ORDER, TASK, PICK, PARCEL, WAYBILL, READDRESS, PRINT_JOB)


def draw(life: Life) -> str:
    """One life as a Mermaid state diagram; moves between the same two states share an arrow."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for (state, action), after in life.moves.items():
        arrows.setdefault((state, after), []).append(action)
    lines = [f"    [*] --> {life.first}"]
    lines += [f"    {state} --> {after}: {', '.join(actions)}" for (state, after), actions in arrows.items()]
    title = life.name.replace("_", " ")
    return "\n".join([f"**{title}**", "", "```mermaid", "stateDiagram-v2", *lines, "```"])


def drawn() -> str:
    return "\n\n".join([BEGIN, *(draw(life) for life in LIVES), END])


def between(text: str) -> str:
    return text[text.index(BEGIN) : text.index(END) + len(END)]


def main() -> None:
    text = README.read_text("utf-8")
    README.write_text(text.replace(between(text), drawn()), "utf-8")


if __name__ == "__main__":
    main()
