"""YTO: JSON {timestamp, param, sign, format}, sign = base64(MD5(param + method + "v1" + secret)).

Source: third-party integration code (openapi.yto.net.cn) and open.yto.net.cn/interfaceDocument/menu295. All
fields of `param` are unconfirmed without a contract, and so is that a repeated logisticsNo is answered with
its first number: the one way to a number before we book again is to book again. Before hand-over only
cancelling was seen, so an address change takes a new number; wanted_change_adapter changes it afterwards.
Its result comes by no callback we know.
"""

from typing import Any

from app.shipping.carriers.base import Booked, Booking, Can, Interception, Line
from app.shipping.carriers.calling import compact, md5_base64, named, now_ms, one_line, post_json
from app.shipping.carriers.seen import News, Scan, seen

WHAT = {
    "GOT": "picked_up",
    "ARRIVAL": "moving",
    "DEPARTURE": "moving",
    "PACKAGE": "moving",
    "SENT_SCAN": "out_for_delivery",
    "INBOUND": "out_for_delivery",
    "SIGNED": "signed",
    "FAILED": "problem",
    "FORWARDING": "moving",
    "TMS_RETURN": "returning",
}
NAMES = {
    "Name": "name",
    "Mobile": "phone",
    "ProvinceName": "province",
    "CityName": "city",
    "CountyName": "district",
    "Address": "street",
}


class Yto(Line):
    code, name_zh, name_en = "yto", "圆通速递", "YTO Express"
    phone = "95554"
    needs = ("app_key", "secret", "customer_code")
    can = Can(
        change="rebook",
        cancel=True,
        redirect=True,
        fee_cents=500,
        track=True,
        key=True,
        until="delivery for a redirect",
        source="open.yto.net.cn menu295/submenu308, submenu310",
    )

    def book(self, booking: Booking) -> Booked:
        told = self._call("korder_create_adapter", self.order_of(booking))
        return Booked(str(told["mailNo"]), str(told.get("shortAddress") or ""))

    def order_of(self, booking: Booking) -> dict[str, Any]:
        return {
            "logisticsNo": booking.reference,
            **_person("sender", booking.sender),
            **_person("recipient", booking.recipient),
            "weight": booking.weight_kg,
        }

    def cancel(self, booking: Booking, tracking_no: str | None) -> None:
        self._call("korder_cancel_adapter", {"logisticsNo": booking.reference, "cancelDesc": "地址变更"})

    def intercept(self, wanted: Interception) -> str:
        to = wanted.recipient
        asked = {
            "waybillNo": wanted.tracking_no,
            "wantedDesc": f"改地址：{to.get('name', '')} {to.get('phone', '')} {one_line(to)}",
        }
        self._call("wanted_change_adapter", asked)
        return wanted.reference

    def track(self, tracking_no: str, phone: str) -> News:
        told = self._call("track_query_adapter", {"Number": tracking_no})
        rows = told if isinstance(told, list) else told.get("data") or []
        return News(tracking_no, [_scan(row) for row in rows])

    def _call(self, method: str, data: dict[str, Any]) -> Any:
        param = compact(data)
        body = {
            "timestamp": now_ms(),
            "param": param,
            "sign": md5_base64(f"{param}{method}v1{self.setting('secret')}"),
            "format": "JSON",
        }
        base = self.setting("url", "https://openapi.yto.net.cn:11443")
        url = f"{base}/open/{method}/v1/{self.setting('customer_code')}/{self.setting('app_key')}"
        told = post_json(url, compact(body).encode(), {})
        if isinstance(told, dict) and (told.get("success") is False or told.get("status") == "error"):
            raise self.said(told.get("reason") or told.get("message"))
        return told


def _person(who: str, person: dict[str, Any]) -> dict[str, str]:
    return named(person, {f"{who}{theirs}": ours for theirs, ours in NAMES.items()})


def _scan(row: dict[str, Any]) -> Scan:
    what = WHAT.get(str(row.get("infoContent")))
    return seen(row["upload_Time"], what, row.get("city"), row.get("processInfo"))
