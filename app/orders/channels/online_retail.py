"""UCI "Online Retail": a UK gift wholesaler's invoices (Chen, 2015). It knows no address but the country.

Credit notes, postage, fees and corrections stand among the goods and are no orders.
"""

from app.orders.channels.preset import Cells, Preset

COLUMNS = {
    "ref": ("InvoiceNo", "Invoice"),
    "sku": ("StockCode",),
    "sku_name": ("Description",),
    "qty": ("Quantity",),
    "ordered_at": ("InvoiceDate",),
    "price": ("UnitPrice", "Price"),
    "customer_key": ("CustomerID", "Customer ID"),
    "country": ("Country",),
}


def skip_row(cells: Cells) -> str | None:
    if cells["ref"][:1] in ("C", "c"):
        return "intake.credit_note"
    if len(cells["sku"]) < 5 or not (cells["sku"][:5].isascii() and cells["sku"][:5].isdigit()):
        return "intake.no_product"
    if cells["qty"].startswith("-") or cells["qty"].strip("0") == "" != cells["qty"]:
        return "intake.no_quantity"
    return None


def finish(cells: dict[str, str]) -> None:
    cells["customer_key"] = cells.get("customer_key", "").removesuffix(".0")


PRESET = Preset(
    "online-retail", COLUMNS, ("ref", "sku", "qty", "ordered_at"), "GBP", skip_row=skip_row, finish=finish
)
