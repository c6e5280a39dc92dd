"""China's provinces, cities and districts by name (GB/T 2260; table from @vant/area-data 2.1.0, MIT)."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("divisions.tsv")
ENDINGS = (
    "特别行政区",
    "维吾尔自治区",
    "壮族自治区",
    "回族自治区",
    "自治区",
    "自治州",
    "地区",
    "省",
    "市",
    "盟",
)
DISTRICT_ENDINGS = ("自治县", "自治旗", "新区", "区", "县", "市", "旗")


@dataclass(frozen=True)
class Place:
    province: str
    city: str
    districts: tuple[str, ...]


@cache
def places() -> tuple[Place, ...]:
    rows = [line.split("\t") for line in TABLE.read_text("utf-8").splitlines()]
    return tuple(Place(province, city, tuple(districts.split())) for province, city, districts in rows)


def stem(name: str, endings: tuple[str, ...] = ENDINGS) -> str:
    """浙江省 -> 浙江; two characters at least stay."""
    ending = next((one for one in endings if name.endswith(one) and len(name) - len(one) >= 2), "")
    return name[: len(name) - len(ending)]


@cache
def provinces() -> dict[str, str]:
    """Stem -> official name."""
    return {stem(place.province): place.province for place in places()}


def find_province(told: str) -> str | None:
    return provinces().get(stem(told.strip()))


def name_province(told: str) -> str:
    """In full: 江苏 is 江苏省. What is no province stays as it was told."""
    return find_province(told) or told


def list_cities(told: str, province: str | None = None) -> list[Place]:
    """Cities of this name, written with or without its ending."""
    wanted = stem(told.strip())
    known = [place for place in places() if province in (None, place.province)]
    return [place for place in known if stem(place.city) == wanted]


def list_districts(told: str, known: tuple[Place, ...]) -> list[tuple[Place, str]]:
    """Districts of this name among these cities."""
    wanted = stem(told.strip(), DISTRICT_ENDINGS)
    return [
        (place, district)
        for place in known
        for district in place.districts
        if district == told.strip() or stem(district, DISTRICT_ENDINGS) == wanted
    ]
