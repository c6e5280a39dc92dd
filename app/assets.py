"""The built browser code on a page: Vite's manifest, and the one file that must live at the root."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, current_app, request, send_from_directory, url_for
from markupsafe import Markup

root_files = Blueprint("root_files", __name__)


class BuildMissing(RuntimeError):
    """The browser code was never built here."""


def asset_tags(entry: str) -> Markup:
    """The stylesheet, preload and script tags of one Vite entry: `handheld`, `lead` or `printers`."""
    manifest = get_manifest()
    key = f"static/src/{entry}/main.ts"
    chunks = [manifest[name] for name in [key, *_imports(manifest, key)]]
    # what an entry imports comes before it, so that its own rules win as they do in development
    styles = [css for chunk in [*chunks[1:], chunks[0]] for css in chunk.get("css", [])]
    tags = [Markup('<link rel="stylesheet" href="{}">').format(_url(css)) for css in dict.fromkeys(styles)]
    tags += [Markup('<link rel="modulepreload" href="{}">').format(_url(c["file"])) for c in chunks[1:]]
    tags.append(Markup('<script type="module" src="{}"></script>').format(_url(chunks[0]["file"])))
    return Markup("\n").join(tags)


def get_manifest() -> dict[str, Any]:
    """Vite's `.vite/manifest.json`; raises BuildMissing with the command that makes it."""
    path = _dist() / ".vite" / "manifest.json"
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError as error:
        raise BuildMissing(f"the browser code is not built ({path} is missing): run `make web`") from error


def register_assets(app: Flask) -> None:
    """`asset_tags` in every template, and `/sw.js` at the root so that its scope is the whole site."""
    app.add_template_global(asset_tags)
    app.register_blueprint(root_files)
    app.after_request(_keep_hashed_files)


@root_files.get("/sw.js")
def service_worker() -> Response:
    """Never cached: a browser must see a new build at once."""
    response = send_from_directory(_dist(), "sw.js", mimetype="text/javascript", max_age=0)
    response.headers["Cache-Control"] = "no-cache"
    return response


def _keep_hashed_files(response: Response) -> Response:
    """A file with its hash in its name never changes: no question to the server, also on plain http."""
    if response.status_code != 200 or not request.path.startswith(_url("assets/")):
        return response
    response = _packed(response)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _packed(response: Response) -> Response:
    """The same file as the build packed it, for a browser that takes gzip."""
    name = request.path.removeprefix(_url("")) + ".gz"
    if not (_dist() / name).is_file():
        return response
    if "gzip" in request.accept_encodings:
        response.close()
        plain, response = response, send_from_directory(_dist(), name, mimetype=response.mimetype)
        response.headers["Content-Encoding"] = "gzip"
        for header, value in plain.headers:  # the barcode reader's worker has a policy of its own
            response.headers.setdefault(header, value)
    response.headers["Vary"] = "Accept-Encoding"
    return response


def _dist() -> Path:
    return Path(current_app.static_folder or "static") / "dist"


def _url(file: str) -> str:
    return url_for("static", filename=f"dist/{file}")


@lru_cache(maxsize=2)
def _read(path: Path, _changed_ns: int) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return manifest


def _imports(manifest: dict[str, Any], key: str) -> list[str]:
    """Every chunk that `key` imports before it runs, each once, in order."""
    found: dict[str, None] = {}
    waiting = list(manifest[key].get("imports", []))
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found[name] = None
            waiting += manifest[name].get("imports", [])
    return list(found)
