"""Kuaidi100, an aggregator: MD5 in capitals over param, key and customer (questions) or param, t, key,
secret (labels).

Source: the official SDK kuaidi100-api/java-demo @68a6ab4 and api.kuaidi100.com/document. `company` names
the carrier behind it (zhongtong, yuantong, jtexpress...). reorder=false with the same orderId is answered
with the first number for 48 hours; afterwards a repeat is unconfirmed. MODIFY_ADDR takes parcels in transit
alone, for 德邦 中通 极兔 京东 EMS 邮政, and the result comes by callback. A number that was printed cannot
be edited: an address change takes a new one.
"""

import hmac
import json
from typing import Any

from app.errors import Denied
from app.shipping.carriers.base import Booked, Booking, Can, Interception, Line
from app.shipping.carriers.calling import compact, md5_hex, named, now_ms, one_line, post_form, read_form
from app.shipping.carriers.seen import News, Scan, seen

WHAT = {
    "0": "moving",
    "1": "picked_up",
    "2": "problem",
    "3": "signed",
    "4": "returned",
    "5": "out_for_delivery",
    "6": "returning",
    "7": "moving",
    "14": "problem",
}
WORDS = {
    "揽收": "picked_up",
    "在途": "moving",
    "派件": "out_for_delivery",
    "签收": "signed",
    "退回": "returning",
}


def sign(*parts: str) -> str:
    return md5_hex("".join(parts)).upper()


class Kuaidi100(Line):
    code, name_zh, name_en = "kuaidi100", "快递100", "Kuaidi100"
    needs = ("key", "customer", "secret", "company")
    can = Can(
        change="rebook",
        cancel=True,
        redirect=True,
        fee_cents=500,
        track=True,
        push=True,
        key=True,
        until="signing, once in transit, for a redirect",
        source="api.kuaidi100.com/document/dianzimiandanlanjiejiekouwendang; java-demo @68a6ab4",
    )

    def book(self, booking: Booking) -> Booked:
        told = self._label("order", self.order_of(booking))
        return Booked(str(told["kuaidinum"]), str(told.get("bulkpen") or ""))

    def order_of(self, booking: Booking) -> dict[str, Any]:
        told = {
            "recMan": _person(booking.recipient),
            "sendMan": _person(booking.sender),
            "kuaidicom": self.setting("company"),
            "partnerId": self.setting("partner_id"),
            "partnerKey": self.setting("partner_key"),
            "net": self.setting("net"),
            "count": 1,
            "cargo": self.setting("cargo", "商品"),
            "payType": "MONTHLY",
            "printType": "NON",
            "orderId": booking.reference,
            "reorder": False,
        }
        tokens = {name: booking.recipient[name] for name in ("oaid", "caid") if booking.recipient.get(name)}
        return told | tokens

    def cancel(self, booking: Booking, tracking_no: str | None) -> None:
        asked = {
            "partnerId": self.setting("partner_id"),
            "kuaidicom": self.setting("company"),
            "kuaidinum": tracking_no or "",
            "orderId": booking.reference,
            "reason": "地址变更",
        }
        self._send("https://poll.kuaidi100.com/eorderapi.do", "cancel", asked)

    def intercept(self, wanted: Interception) -> str:
        asked = {
            "kuaidicom": self.setting("company"),
            "kuaidinum": wanted.tracking_no,
            "interceptType": "MODIFY_ADDR",
            "recManInfo": _person(wanted.recipient),
            "orderRole": 0,
            "interceptPayType": "MONTHLY",
            "callbackUrl": self.setting("callback_url"),
            "salt": self.setting("salt"),
        }
        told = self._label("interceptOrder", asked) or {}
        return str(told.get("taskId") or wanted.reference)

    def track(self, tracking_no: str, phone: str) -> News:
        param = compact(
            {"com": self.setting("company"), "num": tracking_no, "phone": phone[-4:], "resultv2": "4"}
        )
        form = {
            "customer": str(self.setting("customer")),
            "sign": sign(param, str(self.setting("key")), str(self.setting("customer"))),
            "param": param,
        }
        told = post_form(f"{self._base('https://poll.kuaidi100.com')}/poll/query.do", form)
        if str(told.get("status")) != "200":
            raise self.said(f"{told.get('returnCode')} {told.get('message')}", permanent=False)
        return _news(told)

    def read_callback(self, headers: dict[str, str], raw: bytes) -> list[News]:
        """A form {param, sign}, sign = MD5(param + salt): a push of scans, or an interception's result."""
        form = read_form(raw)
        param, salt = form.get("param", ""), str(self.setting("salt"))
        if not salt or not hmac.compare_digest(sign(param, salt), form.get("sign", "").upper()):
            raise Denied("carrier.not_signed")
        told = json.loads(param)
        if "lastResult" in told:
            return [_news(told["lastResult"])]
        data = told.get("data") or told
        accepted = str(data.get("status")) in ("1", "true", "True", "SUCCESS")
        number, said = str(data.get("kuaidinum") or ""), str(data.get("message") or "")
        return [News(number, ticket=str(data.get("taskId") or number), accepted=accepted, said=said[:120])]

    def acknowledge(self) -> str:
        return '{"result":true,"returnCode":"200","message":"成功"}'

    def _label(self, method: str, data: dict[str, Any]) -> Any:
        told = self._send("https://api.kuaidi100.com/label/order", method, data)
        return told.get("data")

    def _send(self, url: str, method: str, data: dict[str, Any]) -> dict[str, Any]:
        param, at = compact(data), now_ms()
        key, secret = str(self.setting("key")), str(self.setting("secret"))
        form = {"method": method, "key": key, "t": at, "sign": sign(param, at, key, secret), "param": param}
        host, path = url.rsplit(".com", 1)
        told: dict[str, Any] = post_form(self._base(f"{host}.com") + path, form)
        if not told.get("success", told.get("result")) and str(told.get("code")) != "200":
            raise self.said(f"{told.get('code')} {told.get('message')}")
        return told

    def _base(self, otherwise: str) -> str:
        return str(self.setting("url", otherwise))


def _person(person: dict[str, Any]) -> dict[str, str]:
    address = one_line(person) or str(person.get("address") or "")
    return named(person, {"name": "name", "mobile": "phone"}) | {"printAddr": address}


def _news(told: dict[str, Any]) -> News:
    return News(str(told.get("nu") or ""), [_scan(row) for row in told.get("data") or []])


def _scan(row: dict[str, Any]) -> Scan:
    code, word = str(row.get("statusCode") or ""), str(row.get("status") or "")
    what = WHAT.get(code) or WHAT.get(code[:1]) or WORDS.get(word)
    place = row.get("location") or row.get("areaName")
    return seen(row.get("ftime") or row["time"], what, place, row.get("context"))
