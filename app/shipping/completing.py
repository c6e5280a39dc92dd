"""An address as somebody typed it, completed:

province, city and district filled in, what a courier would ask for.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.shipping.addresses import HERE
from app.shipping.divisions import Place, find_province, list_cities, list_districts, places

BUILDING = re.compile(
    r"[0-9０-９一二三四五六七八九十]+\s*(号|弄|幢|栋|楼|座|巷|组|队|#|-)"
    r"|[A-Za-z]座|大厦|广场|花园|小区|公寓|学校|大学|医院|酒店|村|站|店|园"
)
ROOM = re.compile(
    r"[0-9０-９]+\s*(室|户|房|楼|层|单元)|(?<![0-9])[0-9]{3,4}(?![0-9]|\s*[号弄巷])|前台|门卫|驿站|柜"
)
# a place's name at the head of a street: 浙江省杭州市西湖区文三路
HEAD = re.compile(r"^(?P<name>\S{2,12}?(?:特别行政区|自治区|自治州|自治县|地区|省|市|盟|区|县|旗))")


@dataclass
class Completed:
    """`filled`: fields we wrote or corrected; `asked`: building, room; `doubts`:

    fields that do not fit together.
    """

    address: dict[str, str]
    filled: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    def fill(self, name: str, value: str) -> None:
        if self.address.get(name, "") != value:
            self.address[name] = value
            self.filled.append(name)


def complete(told: Mapping[str, Any], country: str = "") -> Completed:
    """Nothing that was told is lost: an address abroad, or one we do not understand, stays as it is."""
    made = Completed({name: str(value or "").strip() for name, value in told.items()})
    if country.strip().upper() not in HERE:
        return made
    _read_street(made)
    _complete_places(made)
    street = made.address.get("street", "")
    made.asked += [] if not street or BUILDING.search(street) else ["building"]
    made.asked += [] if not street or ROOM.search(street) else ["room"]
    return made


def _read_street(made: Completed) -> None:
    """What stands at the head of the street belongs into its own field."""
    street = made.address.get("street", "")
    for name in ("province", "city", "district"):
        found = HEAD.match(street)
        if found is None or len(street) <= len(found["name"]):
            break
        if not _is_place(name, found["name"], made.address):
            continue
        if not made.address.get(name):
            made.fill(name, found["name"])
        street = street[len(found["name"]) :].strip()
    if street != made.address.get("street", ""):
        made.fill("street", street)


def _is_place(kind: str, name: str, address: Mapping[str, str]) -> bool:
    told = address.get(kind, "")
    if told and told != name:
        return False
    if kind == "province":
        return find_province(name) is not None and name.endswith(("省", "区", "市"))
    if kind == "city":
        return bool(list_cities(name))
    return bool(list_districts(name, _known(address)))


def _known(address: Mapping[str, str]) -> tuple[Place, ...]:
    """The cities that province and city leave open."""
    province = find_province(address.get("province", ""))
    if address.get("city"):
        return tuple(list_cities(address["city"], province))
    return tuple(place for place in places() if province in (None, place.province))


def _complete_places(made: Completed) -> None:
    address = made.address
    province = find_province(address.get("province", ""))
    if address.get("province") and province is None:
        made.doubts.append("province")
        return
    if province is not None:
        made.fill("province", province)
    cities = list_cities(address["city"], province) if address.get("city") else []
    if address.get("city") and not cities:
        made.doubts.append("city")
        return
    if not cities and address.get("district"):
        cities = [place for place, _ in list_districts(address["district"], _known(address))]
    if not cities and province is not None:
        cities = [place for place in places() if place.province == province]
    if len({(place.province, place.city) for place in cities}) == 1:
        made.fill("province", cities[0].province)
        made.fill("city", cities[0].city)
        _complete_district(made, cities[0])


def _complete_district(made: Completed, city: Place) -> None:
    told = made.address.get("district", "")
    if not told or told in city.districts:
        return
    found = list_districts(told, (city,))
    if len(found) == 1:
        made.fill("district", found[0][1])
    else:
        made.doubts.append("district")
