"""CAINIAO's cloud waybills (link.cainiao.com): JSON in a form, signed by base64(MD5(content + secret)).

They book with the carrier that `cp_code` names and answer with data that only their print component opens.
Sources: the public SDKs of TMS_WAYBILL_GET, TMS_WAYBILL_UPDATE and TMS_WAYBILL_DISCARD; the cloud print
protocol. Unconfirmed without a contract: that a package's id asked for again gets its first number again.
`own_area_url`, the shop's area of the template, is where our own code prints.
"""

import json
from typing import Any

from app.shipping.carriers.base import Booked, Booking, Can, Line
from app.shipping.carriers.calling import compact, md5_base64, post_form

URL = "https://link.cainiao.com/gateway/link.do"


class Cainiao(Line):
    code, name_zh, name_en = "cainiao", "菜鸟电子面单", "Cainiao waybills"
    needs = ("token", "app_secret", "cp_code", "template_url", "own_area_url")
    can = Can(
        change="update",
        cancel=True,
        key=True,
        until="hand-over",
        source="SDKs of TMS_WAYBILL_UPDATE, TMS_WAYBILL_DISCARD",
    )

    def book(self, booking: Booking) -> Booked:
        asked = {"cpCode": self.setting("cp_code"), "sender": _person(booking.sender)}
        asked |= {"needEncrypt": True, "tradeOrderInfoDtos": [self._parcel_of(booking)]}
        told = self._call("TMS_WAYBILL_GET", asked)
        papers = told.get("waybillCloudPrintResponseList") or []
        if not papers:
            raise self.said("no waybill in the answer", permanent=False)
        return self._booked(papers[0])

    def _parcel_of(self, booking: Booking) -> dict[str, Any]:
        return {
            "objectId": booking.reference,
            "orderInfo": {"orderChannelsType": "OTHERS", "tradeOrderList": [booking.order_no]},
            "packageInfo": self._package_of(booking),
            "recipient": _person(booking.recipient),
            "templateUrl": self.setting("template_url"),
            "userId": self.setting("user_id", ""),
        }

    def _package_of(self, booking: Booking) -> dict[str, Any]:
        weight = {"weight": booking.weight_g} if booking.weight_g else {}
        return {"id": booking.reference, "items": [{"count": 1, "name": booking.order_no}], **weight}

    def change_address(self, booking: Booking, tracking_no: str) -> Booked:
        asked = {"cpCode": self.setting("cp_code"), "waybillCode": tracking_no}
        asked |= {"objectId": booking.reference, "templateUrl": self.setting("template_url")}
        asked |= {"sender": _person(booking.sender), "recipient": _person(booking.recipient)}
        return self._booked(self._call("TMS_WAYBILL_UPDATE", asked) | {"waybillCode": tracking_no})

    def cancel(self, booking: Booking, tracking_no: str | None) -> None:
        if tracking_no:
            asked = {"cpCode": self.setting("cp_code"), "waybillCode": tracking_no}
            self._call("TMS_WAYBILL_DISCARD", asked)

    def _booked(self, told: dict[str, Any]) -> Booked:
        """`printData` is JSON in a string: the encrypted waybill, its template and signature."""
        paper = json.loads(told["printData"])
        own = {"templateURL": self.setting("own_area_url"), "data": {}}
        return Booked(str(told["waybillCode"]), component="cainiao", contents=[paper, own])

    def _call(self, what: str, asked: dict[str, Any]) -> dict[str, Any]:
        content = compact(asked)
        fields = {
            "msg_type": what,
            "logistic_provider_id": str(self.setting("token")),
            "logistics_interface": content,
            "data_digest": md5_base64(content + str(self.setting("app_secret"))),
        }
        told = post_form(str(self.setting("url", URL)), fields)
        if str(told.get("success")).lower() != "true":
            limited = "limit" in str(told.get("errorCode", "")).lower()
            raise self.said(f"{told.get('errorCode')} {told.get('errorMsg')}", permanent=not limited)
        return dict(told)


def _person(person: dict[str, Any]) -> dict[str, Any]:
    parts = {"province": "province", "city": "city", "district": "district", "detail": "street"}
    address = {theirs: str(person.get(ours) or "") for theirs, ours in parts.items()}
    told = {"name": str(person.get("name") or ""), "mobile": str(person.get("phone") or "")}
    return told | {"address": address} | ({"oaid": person["oaid"]} if person.get("oaid") else {})
