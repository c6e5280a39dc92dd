"""`wavecard printers`."""

import click

from app import config
from app.commanding import connected
from app.printing import agent_command, stations, telling, virtual_command
from app.printing.reaching import address_of, spell
from app.printing.stations import PrinterDraft
from printers import PAPERS


@click.group()
def printers() -> None:
    """The packing stations' printers."""


@printers.command("list")
@connected
def list_printers() -> None:
    """List stations, their printers, and how each printer is."""
    for station in stations.list_stations():
        printer = station.printer
        if printer is None:
            click.echo(f"{station.code}  {station.name}  (no printer)")
            continue
        click.echo(
            f"{station.code}  {station.name}  #{printer.id} {printer.name}  "
            f"{printer.connector} {spell(address_of(printer))}  "
            f"{printer.paper}  {telling.printer_text(printer, 'en')}"
        )


@printers.command()
@click.argument("name")
@click.argument("host", metavar="IP")
@click.option("--port", default=9100, show_default=True, type=int, help="9100 to 9109.")
@click.option("--station", help="The bench it stands on, e.g. ST-1; made when it is new.")
@click.option("--paper", default="roll80", show_default=True, type=click.Choice(list(PAPERS)))
@click.option("--lang", default="zh-CN", show_default=True, type=click.Choice(["zh-CN", "en"]))
@click.option("--echo", is_flag=True, help="It answers GS ( H, so it can prove that it printed.")
@click.option("--virtual", is_flag=True, help="Made of software and run by the server; for trying out.")
@connected
def add(
    name: str, host: str, port: int, station: str | None, paper: str, lang: str, echo: bool, virtual: bool
) -> None:
    """Add the ESC/POS printer NAME at the address IP."""
    draft = PrinterDraft(
        name, host, port, station, paper, lang, "virtual" if virtual else "tcp", echo or virtual
    )
    made = stations.add_printer(draft, config.from_environment().allow_loopback_printers)
    click.echo(f"#{made.id} {made.name} at {made.host}:{made.port}")


@printers.command()
@click.argument("printer_id", type=int)
@connected
def test(printer_id: int) -> None:
    """Print a test page on the printer with this number (`wavecard printers list`).

    The page is printed by the server that runs; without one it waits.
    """
    printer = stations.get_printer(printer_id)
    job = stations.print_test(printer)
    click.echo(f"job {job.id}: a test page is asked for from {printer.name}")


@click.command("virtual-printer")
@click.option("--port", default=9100, show_default=True, type=click.IntRange(0, 65535))
@click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0 for the whole network.")
@click.option("--page-port", default=9180, show_default=True, type=click.IntRange(0, 65535))
@click.option("--faults", default="", help="E.g. paper_out,slow=1,reset_at_byte=5000,swallow_echo.")
@click.option("--head", default=576, show_default=True, type=click.IntRange(128, 2400), help="Dots.")
@click.option("--speed", default=100.0, show_default=True, help="mm a second; 0 prints at once.")
def virtual_printer(port: int, host: str, page_port: int, faults: str, head: int, speed: float) -> None:
    """A thermal printer made of software, for training and tests. No database needed.

    It decodes ESC/POS into paper pictures, answers status and process-id echo, prints at a head's speed. Its
    page shows the roll, newest on top, and switches faults while it prints: paper_out, paper_low, cover_open,
    cutter_error, offline, silent, stall, swallow_echo, swallow_fence, slow (bytes a second), reset_at_byte.
    """
    virtual_command.run(virtual_command.Wanted(host, port, page_port, faults, head, speed))


@click.command("print-agent")
@click.option("--server", required=True, help="Where Wavecard serves, e.g. https://wavecard.example:8000.")
@click.option("--token", required=True, envvar="WAVECARD_AGENT_TOKEN", help="From the printers page, Set-up.")
@click.option("--usb", help="vendor:product, e.g. 04b8:0202 (needs python-escpos[usb]).")
@click.option("--serial", help="E.g. /dev/ttyUSB0@19200 (needs python-escpos[serial]).")
@click.option("--cups", help="A CUPS queue (needs python-escpos[cups]).")
@click.option("--tcp", help="IP or IP:port of a printer only this PC reaches.")
@click.option("--folder", help="Keep the bytes as files; for trying out.")
@click.option("--queue", default="wavecard-agent.db", show_default=True, help="Where it keeps what it took.")
def print_agent(server: str, token: str, queue: str, **printer: str | None) -> None:
    """Print on this bench PC for its station: the PC connects out, the server never connects in.

    What it took and what became of it is kept on this disk until the server has noted it. No database needed.
    """
    agent_command.run(server, token, queue, printer)


commands: list[click.Command] = [printers, virtual_printer, print_agent]
