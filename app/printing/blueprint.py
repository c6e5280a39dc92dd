"""What the printers page's calls share."""

from typing import Annotated, Literal

from flask import Response
from flask_openapi3 import APIBlueprint, Tag
from pydantic import BaseModel, Field

api = APIBlueprint("printing", __name__, abp_tags=[Tag(name="printing")])
LOOK = ("packer", "lead", "admin")
ADJUST = ("lead", "admin")
Key = Annotated[int, Field(ge=1, le=2**31)]
Lang = Literal["zh-CN", "en"]


class PrinterPath(BaseModel):
    printer_id: Key


class StationPath(BaseModel):
    station_id: Key


class LayoutPath(BaseModel):
    layout: Annotated[str, Field(max_length=36)]


def png(content: bytes) -> Response:
    return Response(content, mimetype="image/png", headers={"Cache-Control": "no-store"})
