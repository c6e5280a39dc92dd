"""ZTO (open.zto.com): JSON, signed by base64(MD5(body + appSecret)) in the header x-dataDigest.

Sources: YangLiCon/docs document/tepbridge/logistics/zto.md; ZTO-Express/zopsdk-java (Apache-2.0); the signing
page of open.zto.com. Unconfirmed without a contract: `zto.open.getOrderInfo` (our question before we book
again) and that a repeated partnerOrderCode is answered with its first bill. A warehouse's numbers (全网件)
cannot be cancelled: an unused one is taken back by ZTO after 30 to 60 days.
"""

import hmac
import json
from typing import Any

from app.errors import Denied
from app.shipping.carriers.base import Booked, Booking, Can, Line
from app.shipping.carriers.calling import compact, md5_base64, named, post_json, read_form
from app.shipping.carriers.seen import News, Scan, seen

LIMITED = ("S206", "S221")  # rate limits: asked again
WHAT = {
    "收件": "picked_up",
    "GOT": "picked_up",
    "到件": "moving",
    "发件": "moving",
    "ARRIVAL": "moving",
    "DEPARTURE": "moving",
    "派件": "out_for_delivery",
    "DISPATCH": "out_for_delivery",
    "签收": "signed",
    "SIGNED": "signed",
    "问题件": "problem",
    "PROBLEM": "problem",
    "退件": "returning",
    "RETURN_SCAN": "returning",
    "退件签收": "returned",
    "RETURN_SIGNED": "returned",
}
NAMES = {
    "Name": "name",
    "Mobile": "phone",
    "Province": "province",
    "City": "city",
    "District": "district",
    "Address": "street",
}


class Zto(Line):
    code, name_zh, name_en = "zto", "中通快递", "ZTO Express"
    phone = "95311"
    needs = ("app_key", "app_secret", "account_id")
    can = Can(
        change="rebook",
        cancel=False,
        track=True,
        push=True,
        key=False,
        until="hand-over",
        source="zto.md, zopsdk-java: only 预约件 can be cancelled",
    )

    def book(self, booking: Booking) -> Booked:
        told = self._call("zto.open.createOrder", self.order_of(booking))
        mark = told.get("bigMarkInfo") or {}
        return Booked(str(told["billCode"]), str(mark.get("mark") or ""))

    def order_of(self, booking: Booking) -> dict[str, Any]:
        account = {
            "accountId": self.setting("account_id"),
            "accountPassword": self.setting("account_password"),
        }
        return {
            "partnerType": "2",
            "orderType": "1",
            "partnerOrderCode": booking.reference,
            "accountInfo": account,
            "senderInfo": _person("sender", booking.sender),
            "receiveInfo": _person("receiver", booking.recipient),
        }

    def find(self, booking: Booking) -> Booked | None:
        asked = {"type": 1, "orderCode": booking.reference}
        told = self._call("zto.open.getOrderInfo", asked)
        known = told[0] if isinstance(told, list) and told else told
        bill = known.get("billCode") if isinstance(known, dict) else None
        return Booked(str(bill)) if bill else None

    def track(self, tracking_no: str, phone: str) -> News:
        asked = {"billCode": tracking_no, "mobilePhone": phone[-4:]}
        told = self._call("zto.merchant.waybill.track.query", asked)
        return News(tracking_no, [_scan(one) for one in told or []])

    def read_callback(self, headers: dict[str, str], raw: bytes) -> list[News]:
        """A form {data, data_digest, company_id}, signed as our own calls are."""
        form = read_form(raw)
        data = form.get("data", "")
        wanted = md5_base64(data + str(self.setting("app_secret")))
        if not self.ready or not hmac.compare_digest(wanted, form.get("data_digest", "")):
            raise Denied("carrier.not_signed")
        told = json.loads(data)
        traces = told.get("traces") or [told]
        return [News(str(told["billCode"]), [_scan(one) for one in traces])]

    def acknowledge(self) -> str:
        return '{"message":"","result":"success","status":true,"statusCode":"0"}'

    def _call(self, api: str, data: dict[str, Any]) -> Any:
        body = compact(data)
        signed = {
            "x-appKey": str(self.setting("app_key")),
            "x-dataDigest": md5_base64(body + str(self.setting("app_secret"))),
        }
        told = post_json(f"{self.setting('url', 'https://japi.zto.com')}/{api}", body.encode(), signed)
        if not told.get("status"):
            limited = told.get("statusCode") in LIMITED
            raise self.said(f"{told.get('statusCode')} {told.get('message')}", permanent=not limited)
        return told.get("result")


def _person(who: str, person: dict[str, Any]) -> dict[str, str]:
    return named(person, {f"{who}{theirs}": ours for theirs, ours in NAMES.items()})


def _scan(told: dict[str, Any]) -> Scan:
    what = WHAT.get(str(told.get("scanType") or told.get("action") or ""))
    at = told.get("scanDate") or told.get("actionTime") or told.get("scanTime")
    site = told.get("scanSite")
    place = site.get("name") if isinstance(site, dict) else ""
    return seen(at, what, place, told.get("desc") or told.get("remark"))
