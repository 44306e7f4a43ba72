"""Keeping the stand-in's world in one SQLite file, so that it outlives a restart and a kill."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class Store:
    """Documents by kind and key. Written in one transaction by :meth:`commit`; with no path, kept nowhere."""

    def __init__(self, path: Path | None = None) -> None:
        self._open: sqlite3.Connection | None = None
        self._changes: dict[tuple[str, str], str | None] = {}
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._open = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            self._open.execute("PRAGMA journal_mode=WAL")
            self._open.execute("PRAGMA synchronous=NORMAL")
            self._open.execute(
                "CREATE TABLE IF NOT EXISTS kept (kind TEXT, key TEXT, document TEXT NOT NULL, PRIMARY KEY (kind, key))"
            )

    def put(self, kind: str, key: object, document: Any) -> None:
        if self._open:
            self._changes[kind, str(key)] = json.dumps(document, ensure_ascii=False)

    def drop(self, kind: str, key: object) -> None:
        if self._open:
            self._changes[kind, str(key)] = None

    def commit(self) -> None:
        """Called before an answer goes out, so that what Telegram said yes to is never forgotten."""
        if not (self._open and self._changes):
            return
        changes, self._changes = self._changes, {}
        self._open.execute("BEGIN IMMEDIATE")
        self._open.executemany(
            "DELETE FROM kept WHERE kind = ? AND key = ?",
            [key for key, text in changes.items() if text is None],
        )
        self._open.executemany(
            "INSERT OR REPLACE INTO kept VALUES (?, ?, ?)",
            [(*key, text) for key, text in changes.items() if text is not None],
        )
        self._open.execute("COMMIT")

    def read(self, kind: str) -> Iterator[tuple[str, Any]]:
        if self._open:
            rows = self._open.execute("SELECT key, document FROM kept WHERE kind = ? ORDER BY rowid", (kind,))
            for key, document in rows.fetchall():
                yield key, json.loads(document)

    def clear(self) -> None:
        self._changes.clear()
        if self._open:
            self._open.execute("DELETE FROM kept")

    def close(self) -> None:
        self.commit()
        if self._open:
            self._open.close()
            self._open = None
