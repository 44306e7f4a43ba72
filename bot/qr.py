"""QR codes as pictures."""

import io

# Error correction M survives a crumpled poster; a border of four modules is what readers expect (ISO 18004).
_MODULE_PIXELS, _BORDER = 12, 4


def png(link: str) -> bytes:
    """A PNG of the QR code of a link, black on white, large enough to print on a hand-out."""
    import segno  # loaded when somebody asks for a code

    drawn = io.BytesIO()
    segno.make(link, error="m", micro=False).save(drawn, kind="png", scale=_MODULE_PIXELS, border=_BORDER)
    return drawn.getvalue()
