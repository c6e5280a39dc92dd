"""Pictures of items."""

from pathlib import Path

from flask import Response, current_app, send_file
from flask_openapi3 import APIBlueprint, Tag
from pydantic import BaseModel

from app.people import access
from app.stock import pictures

api = APIBlueprint("stock", __name__, url_prefix="/api", abp_tags=[Tag(name="stock")])
A_YEAR_S = 31_536_000


class PicturePath(BaseModel):
    name: str


@api.get("/pictures/<string:name>")
def picture(path: PicturePath) -> Response:
    """Kept by the browser for good: the name changes with what it shows."""
    access.signed_in()
    folder = Path(current_app.config["WAVECARD"].var) / "pictures"
    answer = send_file(pictures.get_path(path.name, folder), mimetype="image/jpeg")
    answer.headers["Cache-Control"] = f"private, max-age={A_YEAR_S}, immutable"
    return answer
