"""A bench PC's agent against the real application over a real websocket, with a virtual printer on it."""

import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import simple_websocket
from flask import Flask
from werkzeug.serving import make_server

from app.errors import Invalid
from app.ops import leases
from app.printing import agent_command, agents, jobs, setting_up
from app.printing.agent_command import read_address
from app.printing.jobs import print_document
from app.printing.models import PrintAgent, Printer, PrintJob
from printers.agent import running
from printers.agent.queue import Queue
from printers.agent.running import Agent, address_of, connect
from printers.connecting import Address
from printers.virtual import VirtualPrinter
from printers.wire import Delivery
from tests import builders
from tests.printing.conftest import Bench, state_of

Start = Callable[[], Agent]


@pytest.fixture
def server(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(leases, "_held", {})
    monkeypatch.setattr(running, "AGAIN_S", (0.1,))
    monkeypatch.setattr(running, "SWITCHED_ON_S", 0.1)
    monkeypatch.setattr(running, "STATUS_S", 0.2)
    serving = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=serving.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{serving.port}"
    serving.shutdown()
    thread.join(5)
    serving.server_close()


@pytest.fixture
def bench(app: Flask) -> Bench:
    builders.make_site()
    return Bench(builders.make_printer(connector="agent", host=""))


@pytest.fixture
def start(
    server: str, bench: Bench, virtual: VirtualPrinter, tmp_path: Path
) -> Iterator[Callable[[], Agent]]:
    made, token = setting_up.make_agent(bench.station.id, "PC 1")
    started: list[tuple[Agent, threading.Thread]] = []

    def begin() -> Agent:
        address = Address("tcp", virtual.host, virtual.port)
        agent = Agent(server, token, address, Queue(tmp_path / "agent.db"))
        thread = threading.Thread(target=agent.run, daemon=True)
        thread.start()
        started.append((agent, thread))
        return agent

    yield begin
    for agent, thread in started:
        agent.stopping.set()
        thread.join(10)
        if agent.socket is not None and agent.socket.connected:
            agent.socket.close()
        agent.queue.close()
    until(lambda: made.id not in agents._lines)


def until(done: Callable[[], bool], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.02)


def test_a_paper_goes_out_over_the_agent_and_is_proven(
    start: Start, bench: Bench, virtual: VirtualPrinter
) -> None:
    agent = start()
    job = bench.ask()
    until(lambda: state_of(job) == "confirmed")
    assert len(virtual.papers) == 1
    until(lambda: agent.queue.untold() == [])
    assert PrintAgent.get().seen_at is not None


def test_the_printers_health_reaches_the_server(start: Start, bench: Bench, virtual: VirtualPrinter) -> None:
    start()
    until(lambda: Printer.get_by_id(bench.printer.id).status == "ok")
    virtual.faults.paper_out = True
    until(lambda: Printer.get_by_id(bench.printer.id).status == "paper_out", 5)
    job = bench.ask()
    virtual.faults.paper_out = False
    until(lambda: state_of(job) == "confirmed")
    assert len(virtual.papers) == 1


def test_it_comes_back_after_the_line_broke_and_nothing_prints_twice(
    start: Start, bench: Bench, virtual: VirtualPrinter
) -> None:
    agent = start()
    first = bench.ask("first")
    until(lambda: state_of(first) == "confirmed")
    agent.socket.sock.shutdown(socket.SHUT_RDWR)
    until(lambda: Printer.get_by_id(bench.printer.id).status in ("unreachable", "ok"))
    second = bench.ask("second")
    until(lambda: state_of(second) == "confirmed")
    assert len(virtual.papers) == 2


def test_a_result_that_was_not_heard_is_told_after_the_next_connection(
    start: Start, bench: Bench, virtual: VirtualPrinter, tmp_path: Path
) -> None:
    job = bench.ask()
    PrintJob.update(state="unknown", printer=bench.printer.id, tries=1).where(PrintJob.id == job.id).execute()
    queue = Queue(tmp_path / "agent.db")
    queue.take(f"{job.id}:0")
    queue.end(f"{job.id}:0", Delivery("confirmed", "echoed"))
    queue.close()
    agent = start()
    until(lambda: state_of(job) == "confirmed")
    until(lambda: agent.queue.untold() == [])
    assert virtual.papers == []


def test_after_a_power_cut_what_was_begun_is_unknown_and_the_rest_was_not_printed(tmp_path: Path) -> None:
    queue = Queue(tmp_path / "agent.db")
    assert queue.take("1:0") and queue.take("2:0") and not queue.take("1:0")
    queue.begin("1:0")
    queue.close()
    again = dict(Queue(tmp_path / "agent.db").untold())
    assert (again["1:0"]["outcome"], again["2:0"]["outcome"]) == ("unknown", "nothing_taken")


@pytest.mark.parametrize(
    ("outcome", "state"), [("confirmed", "confirmed"), ("nothing_taken", "waiting"), ("unknown", "unknown")]
)
def test_a_late_word_moves_only_what_it_proves(bench: Bench, outcome: str, state: str) -> None:
    job, mine = bench.ask(), bench.printer.id
    PrintJob.update(state="unknown", printer=mine, tries=2).where(PrintJob.id == job.id).execute()
    agents.note_late(mine, f"{job.id}:0", Delivery("confirmed", "echoed"))
    assert state_of(job) == "unknown"
    agents.note_late(mine, f"{job.id}:1", Delivery(outcome, "echoed"))  # type: ignore[arg-type]
    assert state_of(job) == state
    agents.note_late(mine, "nonsense", Delivery("confirmed", "echoed"))


def test_an_agent_says_nothing_of_another_benchs_papers(bench: Bench) -> None:
    job, other = bench.ask(), Bench(builders.make_printer(connector="agent", host=""), "ST-2")
    PrintJob.update(state="unknown", printer=bench.printer.id, tries=1).where(PrintJob.id == job.id).execute()
    agents.note_late(other.printer.id, f"{job.id}:0", Delivery("confirmed", "echoed"))
    assert state_of(job) == "unknown"


def test_a_revoked_or_unknown_token_opens_nothing(server: str, bench: Bench) -> None:
    made, token = setting_up.make_agent(bench.station.id, "PC 1")
    setting_up.revoke_agent(made.id)
    for wrong in (token, "guess"):
        with pytest.raises((simple_websocket.ConnectionError, OSError)):
            connect(address_of(server), wrong)


def run_a_while(agent: Agent, done: Callable[[], bool]) -> None:
    thread = threading.Thread(target=agent.run, daemon=True)
    thread.start()
    try:
        until(done)
    finally:
        agent.stopping.set()
        thread.join(10)
        agent.queue.close()


def test_whoever_starts_an_agent_reads_why_it_does_not_print(
    server: str, bench: Bench, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    nowhere, folder = Address("file", path=str(tmp_path / "none")), Address("file", path=str(tmp_path))
    wrong = Agent(server, "guess", folder, Queue(tmp_path / "1.db"))
    run_a_while(wrong, lambda: "does not take this token" in caplog.text)
    _, token = setting_up.make_agent(bench.station.id, "PC 1")
    broken = Agent(server, token, nowhere, Queue(tmp_path / "2.db"))
    run_a_while(broken, lambda: "connected with" in caplog.text and "the printer: " in caplog.text)
    Printer.update(connector="tcp").execute()
    late = Agent(server, token, folder, Queue(tmp_path / "3.db"))
    run_a_while(late, lambda: "printer of ST-1 does not hang on a bench PC" in caplog.text)


class Waits(threading.Event):
    """Ends what would wait after `most` waits."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most, self.seconds = most, list[float]()

    def wait(self, timeout: float | None = None) -> bool:
        self.seconds.append(timeout or 0.0)
        if len(self.seconds) == self.most:
            self.set()
        return False


@pytest.mark.parametrize(
    ("error", "waits"),
    [
        (ConnectionRefusedError(), [1, 2, 5, 10, 30, 30]),
        (simple_websocket.ConnectionClosed(running.NOT_YOURS), [5] * 6),
    ],
)
def test_a_printer_switched_on_again_is_back_sooner_than_a_server_that_is_away(
    error: Exception, waits: list[float], tmp_path: Path
) -> None:
    def fail(url: str, token: str) -> None:
        raise error

    stopping = Waits(6)
    Agent("http://s", "t", Address("file"), Queue(tmp_path / "1.db"), fail, stopping).run()
    assert stopping.seconds == waits


def test_what_the_agent_says_reaches_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(logging.root, "handlers", [logging.NullHandler()])
    monkeypatch.setattr(logging.root, "level", logging.WARNING)
    monkeypatch.setattr(Agent, "run", lambda self: running.log.info("connected"))
    agent_command.run("http://server", "token", str(tmp_path / "queue.db"), {"folder": str(tmp_path)})
    assert "connected" in capsys.readouterr().err


def test_revoking_ends_a_running_agent(start: Start, bench: Bench) -> None:
    agent = start()
    until(lambda: bool(agents._lines))
    setting_up.revoke_agent(PrintAgent.get().id)
    until(lambda: not agents._lines, 12)
    assert agent.queue.untold() == []


def test_while_no_agent_is_connected_papers_wait(bench: Bench) -> None:
    from app.printing.spool import Spool

    job, spool = bench.ask(), Spool()
    assert spool._active() == set()
    assert jobs.get_job(job.id).state == "waiting"
    assert print_document is not None


def test_one_printer_is_named_on_the_command_line() -> None:
    assert read_address({"usb": "04b8:0202", "tcp": None}) == Address("usb", path="04b8:0202")
    assert read_address({"tcp": "192.168.1.9"}) == Address("tcp", "192.168.1.9", 9100)
    assert read_address({"folder": "/tmp/x"}).connector == "file"
    for wrong in ({}, {"usb": "1:2", "cups": "Q"}):
        with pytest.raises(Invalid):
            read_address(wrong)


def test_a_printer_that_is_off_is_left_alone_by_its_agent_too(
    start: Start, bench: Bench, virtual: VirtualPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agents, "LOOK_EVERY_S", 0.1)
    start()
    until(lambda: bool(agents._lines))
    setting_up.set_printer(bench.printer.id, {"active": False}, 0)
    job = bench.ask()
    until(lambda: not agents._lines)
    assert (state_of(job), Printer.get_by_id(bench.printer.id).status) == ("waiting", "off")
    setting_up.set_printer(bench.printer.id, {"active": True}, 0)
    until(lambda: state_of(job) == "confirmed")
    assert len(virtual.papers) == 1
