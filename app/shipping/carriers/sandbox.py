"""A carrier that exists nowhere: by HTTP when `carriers.json` names its url, else in this process, for demos.

`wavecard sandbox-carrier` is the other end. In this process it answers at once and forgets nothing: the
number says which booking it belongs to. `change`, `redirect`, `fee_cents` in its settings switch what it
can do.
"""

import hashlib
import hmac
import json
from dataclasses import replace
from typing import Any

from app.errors import Denied
from app.shipping.carriers.base import TIMEOUT_S, Booked, Booking, Can, Interception, Line, Suspended
from app.shipping.carriers.calling import compact, post_json
from app.shipping.carriers.seen import News, Scan, local

SIGNED = "X-Sandbox-Sign"
SECRET = "sandbox"
SOURCE = "app/shipping/sandbox"


def sign(body: bytes, secret: str) -> str:
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


class Sandbox(Line):
    code, name_zh, name_en = "sandbox", "测试快递", "Sandbox Express"

    @property
    def can(self) -> Can:  # type: ignore[override]
        """Every page of the interface, switched by the settings."""
        here = Can(change=self.setting("change", "rebook"), cancel=True, key=True, source=SOURCE)
        if not self.setting("url"):
            return here
        fee, redirect = int(self.setting("fee_cents", 0)), bool(self.setting("redirect", True))
        return replace(here, redirect=redirect, fee_cents=fee, track=True, push=True, until="delivery")

    def book(self, booking: Booking) -> Booked:
        if not self.setting("url"):
            return self._with_papers(_booked_here(booking))
        told = self._call("book", booking.reference, recipient=booking.recipient)
        return self._with_papers(Booked(told["tracking_no"], told["sort_code"], told["cost_cents"]))

    def _with_papers(self, booked: Booked) -> Booked:
        """`component` in its settings: it plays a platform whose waybills that component alone may print."""
        component = str(self.setting("component"))
        if not component:
            return booked
        sealed = {"templateURL": "sandbox/waybill", "encryptedData": f"AES:{booked.tracking_no}"}
        own = {"templateURL": "sandbox/own", "data": {}}
        return replace(booked, component=component, contents=[sealed, own])

    def find(self, booking: Booking) -> Booked | None:
        if not self.setting("url"):
            return _booked_here(booking)
        told = self._call("find", booking.reference)
        return (
            Booked(told["tracking_no"], told["sort_code"], told["cost_cents"])
            if told["tracking_no"]
            else None
        )

    def cancel(self, booking: Booking, tracking_no: str | None) -> None:
        if self.setting("url"):
            self._call("cancel", booking.reference)

    def change_address(self, booking: Booking, tracking_no: str) -> Booked:
        if not self.setting("url"):
            return Booked(tracking_no, sort_code(booking.recipient))
        told = self._call("change", booking.reference, recipient=booking.recipient)
        return Booked(told["tracking_no"], told["sort_code"], told["cost_cents"])

    def intercept(self, wanted: Interception) -> str:
        if not self.setting("url"):
            raise self.cannot("intercept")
        told = self._call(
            "intercept", wanted.reference, tracking_no=wanted.tracking_no, recipient=wanted.recipient
        )
        return str(told["ticket"])

    def track(self, tracking_no: str, phone: str) -> News:
        if not self.setting("url"):
            raise self.cannot("track")
        return _news(self._call("track", tracking_no))

    def read_callback(self, headers: dict[str, str], raw: bytes) -> list[News]:
        given = next((value for name, value in headers.items() if name.lower() == SIGNED.lower()), "")
        if not self.setting("url") or not hmac.compare_digest(sign(raw, self._secret), given):
            raise Denied("carrier.not_signed")
        return [_news(json.loads(raw))]

    @property
    def _secret(self) -> str:
        return str(self.setting("secret", SECRET))

    def _call(self, what: str, reference: str, **told: Any) -> dict[str, Any]:
        body = compact({"reference": reference, **told}).encode()
        timeout_s = float(self.setting("timeout_s", TIMEOUT_S))
        answer = post_json(
            f"{self.setting('url')}/{what}", body, {SIGNED: sign(body, self._secret)}, timeout_s
        )
        if answer.get("suspended"):
            raise Suspended(self.name, str(answer["suspended"]))
        if not answer.get("ok"):
            raise self.said(answer.get("why"))
        return dict(answer)


def _booked_here(booking: Booking) -> Booked:
    digits = f"{booking.parcel_id:08d}{booking.version:03d}"
    return Booked(f"SB{digits}{97 - int(digits) % 97:02d}", _numbered(booking))


def _numbered(booking: Booking) -> str:
    return f"{sort_code(booking.recipient)}-{booking.parcel_id % 90 + 10}"


def sort_code(recipient: dict[str, Any]) -> str:
    """Digits that differ by city, as sorters print them big."""
    place = f"{recipient.get('province', '')}{recipient.get('city', '')}"
    return str(sum(place.encode()) % 900 + 100)


def _news(told: dict[str, Any]) -> News:
    scans = [Scan(local(one["at"]), one["what"], one["place"], one["said"]) for one in told.get("scans", [])]
    expected_at = local(told["expected_at"]) if told.get("expected_at") else None
    return News(
        str(told.get("tracking_no", "")),
        scans,
        expected_at,
        ticket=str(told.get("ticket", "")),
        accepted=told.get("accepted"),
        said=str(told.get("said", ""))[:120],
    )
