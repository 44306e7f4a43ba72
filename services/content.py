"""Files seed, the database rules: loading content without ever overwriting what staff have edited.

A loaded row remembers the hash of the file version it came from. It follows the file as long as its present
content still has that hash; after an edit by staff it is theirs, and a newer file is only reported.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import delete, inspect, select
from sqlalchemy.ext.asyncio import AsyncSession

from locales import content as files
from models import (
    Agency,
    AgencyText,
    Campaign,
    Commitment,
    CommitmentAgency,
    CommitmentText,
    FaqCategory,
    FaqCategoryText,
    FaqEntry,
    FaqPhrasing,
    FaqText,
    Language,
    Origin,
    Outcome,
    Plan,
    Region,
    RegionText,
    Template,
    TemplateText,
    Theme,
    ThemeText,
)


@dataclass(frozen=True)
class Seed:
    """A row as the files have it. ``leads`` belong to a commitment's content though they are rows of their own."""

    table: Any
    key: dict[str, Any]
    values: dict[str, Any]
    leads: tuple[str, ...] | None = None

    @property
    def name(self) -> str:
        return f"{self.table.__tablename__}:{'/'.join(str(part) for part in self.key.values())}"


@dataclass
class Loaded:
    """What a load did; ``conflicts`` are rows that staff edited and the files changed too."""

    inserted: int = 0
    updated: int = 0
    conflicts: list[str] = field(default_factory=list)


def seeds() -> Iterator[Seed]:
    """Every row of the files, parents before children."""
    yield from _named(Theme, ThemeText, "theme_id", files.read("themes"))
    yield from _named(Region, RegionText, "region_id", files.read("regions"), "iso")
    yield from _named(Agency, AgencyText, "agency_id", files.read("agencies"))
    for plan in files.read("plans"):
        days = {name: date.fromisoformat(plan[name]) for name in ("starts_on", "ends_on")}
        yield Seed(Plan, {"id": plan["id"]}, days | {"is_approved": plan["is_approved"]})
    for commitment in files.read("commitments"):
        yield from _commitment(commitment)
    for campaign in files.read("campaigns"):
        times = {
            name: datetime.fromisoformat(str(campaign[name])).astimezone(UTC) for name in ("opens_at", "closes_at")
        }
        yield Seed(Campaign, {"id": campaign["id"]}, times | {"plan_id": campaign["plan"]})
    yield from _named(FaqCategory, FaqCategoryText, "category_id", files.read("faq/categories"))
    yield from _faq()
    yield from _templates()


def _templates() -> Iterator[Seed]:
    for position, row in enumerate(files.read("templates"), 1):
        yield Seed(Template, {"id": row["id"]}, {"outcome": Outcome(row["outcome"]), "position": position})
        for language in Language:
            said = {"name": row["name"][language], "reason": row["reason"][language].strip()}
            yield Seed(TemplateText, {"template_id": row["id"], "lang": language}, said)


def _named(table: Any, texts: Any, key: str, rows: Iterable[dict[str, Any]], *extra: str) -> Iterator[Seed]:
    for position, row in enumerate(rows, 1):
        yield Seed(table, {"id": row["id"]}, {"position": position} | {name: row[name] for name in extra})
        for language in Language:
            yield Seed(texts, {key: row["id"], "lang": language}, {"name": row["name"][language]})


def _commitment(row: dict[str, Any]) -> Iterator[Seed]:
    values = {
        "plan_id": row["plan"],
        "position": row["position"],
        "ogp_code": row["ogp_code"],
        "theme_id": row["theme"],
        "ogp_values": ",".join(row["values"]),
        "starts_on": date.fromisoformat(row["starts_on"]),
        "ends_on": date.fromisoformat(row["ends_on"]),
    }
    yield Seed(Commitment, {"id": row["id"]}, values, leads=tuple(row["leads"]))
    for language in Language:
        words = {"title": row["title"][language], "short": row["short"][language]}
        yield Seed(CommitmentText, {"commitment_id": row["id"], "lang": language}, words)


def _faq() -> Iterator[Seed]:
    words = {language: files.read_parts(f"faq/{language}") for language in Language}
    for position, (topic, about) in enumerate(files.topics().items(), 1):
        values = {
            "category_id": about["category"],
            "position": position,
            "related": ",".join(about["related"]),
        }
        yield Seed(FaqEntry, {"id": topic}, values)
        for language in Language:
            said = words[language][topic]
            values = {"title": said["title"].strip(), "answer": said["answer"].strip()}
            yield Seed(FaqText, {"entry_id": topic, "lang": language}, values)


def fingerprint(values: dict[str, Any], leads: Iterable[str] | None = None) -> str:
    """The hash by which a row's content is compared."""
    content = {name: str(value) for name, value in values.items()} | {"leads": list(leads or ())}
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


async def load(session: AsyncSession, *, now: datetime) -> Loaded:
    """Bring the database up to the files: insert what is missing, update what nobody has edited."""
    done = Loaded()
    wanted = list(seeds())
    # Read table by table: hundreds of single look-ups would be the longest part of a start.
    at_hand = [row for table in {seed.table for seed in wanted} for row in await session.scalars(select(table))]
    for seed in wanted:
        row = await session.get(seed.table, seed.key)
        version = fingerprint(seed.values, seed.leads)
        if row is None:
            await _insert(session, seed, version, now=now)
            done.inserted += 1
        elif row.seed_hash == version:
            continue
        elif await _present(session, seed, row) == row.seed_hash:
            await _follow_file(session, seed, row, version)
            done.updated += 1
        else:
            done.conflicts.append(seed.name)
    del at_hand  # held until here, or the session would forget them
    await _load_phrasings(session)
    await session.flush()
    return done


async def _insert(session: AsyncSession, seed: Seed, version: str, *, now: datetime) -> None:
    row = seed.table(**seed.key, **seed.values, seed_hash=version)
    if isinstance(row, FaqEntry):
        row.published_at = now
    session.add(row)
    await session.flush()
    await _set_leads(session, seed)


async def _follow_file(session: AsyncSession, seed: Seed, row: Any, version: str) -> None:
    for name, value in seed.values.items():
        setattr(row, name, value)
    row.seed_hash = version
    await _set_leads(session, seed)


async def _set_leads(session: AsyncSession, seed: Seed) -> None:
    if seed.leads is None:
        return
    await session.execute(delete(CommitmentAgency).where(CommitmentAgency.commitment_id == seed.key["id"]))
    for position, agency in enumerate(seed.leads, 1):
        session.add(CommitmentAgency(commitment_id=seed.key["id"], agency_id=agency, position=position))
    await session.flush()


async def _present(session: AsyncSession, seed: Seed, row: Any) -> str:
    columns = {attribute.key for attribute in inspect(seed.table).column_attrs}
    values = {name: getattr(row, name) for name in seed.values if name in columns}
    leads = None
    if seed.leads is not None:
        query = select(CommitmentAgency.agency_id).where(CommitmentAgency.commitment_id == row.id)
        leads = (await session.scalars(query.order_by(CommitmentAgency.position))).all()
    return fingerprint(values, leads)


async def _load_phrasings(session: AsyncSession) -> None:
    """Phrasings from the files come and go with the files; those of the Secretariat stay."""
    wanted = {
        (topic, language, text.strip())
        for language in Language
        for topic, texts in files.read_parts(f"phrasings/{language}").items()
        for text in texts
    }
    known = {(row.entry_id, row.lang, row.text): row for row in await session.scalars(select(FaqPhrasing))}
    for key in wanted - known.keys():
        session.add(FaqPhrasing(entry_id=key[0], lang=key[1], text=key[2], origin=Origin.SEED))
    for key, row in known.items():
        if row.origin is Origin.SEED and key not in wanted:
            await session.delete(row)
