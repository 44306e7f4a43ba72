"""Deciding an initiative: written first, published by a second act, and only then seen by anybody outside.

under-review ── decide ──→ written ── publish ──→ accepted | in-plan | rejected
                              ↺ rewrite              └─ decide ─→ written ─ publish ─→ in-plan (from accepted)
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from models import (
    Citizen,
    Commitment,
    Decision,
    DecisionText,
    Initiative,
    InitiativeState,
    Language,
    Outcome,
)
from services import audit, reviews, subscriptions
from services.errors import (
    AlreadySettled,
    ClarificationPending,
    NotFound,
    OneLanguageOnly,
    ReasonNeeded,
    TextTooLong,
    TextTooShort,
)

REASON_LIMITS = (10, 1500)  # characters
_STATES = {
    Outcome.ACCEPTED: InitiativeState.ACCEPTED,
    Outcome.IN_PLAN: InitiativeState.IN_PLAN,
    Outcome.REJECTED: InitiativeState.REJECTED,
}
_IN_WORK = frozenset({InitiativeState.SUBMITTED, InitiativeState.UNDER_REVIEW})


def check_reason(text: str) -> str:
    """The reason, trimmed. Raises TextTooShort or TextTooLong."""
    text = text.strip()
    if len(text) < REASON_LIMITS[0]:
        raise TextTooShort(len(text), REASON_LIMITS[0])
    if len(text) > REASON_LIMITS[1]:
        raise TextTooLong(len(text), REASON_LIMITS[1])
    return text


def may_decide(one: Initiative, outcome: Outcome) -> bool:
    """Whether this decision can follow the state the initiative is in."""
    if one.state is InitiativeState.ACCEPTED:
        return outcome is Outcome.IN_PLAN
    return one.state in _IN_WORK


async def decide(
    session: AsyncSession,
    officer: Citizen,
    initiative_id: int,
    outcome: Outcome,
    *,
    reasons: Mapping[Language, str],
    now: datetime,
    commitment_id: str | None = None,
) -> Decision:
    """Write a decision, or rewrite the one that is not published. Nobody outside learns of it yet.

    Raises NotYours, NotFound (no such initiative or commitment), ClarificationPending, AlreadySettled,
    ReasonNeeded (a refusal without a reason, or one lacking in the author's language), TextTooShort, TextTooLong.
    """
    await reviews.require(session, officer, "initiative.decide", f"initiative:{initiative_id}", now=now)
    one = await reviews.load(session, initiative_id, lock=True)
    if one.state is InitiativeState.CLARIFICATION:
        raise ClarificationPending
    if not may_decide(one, outcome):
        raise AlreadySettled
    said = {lang: check_reason(text) for lang, text in reasons.items()}
    if (said or outcome is Outcome.REJECTED) and one.lang not in said:
        raise ReasonNeeded
    if outcome is Outcome.IN_PLAN and (commitment_id is None or await session.get(Commitment, commitment_id) is None):
        raise NotFound
    known = await _all(session, one.id)
    written = next((each for each in known if each.published_at is None), None)
    if written is None:
        written = Decision(initiative_id=one.id, position=len(known) + 1, texts=[])
        session.add(written)
    written.outcome, written.decided_by_id, written.decided_at = outcome, officer.id, now
    written.commitment_id = commitment_id if outcome is Outcome.IN_PLAN else None
    _reword(written, said)
    one.decided_at = now
    await session.flush()
    fields = ["outcome", *(f"reason_{lang}" for lang in said)]
    audit.note(session, officer, "initiative.decide", f"initiative:{one.id}", now=now, fields=fields)
    return written


async def reword(
    session: AsyncSession, officer: Citizen, decision_id: int, lang: Language, reason: str, *, now: datetime
) -> Decision:
    """Write or change the reason in one language. Raises NotYours, NotFound, AlreadySettled once it is published."""
    await reviews.require(session, officer, "decision.reword", f"decision:{decision_id}", now=now)
    decision = await _locked(session, decision_id)
    if decision.published_at is not None:
        raise AlreadySettled
    _reword(decision, {text.lang: text.reason for text in decision.texts} | {lang: check_reason(reason)})
    audit.note(session, officer, "decision.reword", f"decision:{decision.id}", now=now, fields=[f"reason_{lang}"])
    await session.flush()
    return decision


async def publish(
    session: AsyncSession, officer: Citizen, decision_id: int, *, now: datetime, confirmed: bool = False
) -> Decision:
    """Publish a written decision: the state changes, author and supporters hear once, and become followers of the
    commitment it is put into. Published already: nothing happens.

    ``confirmed``: staff know that the reason is not in all of ky and ru. Raises NotYours, NotFound, AlreadySettled
    (withdrawn or merged meanwhile), ClarificationPending, ReasonNeeded, OneLanguageOnly.
    """
    await reviews.require(session, officer, "decision.publish", f"decision:{decision_id}", now=now)
    decision = await _locked(session, decision_id)
    if decision.published_at is not None:
        return decision
    one = await reviews.load(session, decision.initiative_id, lock=True)
    if one.state is InitiativeState.CLARIFICATION:
        raise ClarificationPending
    if not may_decide(one, decision.outcome):
        raise AlreadySettled
    there = {text.lang for text in decision.texts}
    if (there or decision.outcome is Outcome.REJECTED) and one.lang not in there:
        raise ReasonNeeded
    lacking = [lang.value for lang in (Language.KY, Language.RU) if there and lang not in there]
    if lacking and not confirmed:
        raise OneLanguageOnly(lacking)
    decision.published_at = one.decision_published_at = now
    one.decided_at = decision.decided_at
    reviews.enter(one, _STATES[decision.outcome], now=now)
    audit.note(session, officer, "decision.publish", f"decision:{decision.id}", now=now, fields=["published_at"])
    await session.flush()
    if decision.commitment_id is not None:
        await subscriptions.follow_all(session, reviews.people_of(one), decision.commitment_id, now=now)
    cause = f"initiative:{one.id}:decision:{decision.position}"
    await reviews.tell_people(session, one, cause=cause, kind="decision", subject=str(decision.id), now=now)
    return decision


async def get(session: AsyncSession, officer: Citizen, decision_id: int, *, now: datetime) -> Decision:
    """A decision as staff see it, written or published. Raises NotYours or NotFound."""
    await reviews.require(session, officer, "decision.open", f"decision:{decision_id}", now=now)
    found = await session.get(Decision, decision_id, options=(selectinload(Decision.texts),))
    if found is None:
        raise NotFound
    return found


async def latest_published(session: AsyncSession, initiative_id: int) -> Decision | None:
    """The published decision that stands, with its reasons: what may be shown to anybody."""
    query = select(Decision).where(Decision.initiative_id == initiative_id, Decision.published_at.is_not(None))
    latest = query.options(selectinload(Decision.texts)).order_by(Decision.position.desc()).limit(1)
    return await session.scalar(latest)


async def find_published(session: AsyncSession, decision_id: int) -> Decision | None:
    """A decision for a notice; None unless it is published."""
    decision = await session.get(Decision, decision_id, options=(selectinload(Decision.texts),))
    return decision if decision is not None and decision.published_at is not None else None


def _reword(decision: Decision, reasons: Mapping[Language, str]) -> None:
    known = {text.lang: text for text in decision.texts}
    for lang, text in known.items():
        if lang not in reasons:
            decision.texts.remove(text)
    for lang, reason in reasons.items():
        if lang in known:
            known[lang].reason = reason
        else:
            decision.texts.append(DecisionText(lang=lang, reason=reason))


async def _all(session: AsyncSession, initiative_id: int) -> list[Decision]:
    query = select(Decision).where(Decision.initiative_id == initiative_id).options(selectinload(Decision.texts))
    return list((await session.scalars(query.order_by(Decision.position))).all())


async def _locked(session: AsyncSession, decision_id: int) -> Decision:
    query = select(Decision).where(Decision.id == decision_id).options(selectinload(Decision.texts))
    found = await session.scalar(query.with_for_update())
    if found is None:
        raise NotFound
    return found
