"""The sources file: which feeds, pages and folders are read. ``examples/sources.toml`` explains every line."""

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from services.sources.incoming import web_address

MOST_BYTES = 10 * 1024 * 1024


class SourcesFault(Exception):
    """What is wrong with the sources file, a line each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class _Base(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, max_length=40, pattern=r"^[a-z0-9][a-z0-9-]*$")
    agency: str | None = None
    commitment: str | None = None
    trusted: bool = False
    announce_first: bool = False
    complete: bool = False
    every_minutes: int = Field(60, ge=1, le=7 * 24 * 60)

    @property
    def every(self) -> timedelta:
        return timedelta(minutes=self.every_minutes)


class _Remote(_Base):
    url: str
    hosts: frozenset[str] = frozenset()
    private_network: bool = False
    timeout_seconds: float = Field(30, gt=0, le=300)
    most_bytes: int = Field(MOST_BYTES, ge=1024, le=100 * 1024 * 1024)

    @field_validator("url")
    @classmethod
    def _is_web_address(cls, value: str) -> str:
        return web_address(value)

    @property
    def allowed_hosts(self) -> frozenset[str]:
        """The hosts a redirect may lead to: the address's own and those named."""
        return self.hosts | {(urlsplit(self.url).hostname or "").lower()}


class Feed(_Remote):
    """An RSS or Atom feed."""

    kind: Literal["feed"]


class Selectors(BaseModel):
    """Where things stand on a page, as CSS selectors; all but ``item`` within the item."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    item: str
    title: str
    link: str = "a"
    date: str | None = None
    summary: str | None = None
    status: str | None = None


class Page(_Remote):
    """A web page with a list of reports."""

    kind: Literal["page"]
    select: Selectors


class Folder(_Base):
    """A file, or a folder of files: CSV, XLSX, JSON tables, and feeds saved as XML."""

    kind: Literal["folder"]
    path: Path


Source = Feed | Page | Folder


class SourcesFile(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: tuple[Annotated[Source, Field(discriminator="kind")], ...] = ()

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        names = [one.name for one in self.source]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"two sources have the name {twice[0]}")
        return self


def read(path: Path) -> SourcesFile:
    """The sources of a file; folders are relative to it. Raises SourcesFault with every problem at once."""
    try:
        parsed = SourcesFile.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise SourcesFault([f"{path}: {error.strerror}"]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourcesFault([f"{path}: {error}"]) from None
    except ValidationError as error:
        raise SourcesFault(
            [f"{path}: {'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
        ) from None
    return SourcesFile(source=tuple(_placed(one, path.parent) for one in parsed.source))


def _placed(source: Source, base: Path) -> Source:
    if isinstance(source, Folder):
        return source.model_copy(update={"path": base / source.path})
    return source
