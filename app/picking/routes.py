"""The whole walk at once, so that a handheld can finish it in a dead spot; photos of what is wrong."""

from pathlib import Path
from typing import Any

from flask import Response, current_app, request, send_file
from flask_openapi3 import APIBlueprint, Tag
from pydantic import BaseModel, Field

from app.errors import Invalid
from app.limits import limiter
from app.people import access, pairing
from app.picking import photos
from app.picking.whole_walk import whole_walk

api = APIBlueprint("picking", __name__, url_prefix="/api", abp_tags=[Tag(name="picking")])
LEADS = ("lead", "admin")


class PhotoPath(BaseModel):
    photo_id: int = Field(ge=1, le=2**53)


@api.get("/walk")
def walk() -> dict[str, Any]:
    """The signed-in picker's task with all its stops and totes; `walk` is null without one."""
    return whole_walk(access.signed_in("picker"))


@api.post("/photos")
@limiter.limit("30 per minute")
def add_photo() -> dict[str, Any]:
    """One image (JPEG, PNG, WebP) as the body, with `Authorization: Device <token>`; an op names its id."""
    access.own_page()
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    device = pairing.device_by_token(token if kind == "Device" else None)
    if (request.content_length or 0) > photos.MOST_BYTES:
        raise Invalid("photo.too_large", most=photos.MOST_BYTES // 1024 // 1024)
    made = photos.keep(request.get_data(cache=False), device.id, folder())
    return {"photo_id": made.id}


@api.get("/photos/<int:photo_id>")
def photo(path: PhotoPath) -> Response:
    access.signed_in(*LEADS)
    answer = send_file(photos.get_path(path.photo_id, folder()), mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def folder() -> Path:
    return Path(current_app.config["WAVECARD"].var) / "photos"
