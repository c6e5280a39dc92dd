"""Picture data that a printer can never take for a real-time command.

ESC/POS printers act on DLE EOT, DLE ENQ and DLE DC4 the moment they arrive, also inside a raster picture
(Epson ESC/POS reference, "real-time commands"). So the picture is nudged by one dot wherever it would spell
one, before preview and print, and both stay the same.
"""

from PIL import Image, ImageChops

# The second byte gains one dot beside an inked one, and spells nothing any more. The last is TSPL's ESC !
# (its status and reset commands), whose pictures are sent with ink as 0.
NUDGES = {
    b"\x10\x04": b"\x10\x06",
    b"\x10\x05": b"\x10\x07",
    b"\x10\x14": b"\x10\x1c",
    b"\xe4\xde": b"\xe4\xdf",
}


def pack(image: Image.Image) -> bytes:
    """Rows of eight dots a byte, ink is 1, leftmost dot first."""
    return ImageChops.invert(image).tobytes()


def without_realtime(raster: bytes) -> bytes:
    for spelled, nudged in NUDGES.items():
        raster = raster.replace(spelled, nudged)
    return raster
