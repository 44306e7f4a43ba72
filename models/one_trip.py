"""SQLite statements that take one trip to the connection's thread, not four.

aiosqlite keeps a thread for every connection, and SQLAlchemy asks it four times a statement: for a cursor, to execute,
to fetch, to close. Each answer waits until the event loop comes round again, so a reply of thirty statements would wait
a hundred times behind whatever else the loop has to do. Here the thread does all four at once.
"""

import sqlite3
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial
from typing import Any, Self

import aiosqlite
from sqlalchemy import URL


class OneTripConnection(aiosqlite.Connection):
    """For ``create_async_engine(async_creator=...)``. Results are read whole: nothing here streams."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=64)
        self._is_settled = True  # False while a statement is under way, also one that nobody waits for any more
        self._thread.daemon = True  # as SQLAlchemy has it: a connection that is left open holds up nobody's exit

    def leave(self) -> None:
        """After a failure to open: wait the moment until the thread has ended. It still has to report to the event
        loop, and a command that ends over a database it cannot open closes that at once: the thread would break."""
        self._thread.join(1.0)

    def cursor(self) -> "_Cursor":  # type: ignore[override]  # aiosqlite's is awaited first; SQLAlchemy only enters it
        return _Cursor(self)

    async def rollback(self) -> None:
        """SQLAlchemy asks for it after every use: where nothing has begun, no trip is needed to see that."""
        if self.in_transaction or not self._is_settled:
            await super().rollback()  # after what is under way: a BEGIN whose caller was cancelled holds the write lock
            self._is_settled = True

    async def run(self, sql: str, parameters: Any, *, many: bool) -> "_Done":
        """Execute on the thread, and bring back what came of it."""
        self._is_settled = False
        travelling: Awaitable[_Done] = self._execute(_run, self._conn, sql, parameters, many)  # type: ignore[no-untyped-call]  # aiosqlite's
        try:
            done = await travelling
        except Exception:  # the statement's own; whoever is cancelled leaves it under way
            self._is_settled = True
            raise
        self._is_settled = True
        return done


def creator(url: URL) -> Callable[[], Awaitable[aiosqlite.Connection]]:
    """The ``async_creator`` for a URL, whose options count as they do without one."""
    where, options = url.get_dialect()().create_connect_args(url)
    connector = partial(sqlite3.connect, *where, **options)

    async def connect() -> aiosqlite.Connection:
        connection = OneTripConnection(connector)
        try:
            return await connection
        except (sqlite3.Error, OSError):
            connection.leave()
            raise

    return connect


class _Done:
    __slots__ = ("description", "lastrowid", "rowcount", "rows")

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self.description = cursor.description
        self.rows = cursor.fetchall() if cursor.description else []
        self.rowcount = cursor.rowcount  # after the rows: SQLite counts what RETURNING gives as it is read
        self.lastrowid = cursor.lastrowid


def _run(connection: sqlite3.Connection, sql: str, parameters: Any, many: bool) -> _Done:
    cursor = connection.cursor()
    try:
        if many:
            cursor.executemany(sql, parameters)
        else:
            cursor.execute(sql, parameters)
        return _Done(cursor)
    finally:
        cursor.close()


class _Cursor:
    """What SQLAlchemy asks of an asynchronous driver's cursor."""

    arraysize = 1

    def __init__(self, connection: OneTripConnection) -> None:
        self._connection = connection
        self._done: _Done | None = None

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, parameters: Any = ()) -> Self:
        self._done = await self._connection.run(sql, parameters, many=False)
        return self

    async def executemany(self, sql: str, parameters: Iterable[Any]) -> Self:
        self._done = await self._connection.run(sql, parameters, many=True)
        return self

    async def fetchall(self) -> Sequence[Any]:
        if self._done is None:
            return []
        rows, self._done.rows = self._done.rows, []
        return rows

    async def close(self) -> None:
        """The thread has closed it already."""

    @property
    def description(self) -> Any:
        return self._done.description if self._done else None

    @property
    def rowcount(self) -> int:
        return self._done.rowcount if self._done else -1

    @property
    def lastrowid(self) -> int | None:
        return self._done.lastrowid if self._done else None
