"""The sources file: which feeds, pages and folders are read. ``examples/sources.toml`` explains every line."""

import hashlib
import re
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from yarl import URL

from services.sources.incoming import web_address

MOST_BYTES = 10 * 1024 * 1024
CHAT = "chat"  # the source of reports that officers write in the chat


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

    @field_validator("name")
    @classmethod
    def _is_its_own(cls, value: str) -> str:
        if value == CHAT:
            raise ValueError(f"{CHAT} is the name of what officers report in the chat")
        return value

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

    @field_validator("hosts")
    @classmethod
    def _are_names(cls, value: frozenset[str]) -> frozenset[str]:
        return frozenset(_host(one) for one in value)

    @property
    def allowed_hosts(self) -> frozenset[str]:
        """The hosts a redirect may lead to: the address's own and those named."""
        return self.hosts | {URL(self.url).raw_host or ""}

    @property
    def fingerprint(self) -> str:
        """Changes when something else is read than before: what the server said of that counts no more."""
        said = self.model_dump_json(include={"url", "select"})
        return hashlib.sha256(said.encode()).hexdigest()


def _host(name: str) -> str:
    """A host as addresses name it: in lower case, and in Latin letters also where it is written in Cyrillic."""
    if not re.fullmatch(r"[\w.-]+|[0-9a-fA-F:.]+", name):
        raise ValueError("a host is a name such as ogp.el.kg")
    return URL.build(scheme="https", host=name).raw_host or ""


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
