"""One HTTP call to a carrier:

bounded in time and size, never redirected, and told apart by who is to blame.
"""

import base64
import hashlib
import http.client
import json
import time
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import parse_qs, urlencode

from app.errors import Unavailable
from app.shipping.carriers.base import TIMEOUT_S

MOST = 1_000_000
FORM = "application/x-www-form-urlencoded;charset=UTF-8"
JSON = "application/json; charset=UTF-8"


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


_opener = urllib.request.build_opener(_Stay, urllib.request.ProxyHandler())


def post(url: str, body: bytes, headers: dict[str, str], timeout_s: float = TIMEOUT_S) -> bytes:
    """The answer's body. Unavailable when there is none (they may have done it all the same)."""
    asked = urllib.request.Request(url, body, headers, method="POST")
    try:
        with _opener.open(asked, timeout=timeout_s) as got:
            return bytes(got.read(MOST))
    except urllib.error.HTTPError as error:
        with error:
            permanent = 400 <= error.code < 500 and error.code not in (408, 429)
            raise Unavailable("carrier.http", permanent=permanent, status=error.code) from None
    except (OSError, http.client.HTTPException):
        raise Unavailable("carrier.no_answer") from None


def post_form(url: str, fields: dict[str, str], timeout_s: float = TIMEOUT_S) -> Any:
    return read_json(post(url, urlencode(fields).encode(), {"Content-Type": FORM}, timeout_s))


def post_json(url: str, body: bytes, headers: dict[str, str], timeout_s: float = TIMEOUT_S) -> Any:
    return read_json(post(url, body, {"Content-Type": JSON, **headers}, timeout_s))


def read_json(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        raise Unavailable("carrier.no_answer") from None


def compact(data: Any) -> str:
    """JSON as it is signed: no blanks, Chinese as it is."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def md5_base64(text: str) -> str:
    return base64.b64encode(hashlib.md5(text.encode(), usedforsecurity=False).digest()).decode()


def md5_hex(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def now_ms() -> str:
    return str(int(time.time() * 1000))


def read_form(raw: bytes) -> dict[str, str]:
    """A callback that came as a form."""
    return {name: values[0] for name, values in parse_qs(raw.decode("utf-8", "replace")).items()}


def named(person: dict[str, Any], names: dict[str, str]) -> dict[str, str]:
    """A person under a carrier's own field names: theirs -> ours."""
    return {theirs: str(person.get(ours) or "") for theirs, ours in names.items()}


def street_of(person: dict[str, Any]) -> str:
    """The street; of a sender who is entered as one text, all of it."""
    return str(person.get("street") or person.get("address") or "")


def one_line(person: dict[str, Any]) -> str:
    """Province to street in one text, as carriers that ask for one field want it."""
    return "".join(str(person.get(part) or "") for part in ("province", "city", "district", "street"))
