"""One report as its source says it: the shape that the HTTP API, imported tables, feeds and pages share."""

import hashlib
import json
import re
from datetime import date
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from models import Completion, Language

# What XML, PostgreSQL or UTF-8 cannot hold: control characters, halves of surrogate pairs, non-characters.
_UNKEEPABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
LITTLE_DONE = frozenset({Completion.NOT_STARTED, Completion.LIMITED})


def keepable(value: Any) -> Any:
    """Text without what no database or feed could hold, trimmed; anything else as it is."""
    return _UNKEEPABLE.sub("", value).strip() if isinstance(value, str) else value


def web_address(value: str) -> str:
    """The address if it is one that a person can open. Raises ValueError."""
    try:
        parts = urlsplit(value)
        has_host = bool(parts.hostname)
    except ValueError:
        has_host = False
    if not has_host or parts.scheme not in {"http", "https"} or re.search(r"\s", value):
        raise ValueError("must be a web address that begins with http:// or https://")
    return value


Short = Annotated[str, BeforeValidator(keepable), Field(min_length=1, max_length=300)]
Long = Annotated[str, BeforeValidator(keepable), Field(min_length=1, max_length=20_000)]


class Words(BaseModel):
    """A report's words in one language."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Short | None = Field(None, description="A heading, at most 300 characters.")
    done: Long = Field(description="What was done.")
    obstacles: Long | None = Field(
        None, description="What stood in the way. Needed when the status is not-started or limited."
    )


class IncomingReport(BaseModel):
    """One report on one commitment."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    external_id: Annotated[str, BeforeValidator(keepable)] = Field(
        min_length=1,
        max_length=200,
        description="The source's own name of this report. Sent again with the same content it changes nothing.",
    )
    commitment: Annotated[str, BeforeValidator(keepable)] | None = Field(
        None, max_length=40, description="The commitment's id, its number in the plan, or its OGP code (KG0001)."
    )
    period_from: date | None = None
    period_to: date | None = None
    status: Completion | None = Field(None, description="Completion on OGP's scale.")
    texts: dict[Language, Words] = Field(
        min_length=1, description="The words by language (ky, ru, en). One language is enough."
    )
    evidence_url: Annotated[str, BeforeValidator(keepable)] | None = Field(None, max_length=2000)
    reported_on: date | None = Field(None, description="The day of the report, as the source dates it.")

    @field_validator("evidence_url")
    @classmethod
    def _is_web_address(cls, value: str | None) -> str | None:
        return web_address(value) if value else None

    @model_validator(mode="after")
    def _is_coherent(self) -> Self:
        if self.period_from and self.period_to and self.period_from > self.period_to:
            raise ValueError("period_to: must not be before period_from")
        return self

    @property
    def content_hash(self) -> str:
        """The same for the same content, whatever order or system it came in."""
        content = self.model_dump(mode="json", exclude={"external_id"}, exclude_none=True)
        return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


class SubmittedReport(IncomingReport):
    """A report that an agency's own system or table hands in: it must say why little is done."""

    model_config = ConfigDict(extra="forbid", frozen=True, title="Report")

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.status in LITTLE_DONE and not any(words.obstacles for words in self.texts.values()):
            raise ValueError("texts: obstacles are needed when the status is not-started or limited")
        return self
