"""Files that bot and people have sent: taken once, known by ids, fetched again."""

import secrets
from dataclasses import asdict
from pathlib import Path

from bot.playground.calls import Upload
from bot.playground.errors import bad_request
from bot.playground.pictures import size_of
from bot.playground.records import Json, KeptFile
from bot.playground.store import Store

MAX_DOWNLOAD = 20 * 1024 * 1024
MAX_PHOTO = 10 * 1024 * 1024
THUMBNAIL = 320


class Files:
    """Facts in the store, bytes in a folder, or all in memory where there is no folder."""

    def __init__(self, store: Store, folder: Path | None) -> None:
        self._store = store
        self._folder = folder
        self._bytes: dict[str, bytes] = {}
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
        self._known = {key: KeptFile(**document) for key, document in store.read("file")}

    def keep(self, kind: str, upload: Upload, facts: Json | None = None) -> KeptFile:
        unique_id = secrets.token_urlsafe(11).replace("-", "x").replace("_", "y")
        file_id = f"AgAD{secrets.token_urlsafe(45)}"
        kept = KeptFile(file_id, unique_id, kind, upload.name, upload.mime, len(upload.content), facts or {})
        if self._folder:
            (self._folder / unique_id).write_bytes(upload.content)
        else:
            self._bytes[unique_id] = upload.content
        self._known[file_id] = kept
        self._store.put("file", file_id, asdict(kept))
        return kept

    def keep_photo(self, upload: Upload) -> list[Json]:
        """Take a picture and give its ``PhotoSize`` list, smallest first. Raises the refusals of bad photos."""
        if len(upload.content) > MAX_PHOTO:
            size = len(upload.content)
            raise bad_request(
                f"file of size {size} bytes is too big for a photo; the maximum size is {MAX_PHOTO} bytes"
            )
        dimensions = size_of(upload.content)
        if not dimensions:
            raise bad_request("IMAGE_PROCESS_FAILED")
        width, height = dimensions
        if width + height > 10_000 or max(width, height) > 20 * max(1, min(width, height)):
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
        scale = min(1.0, THUMBNAIL / max(width, height))
        small = {"width": max(1, round(width * scale)), "height": max(1, round(height * scale))}
        sizes = [small] if scale == 1 else [small, {"width": width, "height": height}]
        return [self.describe(self.keep("photo", upload, facts)) for facts in sizes]

    def find(self, file_id: str) -> KeptFile | None:
        return self._known.get(file_id)

    def at(self, path: str) -> KeptFile | None:
        return next((kept for kept in self._known.values() if kept.path == path), None)

    def read(self, kept: KeptFile) -> bytes:
        if self._folder:
            return (self._folder / kept.unique_id).read_bytes()
        return self._bytes[kept.unique_id]

    def describe(self, kept: KeptFile) -> Json:
        """The file as a message shows it: ``PhotoSize``, ``Document``, ``Voice`` or ``Video``."""
        facts: Json = {
            "file_id": kept.file_id,
            "file_unique_id": kept.unique_id,
            "file_size": kept.size,
            **kept.facts,
        }
        if kept.kind == "photo":
            return facts
        if kept.kind != "voice":
            facts["file_name"] = kept.name
        return facts | {"mime_type": kept.mime}

    def clear(self) -> None:
        self._known.clear()
        self._bytes.clear()
        for path in self._folder.iterdir() if self._folder else ():
            path.unlink()
