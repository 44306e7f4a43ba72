"""What staff do with an initiative short of deciding it: look, publish for support, merge, note."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from models import (
    Citizen,
    Clarification,
    Decision,
    Initiative,
    InitiativeEvent,
    InitiativeFile,
    InitiativeState,
    InternalNote,
    Language,
    Question,
    Role,
    Support,
)
from services import audit, notices, staff, subscriptions, supports
from services.errors import AlreadySettled, NotFound, OneLanguageOnly, TextTooLong, TextTooShort
from services.search.normal import skeleton, words

NOTE_LIMITS = (2, 1000)  # characters
MOST_SIMILAR = 3
_COMPARED = 300  # the latest initiatives that a new one is compared with
_SIMILAR_FROM = 0.3  # share of common words in both titles together

_WHOLE = (
    selectinload(Initiative.texts),
    selectinload(Initiative.answers),
    selectinload(Initiative.events),
    selectinload(Initiative.attachments).selectinload(InitiativeFile.file),
)


@dataclass(frozen=True)
class Review:
    """Everything staff see of an initiative. Name and contact are on the initiative itself: whoever draws a
    screen leaves them out anywhere but in the officer's own private chat."""

    initiative: Initiative
    decisions: Sequence[Decision]
    clarifications: Sequence[Clarification]
    notes: Sequence[InternalNote]
    similar: Sequence[Initiative]
    supporters: int
    merged_into: str | None = None

    @property
    def written(self) -> Decision | None:
        """The decision that is written and not published."""
        return next((one for one in self.decisions if one.published_at is None), None)

    @property
    def published(self) -> Decision | None:
        """The latest published decision."""
        return next((one for one in reversed(self.decisions) if one.published_at is not None), None)


async def require(session: AsyncSession, officer: Citizen, action: str, subject: str, *, now: datetime) -> None:
    """Raises NotYours unless the person reviews."""
    await staff.require(session, officer, Role.MODERATOR, action=action, subject=subject, now=now)


async def load(session: AsyncSession, initiative_id: int, *, lock: bool = False) -> Initiative:
    """A sent initiative, whole. Raises NotFound, for drafts too: they are nobody's but the author's."""
    query = select(Initiative).where(Initiative.id == initiative_id, Initiative.state != InitiativeState.DRAFT)
    found = await session.scalar((query.with_for_update() if lock else query).options(*_WHOLE))
    if found is None:
        raise NotFound
    return found


async def get(
    session: AsyncSession, officer: Citizen, initiative_id: int, *, now: datetime, found: Sequence[int] = ()
) -> Review:
    """An initiative as staff see it. ``found``: what the search holds for duplicates. Raises NotYours or NotFound."""
    await require(session, officer, "initiative.review", f"initiative:{initiative_id}", now=now)
    one = await load(session, initiative_id)
    decisions = select(Decision).where(Decision.initiative_id == one.id).options(selectinload(Decision.texts))
    asked = select(Clarification).where(Clarification.initiative_id == one.id)
    notes = select(InternalNote).where(InternalNote.initiative_id == one.id).order_by(InternalNote.id)
    merged_into = await session.get(Initiative, one.merged_into_id) if one.merged_into_id else None
    return Review(
        one,
        (await session.scalars(decisions.order_by(Decision.position))).all(),
        (await session.scalars(asked.options(selectinload(Clarification.answers)).order_by(Clarification.id))).all(),
        (await session.scalars(notes)).all(),
        await similar(session, one, found),
        (await supports.count(session, [one.id]))[one.id],
        merged_into.number if merged_into else None,
    )


async def begin(session: AsyncSession, officer: Citizen, initiative_id: int, *, now: datetime) -> Initiative:
    """Put a new initiative under review; the author hears of it once. Later steps leave it as it is."""
    await require(session, officer, "initiative.begin", f"initiative:{initiative_id}", now=now)
    one = await load(session, initiative_id, lock=True)
    if one.state is InitiativeState.SUBMITTED:
        enter(one, InitiativeState.UNDER_REVIEW, now=now)
        audit.note(session, officer, "initiative.begin", f"initiative:{one.id}", now=now, fields=["state"])
        await session.flush()
        await tell_author(session, one, cause=f"initiative:{one.id}:under-review", kind="under-review", now=now)
    return one


async def publish(
    session: AsyncSession, officer: Citizen, initiative_id: int, *, now: datetime, confirmed: bool = False
) -> Initiative:
    """Publish for support. ``confirmed``: staff know that the text exists in some languages only.

    Raises NotYours, NotFound, AlreadySettled for what is withdrawn or merged, OneLanguageOnly.
    """
    await require(session, officer, "initiative.publish", f"initiative:{initiative_id}", now=now)
    one = await load(session, initiative_id, lock=True)
    if one.state in {InitiativeState.WITHDRAWN, InitiativeState.MERGED, InitiativeState.REJECTED}:
        raise AlreadySettled
    if one.published_at is not None:
        return one
    if (lacking := missing_languages(one)) and not confirmed:
        raise OneLanguageOnly(lacking)
    one.published_at = one.changed_at = now
    if one.state is InitiativeState.SUBMITTED:
        enter(one, InitiativeState.UNDER_REVIEW, now=now)
    audit.note(session, officer, "initiative.publish", f"initiative:{one.id}", now=now, fields=["published_at"])
    await session.flush()
    await tell_author(session, one, cause=f"initiative:{one.id}:published", kind="published", now=now)
    return one


async def unpublish(session: AsyncSession, officer: Citizen, initiative_id: int, *, now: datetime) -> Initiative:
    """Take an initiative off the public list again. Raises NotYours or NotFound."""
    await require(session, officer, "initiative.unpublish", f"initiative:{initiative_id}", now=now)
    one = await load(session, initiative_id, lock=True)
    if one.published_at is not None:
        one.published_at, one.changed_at = None, now
        audit.note(session, officer, "initiative.unpublish", f"initiative:{one.id}", now=now, fields=["published_at"])
        await session.flush()
    return one


async def merge(
    session: AsyncSession, officer: Citizen, initiative_id: int, *, into_id: int, now: datetime
) -> Initiative:
    """Merge an undecided initiative into another; its author and supporters support that one from now on, and follow
    the commitment that it is part of.

    Raises NotYours, NotFound, AlreadySettled (decided already, or the other is no living one).
    """
    await require(session, officer, "initiative.merge", f"initiative:{initiative_id}", now=now)
    # In the order of their ids: two merges crossing each other would wait for one another for ever.
    first, second = sorted((initiative_id, into_id))
    locked = {one_id: await load(session, one_id, lock=True) for one_id in (first, second)}
    one, survivor = locked[initiative_id], locked[into_id]
    gone = {InitiativeState.WITHDRAWN, InitiativeState.MERGED, InitiativeState.REJECTED}
    if one.id == survivor.id or not one.is_undecided or survivor.state in gone:
        raise AlreadySettled
    await _tell_of_merger(session, one, survivor, now=now)
    await supports.carry_over(session, one.id, survivor.id)
    if one.author_id and one.author_id != survivor.author_id:
        await session.merge(Support(initiative_id=survivor.id, citizen_id=one.author_id, supported_at=now))
    one.merged_into_id = survivor.id
    one.decided_at = one.decision_published_at = now
    enter(one, InitiativeState.MERGED, now=now)
    audit.note(session, officer, "initiative.merge", f"initiative:{one.id}", now=now, fields=[f"into:{survivor.id}"])
    await session.flush()
    return one


async def _tell_of_merger(session: AsyncSession, one: Initiative, survivor: Initiative, *, now: datetime) -> None:
    """Whoever was not behind the survivor before becomes a follower of its commitment, and their notice names it; the
    others were told with its decision, and may have stopped following since."""
    cause = f"initiative:{one.id}:merged"
    in_plan = select(Decision.commitment_id).where(
        Decision.initiative_id == survivor.id, Decision.published_at.is_not(None), Decision.commitment_id.is_not(None)
    )
    commitment_id = await session.scalar(in_plan.order_by(Decision.position.desc()).limit(1))
    if commitment_id is not None:
        newcomers = people_of(one).where(Citizen.id.not_in(people_of(survivor)))
        await subscriptions.follow_all(session, newcomers, commitment_id, now=now)
        subject = f"{one.id}:{commitment_id}"
        for kind, people in {
            "merged": newcomers.where(Citizen.id == one.author_id),
            "supported-merged": newcomers.where(Citizen.id.is_distinct_from(one.author_id)),
        }.items():
            await notices.give(session, people, cause=cause, kind=kind, subject=subject, now=now)
    await tell_people(session, one, cause=cause, kind="merged", now=now)


async def add_note(
    session: AsyncSession,
    officer: Citizen,
    text: str,
    *,
    now: datetime,
    initiative_id: int | None = None,
    question_id: int | None = None,
) -> InternalNote:
    """A note among staff. Raises NotYours, NotFound, TextTooShort or TextTooLong."""
    subject = f"initiative:{initiative_id}" if initiative_id else f"question:{question_id}"
    await require(session, officer, "desk.note", subject, now=now)
    if initiative_id:
        await load(session, initiative_id)
    elif await session.get(Question, question_id or 0) is None:
        raise NotFound
    text = text.strip()
    if len(text) < NOTE_LIMITS[0]:
        raise TextTooShort(len(text), NOTE_LIMITS[0])
    if len(text) > NOTE_LIMITS[1]:
        raise TextTooLong(len(text), NOTE_LIMITS[1])
    note = InternalNote(
        initiative_id=initiative_id, question_id=question_id, author_id=officer.id, text=text, written_at=now
    )
    session.add(note)
    audit.note(session, officer, "desk.note", subject, now=now)
    await session.flush()
    return note


async def see_contact(session: AsyncSession, officer: Citizen, initiative_id: int, *, now: datetime) -> Initiative:
    """The initiative, to show its author's name and contact to one officer; each look is in the audit trail."""
    await require(session, officer, "initiative.contact", f"initiative:{initiative_id}", now=now)
    one = await load(session, initiative_id)
    audit.note(session, officer, "initiative.contact", f"initiative:{one.id}", now=now, fields=["name", "contact"])
    return one


async def similar(session: AsyncSession, one: Initiative, found: Sequence[int] = ()) -> list[Initiative]:
    """Up to three living initiatives that may be duplicates: what the search found, in its order, then those whose
    titles share many words with this one's."""
    gone = (InitiativeState.DRAFT, InitiativeState.WITHDRAWN, InitiativeState.MERGED)
    query = select(Initiative).where(Initiative.id != one.id, Initiative.state.not_in(gone))
    query = query.options(selectinload(Initiative.texts))
    hits = {other.id: other for other in await session.scalars(query.where(Initiative.id.in_(found)))}
    likely = [hits[other] for other in found if other in hits][:MOST_SIMILAR]
    if len(likely) == MOST_SIMILAR:
        return likely
    latest = query.order_by(Initiative.id.desc()).limit(_COMPARED)
    mine = _outline(one)
    ranked = [(_common(mine, _outline(other)), other) for other in (await session.scalars(latest)).all()]
    close = sorted((pair for pair in ranked if pair[0] >= _SIMILAR_FROM), key=lambda pair: (-pair[0], pair[1].id))
    return [*likely, *(other for _, other in close if other.id not in hits)][:MOST_SIMILAR]


def _outline(one: Initiative) -> frozenset[str]:
    # The beginnings of words: Kyrgyz and Russian endings change with the sentence.
    return frozenset(skeleton(word)[:5] for word in words(one.text.title or "") if len(word) > 3)


def _common(mine: frozenset[str], other: frozenset[str]) -> float:
    return len(mine & other) / len(mine | other) if mine | other else 0.0


def missing_languages(one: Initiative) -> list[str]:
    """Languages, of Kyrgyz and Russian, in which the public text does not exist."""
    there = {text.lang for text in one.texts if text.title and text.proposal}
    return [lang.value for lang in (Language.KY, Language.RU) if lang not in there]


def enter(one: Initiative, state: InitiativeState, *, now: datetime) -> None:
    """A step that the author sees in the history."""
    one.state, one.changed_at = state, now
    one.events.append(InitiativeEvent(state=state, at=now, published_at=now))


async def tell_author(
    session: AsyncSession, one: Initiative, *, cause: str, kind: str, now: datetime, subject: str = ""
) -> None:
    """A notice to the author, once a cause; an erased author hears nothing."""
    author = select(Citizen.id).where(Citizen.id == one.author_id, Citizen.telegram_id.is_not(None))
    await notices.give(session, author, cause=cause, kind=kind, subject=subject or str(one.id), now=now)


def people_of(one: Initiative) -> Select[Any]:
    """The ids of the author and of everybody who supports it, without those who are erased."""
    is_behind = or_(Citizen.id == one.author_id, Citizen.id.in_(supports.supporters(one.id)))
    return select(Citizen.id).where(is_behind, Citizen.telegram_id.is_not(None))


async def tell_people(
    session: AsyncSession, one: Initiative, *, cause: str, kind: str, now: datetime, subject: str = ""
) -> None:
    """A notice to the author, and another kind of it to everybody who supports it: one each, whoever is both."""
    await tell_author(session, one, cause=cause, kind=kind, now=now, subject=subject)
    people = select(Citizen.id).where(Citizen.id.in_(supports.supporters(one.id)), Citizen.telegram_id.is_not(None))
    await notices.give(session, people, cause=cause, kind=f"supported-{kind}", subject=subject or str(one.id), now=now)
