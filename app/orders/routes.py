"""`POST /api/orders`: orders from another system, by API key; `POST /api/hooks/<channel>`: by signature."""

from typing import Annotated

from flask import Response, jsonify, request
from flask_openapi3 import APIBlueprint, Tag
from pydantic import BaseModel, Field

from app.limits import limiter
from app.orders import hooks
from app.orders.answering import MOST, answer
from app.orders.draft import OrderDraft
from app.people import access

api = APIBlueprint("orders", __name__, url_prefix="/api", abp_tags=[Tag(name="orders")])

ORDER = OrderDraft.model_json_schema(ref_template="#/components/schemas/{model}")
LINE = ORDER.pop("$defs")["LineDraft"]
ORDER["properties"]["lines"]["items"] = LINE
BODY = {"type": "object", "properties": {"orders": {"type": "array", "items": ORDER, "maxItems": MOST}}}
KEY = {"name": "Idempotency-Key", "in": "header", "schema": {"type": "string", "maxLength": 200}}


@api.post(
    "/orders",
    summary="Send orders: each is created, unchanged, changed, or told its errors by field",
    openapi_extensions={
        "requestBody": {"required": True, "content": {"application/json": {"schema": BODY}}},
        "parameters": [KEY],
    },
)
@limiter.limit("600 per minute")
def send_orders() -> Response:
    """Scope `orders`. The same Idempotency-Key with the same body gets the same answer for a week."""
    key = access.api_key("orders")
    told, repeated = answer(key.id, request.headers.get("Idempotency-Key", ""), request.get_json(silent=True))
    response = jsonify(told)
    if repeated:
        response.headers["Idempotent-Replayed"] = "true"
    return response


class ChannelPath(BaseModel):
    channel: Annotated[str, Field(max_length=32)]


@api.post("/hooks/<channel>", summary="A channel tells of new and changed orders, signed over the raw bytes")
@limiter.limit("600 per minute")
def hear(path: ChannelPath) -> Response:
    """Told twice is kept once. 422 when an order cannot be read: the channel shows it, and tells it again."""
    raw = request.get_data()
    hooks.verify(path.channel, dict(request.headers), raw)
    told = hooks.hear(path.channel, raw)
    response = jsonify(told)
    response.status_code = 422 if told["errors"] else 200
    return response
