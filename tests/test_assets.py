"""The page's tags come from Vite's manifest, and a missing build says what to run."""

import gzip
import json
from functools import partial
from pathlib import Path

import pytest
from flask import Flask, Response

from app import assets, create_app
from app.config import Config

MANIFEST = {
    "static/src/lead/main.ts": {
        "file": "assets/lead-1.js",
        "css": ["assets/lead-1.css"],
        "imports": ["_shared-2.js"],
    },
    "_shared-2.js": {"file": "assets/shared-2.js", "css": ["assets/shared-2.css"], "imports": ["_vue-3.js"]},
    "_vue-3.js": {"file": "assets/vue-3.js", "imports": ["_shared-2.js"]},
}


@pytest.fixture
def site(tmp_path: Path) -> Flask:
    made = Flask("site", static_folder=str(tmp_path), static_url_path="/static")
    assets.register_assets(made)
    return made


def build(tmp_path: Path) -> None:
    (tmp_path / "dist" / ".vite").mkdir(parents=True)
    (tmp_path / "dist" / "assets").mkdir()
    (tmp_path / "dist" / "assets" / "lead-1.js").write_text("1")
    (tmp_path / "dist" / "sw.js").write_text("self")
    (tmp_path / "dist" / ".vite" / "manifest.json").write_text(json.dumps(MANIFEST))


def test_an_entry_brings_its_styles_preloads_and_one_script_each_once(site: Flask, tmp_path: Path) -> None:
    build(tmp_path)
    with site.test_request_context():
        tags = str(assets.asset_tags("lead")).splitlines()
    assert tags == [
        '<link rel="stylesheet" href="/static/dist/assets/shared-2.css">',
        '<link rel="stylesheet" href="/static/dist/assets/lead-1.css">',
        '<link rel="modulepreload" href="/static/dist/assets/shared-2.js">',
        '<link rel="modulepreload" href="/static/dist/assets/vue-3.js">',
        '<script type="module" src="/static/dist/assets/lead-1.js"></script>',
    ]


def test_a_missing_build_says_what_to_run(site: Flask) -> None:
    with site.test_request_context(), pytest.raises(assets.BuildMissing, match="make web"):
        assets.asset_tags("lead")


def test_a_new_build_is_seen_without_a_restart(site: Flask, tmp_path: Path) -> None:
    build(tmp_path)
    path = tmp_path / "dist" / ".vite" / "manifest.json"
    with site.test_request_context():
        assets.asset_tags("lead")
        path.write_text(json.dumps({"static/src/lead/main.ts": {"file": "assets/lead-9.js"}}))
        assert "lead-9.js" in assets.asset_tags("lead")


def test_the_service_worker_is_asked_for_anew_and_hashed_files_are_kept(site: Flask, tmp_path: Path) -> None:
    build(tmp_path)
    client = site.test_client()
    with client.get("/sw.js") as worker, client.get("/static/dist/assets/lead-1.js") as script:
        assert (worker.headers["Cache-Control"], worker.mimetype) == ("no-cache", "text/javascript")
        assert "immutable" in script.headers["Cache-Control"]
    with client.get("/static/dist/assets/gone-1.js") as gone:
        assert "immutable" not in gone.headers.get("Cache-Control", "")


def test_the_pages_are_found_whatever_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made = create_app(Config(database_url="sqlite://", var=tmp_path, secret_key="x" * 32), connect=False)
    assert "handheld/index.html" in made.jinja_env.list_templates()
    assert made.static_folder is not None and Path(made.static_folder).is_dir()


def test_a_browser_that_takes_gzip_gets_what_the_build_packed(site: Flask, tmp_path: Path) -> None:
    build(tmp_path)
    packed = gzip.compress(b"1")
    (tmp_path / "dist" / "assets" / "lead-1.js.gz").write_bytes(packed)
    ask = partial(site.test_client().get, "/static/dist/assets/lead-1.js", buffered=True)
    got = ask(headers={"Accept-Encoding": "gzip, br"})
    assert (got.data, got.headers["Content-Encoding"]) == (packed, "gzip")
    assert got.mimetype == "text/javascript" and "immutable" in got.headers["Cache-Control"]
    plain = ask()
    assert (plain.data, plain.headers["Vary"]) == (b"1", "Accept-Encoding")


def test_a_packed_file_keeps_the_headers_of_the_plain_one(site: Flask, tmp_path: Path) -> None:
    build(tmp_path)
    packed = tmp_path / "dist" / "assets" / "lead-1.js.gz"
    packed.write_bytes(gzip.compress(b"1"))

    @site.after_request  # runs before the packing, as whatever is registered later does
    def own_policy(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = "its own"
        return response

    with site.test_client() as client:
        got = client.get("/static/dist/assets/lead-1.js", headers={"Accept-Encoding": "gzip"}, buffered=True)
    assert (got.headers["Content-Encoding"], got.headers["Content-Security-Policy"]) == ("gzip", "its own")
