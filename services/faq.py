"""Questions people ask often, and the facts that only the Secretariat can fill in."""

import re
from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from locales import content as files
from models import Fact, FaqCategory, FaqEntry
from services.errors import NotFound

_FACT = re.compile(r"\{fact:([a-z_]+)\}")


async def list_categories(session: AsyncSession) -> Sequence[FaqCategory]:
    """Categories in their order, with their names."""
    query = select(FaqCategory).options(selectinload(FaqCategory.texts)).order_by(FaqCategory.position)
    return (await session.scalars(query)).all()


async def list_entries(
    session: AsyncSession, *, category: str | None = None, ids: Sequence[str] | None = None
) -> list[FaqEntry]:
    """Published entries of a category, or those named, in the order named."""
    query = select(FaqEntry).where(FaqEntry.published_at.is_not(None)).options(selectinload(FaqEntry.texts))
    if category is not None:
        query = query.where(FaqEntry.category_id == category)
    if ids is not None:
        query = query.where(FaqEntry.id.in_(ids))
    found = list((await session.scalars(query.order_by(FaqEntry.position))).all())
    return found if ids is None else sorted(found, key=lambda entry: ids.index(entry.id))


async def get(session: AsyncSession, entry_id: str) -> FaqEntry:
    """One published entry. Raises NotFound."""
    found = await list_entries(session, ids=[entry_id])
    if not found:
        raise NotFound
    return found[0]


async def facts(session: AsyncSession, language: str) -> dict[str, str]:
    """Fact key → the value as staff have typed it, in this language or in any other there is."""
    values: dict[str, str] = {}
    for row in await session.scalars(select(Fact).order_by(Fact.key)):
        if row.lang == language or row.key not in values:
            values[row.key] = row.value
    return values


def fill_in(answer: str, values: Mapping[str, str], *, language: str, escape: Callable[[str], str]) -> str:
    """The answer with each ``{fact:key}`` replaced by a whole sentence: with the value, or an honest one
    that it has not been announced. Where something is not, the site is named, once for all that stands together."""
    wordings, site = files.fact_wordings(), files.site()
    empty = [key for key in _FACT.findall(answer) if not values.get(key)]
    own_words = (answer, *(wordings[key]["empty"][language] for key in empty))
    is_named = any(site["address"].removeprefix("www.") in words for words in own_words)

    def sentence(found: re.Match[str]) -> str:
        key = found[1]
        if key not in empty:
            return wordings[key]["filled"][language].replace("{value}", escape(values[key]))
        if is_named or key != empty[-1]:
            return wordings[key]["empty"][language]
        return f"{wordings[key]['empty'][language]} {site['news'][language]}"

    return _FACT.sub(sentence, answer)


def of_facts(keys: Sequence[str]) -> str:
    """An answer that says nothing but these facts, a paragraph each."""
    return "\n\n".join(f"{{fact:{key}}}" for key in keys)
