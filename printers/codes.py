"""QR codes and Code 128 as 1-bit pictures, black on white, quiet zones included."""

from functools import lru_cache

import qrcode
from barcode.codex import Code128
from barcode.errors import BarcodeError
from PIL import Image

from printers.errors import DocumentError

QR_BORDER = 4  # modules; ISO/IEC 18004
QR_MODULE_DOTS = 4  # the least that a phone reads from a worn 203 dpi head
QR_MAX_CHARS = 300
QUIET_MODULES = 10  # ISO/IEC 15417


@lru_cache(maxsize=1024)
def _qr_matrix(content: str) -> tuple[tuple[bool, ...], ...]:
    code = qrcode.QRCode(border=QR_BORDER, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(content)
    code.make(fit=True)
    return tuple(tuple(row) for row in code.get_matrix())


def qr(content: str, module_dots: int) -> Image.Image:
    """Error correction M; a module is never smaller than four dots."""
    if not content or len(content) > QR_MAX_CHARS:
        raise DocumentError(f"a QR code takes 1 to {QR_MAX_CHARS} characters, not {len(content)}")
    matrix = _qr_matrix(content)
    side = len(matrix)
    small = Image.new("1", (side, side), 255)
    small.putdata([0 if dark else 255 for row in matrix for dark in row])
    dots = max(QR_MODULE_DOTS, module_dots)
    return small.resize((side * dots, side * dots), Image.Resampling.NEAREST)


@lru_cache(maxsize=1024)
def _code128_modules(content: str) -> str:
    try:
        return str(Code128(content).build()[0])
    except (BarcodeError, KeyError) as error:
        raise DocumentError(f"Code 128 cannot hold {content!r}: {error}") from None


def code128(content: str, width: int, height: int, least_module_dots: int) -> Image.Image | None:
    """The widest Code 128 that fits `width` dots; None when even the narrowest readable one does not."""
    modules = _code128_modules(content)
    module_dots = min(width // (len(modules) + 2 * QUIET_MODULES), 2 * least_module_dots)
    if module_dots < least_module_dots:
        return None
    row = Image.new("1", (len(modules) + 2 * QUIET_MODULES, 1), 255)
    for at, module in enumerate(modules):
        if module == "1":
            row.putpixel((at + QUIET_MODULES, 0), 0)
    return row.resize((row.width * module_dots, height), Image.Resampling.NEAREST)
