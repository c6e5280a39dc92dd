"""The whole walk at once, so that a handheld can finish it in a dead spot."""

from typing import Any

from flask_openapi3 import APIBlueprint, Tag

from app.people import access
from app.picking.whole_walk import whole_walk

api = APIBlueprint("picking", __name__, url_prefix="/api", abp_tags=[Tag(name="picking")])


@api.get("/walk")
def walk() -> dict[str, Any]:
    """The signed-in picker's task with all its stops and totes; `walk` is null without one."""
    return whole_walk(access.signed_in("picker"))
