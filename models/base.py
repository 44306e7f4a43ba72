"""What every table shares: names of constraints, UTC times, values encrypted at rest."""

import enum
import json
from datetime import UTC, datetime
from typing import Any, Protocol

from sqlalchemy import BigInteger, DateTime, Dialect, Enum, Integer, LargeBinary, MetaData
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# SQLite only counts up by itself in a column declared INTEGER; PostgreSQL needs the wide type.
BigId = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    """The declarative base; its metadata is what Alembic compares against."""

    metadata = MetaData(naming_convention=NAMING)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, always UTC. A naive one is refused: nobody could say which clock it came from.

    SQLite gives back naive values even with ``timezone=True``, so the zone is put on again when reading.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone cannot be kept: {value!r}")
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Cipher(Protocol):
    """What encrypts and decrypts; ``cryptography.fernet.MultiFernet`` is one."""

    def encrypt(self, msg: bytes) -> bytes: ...
    def decrypt(self, msg: bytes) -> bytes: ...


class _Encrypted(TypeDecorator[Any]):
    """Bytes at rest that only the holder of ``DATA_KEY`` reads. The cipher rides on the engine's dialect
    (see ``models.database``), so that there is no global key and two databases may have two keys.

    Never use it for a column that must be unique, filtered or ordered: equal values differ when encrypted.
    """

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        return None if value is None else cipher_of(dialect).encrypt(self.pack(value))

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else self.unpack(cipher_of(dialect).decrypt(bytes(value)))

    def pack(self, value: Any) -> bytes:
        return bytes(value)

    def unpack(self, raw: bytes) -> Any:
        return raw


class EncryptedBytes(_Encrypted):
    """Bytes, encrypted at rest."""

    cache_ok = True


class EncryptedText(_Encrypted):
    """Text, encrypted at rest."""

    cache_ok = True

    def pack(self, value: Any) -> bytes:
        return str(value).encode()

    def unpack(self, raw: bytes) -> str:
        return raw.decode()


class EncryptedJson(_Encrypted):
    """JSON, encrypted at rest. Assign a new object to change it: changes inside are not noticed."""

    cache_ok = True

    def pack(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False).encode()

    def unpack(self, raw: bytes) -> Any:
        return json.loads(raw)


def cipher_of(dialect: Dialect) -> Cipher:
    """The cipher of this engine. Raises RuntimeError when the engine was made without one."""
    cipher: Cipher | None = getattr(dialect, "achyk_cipher", None)
    if cipher is None:
        raise RuntimeError("this database was opened without a key: set DATA_KEY (`achyk doctor` tells how)")
    return cipher


def stored_enum(values: type[enum.StrEnum], name: str) -> Enum:
    """A StrEnum kept as its readable value under a CHECK, so a typing slip in SQL cannot store a new state."""
    return Enum(
        values,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )
