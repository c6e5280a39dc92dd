"""`POST /api/carriers/<carrier>`: carriers tell what they have seen. The customer's pages: see pages.py."""

from typing import Annotated

from flask import Response, request
from flask_openapi3 import APIBlueprint, Tag
from pydantic import BaseModel, Field

from app.errors import Invalid, Unavailable
from app.limits import limiter
from app.shipping import hearing
from app.shipping.carriers import get_link
from app.shipping.customer_routes import pages

__all__ = ["api", "pages"]
api = APIBlueprint("carriers", __name__, url_prefix="/api/carriers", abp_tags=[Tag(name="carriers")])
MOST_BYTES = 256_000


class CarrierPath(BaseModel):
    carrier: Annotated[str, Field(max_length=16)]


@api.post("/<carrier>", summary="A carrier tells news of its parcels, signed over the raw bytes")
@limiter.limit("1200 per minute")
def callback(path: CarrierPath) -> Response:
    """Told twice is kept once. 503 for what is not ours yet, so that the carrier tells it again."""
    link = get_link(path.carrier)
    if (request.content_length or 0) > MOST_BYTES:
        raise Invalid("carrier.bad_callback")
    try:
        news = link.read_callback(dict(request.headers), request.get_data())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Invalid("carrier.bad_callback") from None
    if not all([hearing.hear(path.carrier, one) for one in news]):
        raise Unavailable("carrier.not_ours_yet")
    return Response(link.acknowledge(), content_type="application/json")
