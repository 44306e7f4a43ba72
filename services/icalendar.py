"""Calendar files as RFC 5545 has them."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

_MOST_OCTETS = 75  # of a line without its break (RFC 5545, 3.1)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")  # not allowed in a text value (RFC 5545, 3.1); breaks are escaped


@dataclass(frozen=True)
class Event:
    """What a calendar shows. No end is given where nobody has announced one."""

    uid: str  # globally unique, the same for each version of the event
    starts_at: datetime
    summary: str
    location: str
    language: str
    description: str = ""
    url: str = ""
    version: int = 0  # SEQUENCE: a calendar takes a higher one over what it has
    is_cancelled: bool = False


def file_of(event: Event, *, now: datetime) -> bytes:
    """The file of one event, in UTC."""
    said = f";LANGUAGE={event.language}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Achyk Okmot//Seminars//KY",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{_escaped(event.uid)}",
        f"DTSTAMP:{_utc(now)}",
        f"DTSTART:{_utc(event.starts_at)}",
        f"SEQUENCE:{event.version}",
        f"STATUS:{'CANCELLED' if event.is_cancelled else 'CONFIRMED'}",
        f"SUMMARY{said}:{_escaped(event.summary)}",
        f"LOCATION{said}:{_escaped(event.location)}",
        f"DESCRIPTION{said}:{_escaped(event.description)}" if event.description else "",
        f"URL:{''.join(event.url.split())}" if event.url else "",  # a URI is no text: nothing in it is escaped
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) for line in lines if line)


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return _CONTROL.sub("", text)


def _folded(line: str) -> bytes:
    """The line with its break, in pieces of at most 75 octets; no letter is cut in two."""
    pieces: list[bytes] = []
    piece = b""
    for letter in line:
        octets = letter.encode()
        # From the second on, a piece begins with the space that says it goes on.
        if len(piece) + len(octets) > _MOST_OCTETS - bool(pieces):
            pieces.append(piece)
            piece = b""
        piece += octets
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"
