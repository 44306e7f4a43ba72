"""Files on disk, encrypted under the installation's key, one a name.

A file is a row of blocks, each a length and a token; a token holds the file's id, the block's place and whether it
is the last, so that a block moved, doubled or cut off is noticed. It is written beside its place and moved there
when it is whole: after a crash there is the whole file or none.
"""

import asyncio
import hashlib
import os
import struct
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

from models.base import Cipher

_BLOCK = 1024 * 1024
_HEAD = struct.Struct(">QI?")  # file id, place, whether it is the last
_LENGTH = struct.Struct(">I")
_ENDING, _UNFINISHED = ".enc", ".part"


class Damaged(Exception):
    """A stored file is not what was written."""


class TooLarge(Exception):
    """More bytes than are taken."""


@dataclass(frozen=True)
class Stored:
    """What was written: bytes, and their SHA-256."""

    size: int
    sha256: str


class Vault:
    """A folder of encrypted files, by the id of their row in ``files``."""

    def __init__(self, folder: Path, cipher: Cipher) -> None:
        self._folder = folder
        self._cipher = cipher

    async def store(self, file_id: int, pieces: AsyncIterator[bytes], *, at_most: int) -> Stored:
        """Write a file as it comes, never whole in memory. Raises TooLarge, or whatever ``pieces`` raises."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = self._path(file_id).with_suffix(_UNFINISHED)
        digest, size, place, waiting = hashlib.sha256(), 0, 0, bytearray()
        try:
            with draft.open("wb") as out:
                async for piece in pieces:
                    size += len(piece)
                    if size > at_most:
                        raise TooLarge
                    digest.update(piece)
                    waiting += piece
                    while len(waiting) > _BLOCK:
                        block = bytes(waiting[:_BLOCK])
                        out.write(await asyncio.to_thread(self._sealed, file_id, place, block, is_last=False))
                        del waiting[:_BLOCK]
                        place += 1
                out.write(await asyncio.to_thread(self._sealed, file_id, place, bytes(waiting), is_last=True))
                out.flush()
                await asyncio.to_thread(os.fsync, out.fileno())
            draft.replace(self._path(file_id))
        finally:
            draft.unlink(missing_ok=True)
        return Stored(size, digest.hexdigest())

    def read(self, file_id: int) -> Iterator[bytes]:
        """The file in blocks. Raises FileNotFoundError, or Damaged."""
        with self._path(file_id).open("rb") as stored:
            place, is_last = 0, False
            while head := stored.read(_LENGTH.size):
                if is_last or len(head) < _LENGTH.size:
                    raise Damaged(f"file {file_id}: it goes on after its end")
                opened = self._opened(stored.read(_LENGTH.unpack(head)[0]), file_id)
                found, at, is_last = _HEAD.unpack_from(opened)
                if (found, at) != (file_id, place):
                    raise Damaged(f"file {file_id}: block {place} is another's")
                yield opened[_HEAD.size :]
                place += 1
            if not is_last:
                raise Damaged(f"file {file_id}: it is cut off")

    def ids(self) -> set[int]:
        """Every file that is there."""
        if not self._folder.is_dir():
            return set()
        return {int(path.stem) for path in self._folder.glob(f"*{_ENDING}") if path.stem.isdecimal()}

    def remove(self, file_id: int) -> None:
        """Delete a file; one that is not there is no error."""
        self._path(file_id).unlink(missing_ok=True)

    def remove_unfinished(self) -> None:
        """Delete what a crash has left half written. For when nothing is being written."""
        for path in self._folder.glob(f"*{_UNFINISHED}"):
            path.unlink(missing_ok=True)

    def _path(self, file_id: int) -> Path:
        return self._folder / f"{file_id}{_ENDING}"

    def _sealed(self, file_id: int, place: int, block: bytes, *, is_last: bool) -> bytes:
        token = self._cipher.encrypt(_HEAD.pack(file_id, place, is_last) + block)
        return _LENGTH.pack(len(token)) + token

    def _opened(self, token: bytes, file_id: int) -> bytes:
        from cryptography.fernet import InvalidToken

        try:
            return self._cipher.decrypt(token)
        except InvalidToken:
            raise Damaged(f"file {file_id}: a block cannot be read with this key") from None
