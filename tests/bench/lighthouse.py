"""Lighthouse's marks of a first load from a served site: simulated slow 4G, a processor four times slower."""

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import click

from tests import bundled
from tests.bench.site import serving

FOLDER = bundled.ROOT / "tests/lighthouse"
CLI = FOLDER / "node_modules/lighthouse/cli/index.js"
INSTALL = ("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")
FLAGS = "--headless --no-sandbox --disable-gpu --disable-dev-shm-usage"
FIGURES = (
    "first-contentful-paint",
    "largest-contentful-paint",
    "total-blocking-time",
    "cumulative-layout-shift",
)


def install() -> None:
    """Once: it is large, and `make test` needs none of it."""
    if not CLI.exists() and subprocess.run(INSTALL, cwd=FOLDER, timeout=600).returncode:
        raise click.ClickException("Lighthouse could not be installed")


def measure(url: str) -> dict[str, Any]:
    exe, env = bundled.chromium()
    command = [bundled.node(), str(CLI), url, "--quiet", "--output=json", f"--chrome-flags={FLAGS}"]
    command += ["--only-categories=accessibility,performance"]
    env = {**os.environ, **env, "CHROME_PATH": exe}
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=240)
    if done.returncode:
        raise click.ClickException(done.stderr[-800:])
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def main(words: list[str]) -> None:
    install()
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), 1, 1, 10) as site:
        for path in words or ["/", "/scanner-test"]:
            report = measure(f"http://{site.address[0]}:{site.address[1]}{path}")
            marks = {name: round(100 * one["score"]) for name, one in report["categories"].items()}
            figures = {name: report["audits"][name]["displayValue"] for name in FIGURES}
            print(path, *(f"{name} {mark}" for name, mark in marks.items()), figures, sep="  ")
            for name, audit in report["audits"].items():
                if audit["score"] == 0 and audit.get("scoreDisplayMode") == "binary":
                    print(f"    {name}: {audit['title']}")
