"""A photo and a voice message to send when none is at hand, made here rather than kept as binaries."""

import struct
import zlib

from bot.playground.pictures import PNG

# One 20 ms frame of silence: CELT, full band, mono.
OPUS_SILENCE = b"\xf8\xff\xfe"
FRAMES_A_SECOND = 50
SAMPLES_A_FRAME = 960
FRAMES_A_PAGE = 50


def photo(width: int = 640, height: int = 480) -> bytes:
    """A PNG of a mountain against the evening sky."""
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        sky = (255 - y * 90 // height, 190 - y * 80 // height, 120 + y * 60 // height)
        for x in range(width):
            ridge = height * 2 // 5 + abs((x * 7 // 5 + 90) % 340 - 170) * height // 480
            rows.extend(sky if y < ridge else (38, 70 + y * 40 // height, 92))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = _chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(bytes(rows), 6)), _chunk(b"IEND", b"")
    return PNG + b"".join(chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def voice(seconds: int = 3) -> bytes:
    """An Ogg Opus file of ``seconds`` of silence, in the form Telegram wants for voice messages."""
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 312, 48000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 10) + b"playground" + struct.pack("<I", 0)
    pages = [_page([head], 0, 0, 2), _page([tags], 0, 1, 0)]
    frames = seconds * FRAMES_A_SECOND
    for start in range(0, frames, FRAMES_A_PAGE):
        count = min(FRAMES_A_PAGE, frames - start)
        last = 4 if start + count == frames else 0
        position = (start + count) * SAMPLES_A_FRAME
        pages.append(_page([OPUS_SILENCE] * count, position, len(pages), last))
    return b"".join(pages)


def _page(packets: list[bytes], position: int, number: int, flags: int) -> bytes:
    lengths = bytes(len(packet) for packet in packets)
    header = b"OggS" + struct.pack("<BBqIII", 0, flags, position, 1, number, 0) + bytes([len(lengths)]) + lengths
    page = header + b"".join(packets)
    return page[:22] + struct.pack("<I", _ogg_sum(page)) + page[26:]


def _ogg_sum(page: bytes) -> int:
    """CRC-32 as Ogg computes it: not reflected, from zero (RFC 3533)."""
    total = 0
    for byte in page:
        total ^= byte << 24
        for _ in range(8):
            total = (total << 1 ^ 0x04C11DB7 if total & 0x80000000 else total << 1) & 0xFFFFFFFF
    return total
