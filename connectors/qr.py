"""QR codes of links, for the inbox, posters and letters: black on white, with a quiet zone."""

import io

import segno

# A fifth of the code may be torn or covered. Source: ISO/IEC 18004, level Q.
_LEVEL = "q"
_QUIET = 4
_PIXELS = 8


def qr_svg(link: str) -> str:
    """Return the code as an SVG image that fills whatever it stands in."""
    made = io.BytesIO()
    segno.make_qr(link, error=_LEVEL).save(
        made, kind="svg", border=_QUIET, omitsize=True, xmldecl=False, light="#fff"
    )
    return made.getvalue().decode()


def qr_png(link: str) -> bytes:
    """Return the code as a PNG image, large enough to print."""
    made = io.BytesIO()
    segno.make_qr(link, error=_LEVEL).save(made, kind="png", scale=_PIXELS, border=_QUIET)
    return made.getvalue()
