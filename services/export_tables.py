"""What the rows of each export hold: the columns, which things are in it, and how they are read.

``decisions`` is the ledger of reasoned responses that OGP's Participation and Co-Creation Standard asks for: each
initiative that was sent, what was decided, why, and when. Drafts are nobody's but their author's and are in none.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased, selectinload

from models import (
    AuditEntry,
    Decision,
    DecisionText,
    Initiative,
    InitiativeState,
    Language,
    Question,
    QuestionMessage,
    Report,
    Support,
)
from services.export_kinds import What
from services.sheets import Cell


@dataclass(frozen=True)
class Table:
    """``read`` gives the rows of things; ``loaded`` says what is to be loaded with them."""

    columns: tuple[str, ...]
    of: Any
    where: tuple[Any, ...]
    read: Callable[[AsyncSession, Sequence[Any]], Awaitable[list[list[Cell]]]]
    loaded: tuple[Any, ...] = ()


async def _initiatives(session: AsyncSession, found: Sequence[Initiative]) -> list[list[Cell]]:
    ids = [one.id for one in found]
    counted = select(Support.initiative_id, func.count()).where(Support.initiative_id.in_(ids))
    supports = dict((await session.execute(counted.group_by(Support.initiative_id))).all())
    survivors = await _survivors(session, ids)
    return [
        [
            one.number,
            one.state.value,
            one.lang.value,
            one.text.title,
            one.text.problem,
            one.text.proposal,
            one.text.result,
            one.theme_id,
            one.region_id,
            one.agency_id,
            one.campaign_id,
            supports.get(one.id, 0),
            survivors.get(one.id),
            one.submitted_at,
            one.published_at,
            one.decided_at,
            one.decision_published_at,
        ]
        for one in found
    ]


async def _survivors(session: AsyncSession, ids: Sequence[int]) -> dict[int, str | None]:
    """The number of the initiative that each merged one went into."""
    other = aliased(Initiative)
    query = select(Initiative.id, other.number).join(other, Initiative.merged_into_id == other.id)
    return dict((await session.execute(query.where(Initiative.id.in_(ids)))).all())


async def _decisions(session: AsyncSession, found: Sequence[Initiative]) -> list[list[Cell]]:
    ids = [one.id for one in found]
    query = select(Decision).where(Decision.initiative_id.in_(ids)).order_by(Decision.position)
    taken: dict[int, list[Decision]] = {}
    for decision in (await session.scalars(query.options(selectinload(Decision.texts)))).all():
        taken.setdefault(decision.initiative_id, []).append(decision)
    survivors = await _survivors(session, ids)
    return [
        [
            one.number,
            one.text.title,
            one.lang.value,
            one.state.value,
            *_decision(decision),
            survivors.get(one.id),
            one.submitted_at,
            decision.decided_at if decision else one.decided_at,
            decision.published_at if decision else one.decision_published_at,
        ]
        for one in found
        for decision in taken.get(one.id, [None])
    ]


def _decision(decision: Decision | None) -> list[Cell]:
    if decision is None:
        return [None] * 6
    reasons: dict[Language, DecisionText] = {text.lang: text for text in decision.texts}
    said = [reasons[lang].reason if lang in reasons else None for lang in Language]
    return [decision.position, decision.outcome.value, decision.commitment_id, *said]


async def _questions(_session: AsyncSession, found: Sequence[Question]) -> list[list[Cell]]:
    return [
        [one.number, one.state.value, one.lang.value, one.text, *_answers(one.messages), one.asked_at, one.thanked_at]
        for one in found
    ]


def _answers(messages: Sequence[QuestionMessage]) -> list[Cell]:
    """What staff answered, when first, and how often the citizen asked on."""
    answers = [one for one in messages if one.is_staff]
    said = "\n\n".join(one.text for one in answers if one.text)
    first = min((one.said_at for one in answers), default=None)
    return [said or None, len(answers), len(messages) - len(answers), first]


async def _reports(_session: AsyncSession, found: Sequence[Report]) -> list[list[Cell]]:
    return [
        [
            one.id,
            one.commitment_id,
            one.agency_id,
            one.source,
            one.external_id,
            one.state.value,
            one.version,
            one.period_from,
            one.period_to,
            one.status_before.value if one.status_before else None,
            one.status.value if one.status else None,
            one.evidence_url,
            *_words(one),
            one.rejection_reason,
            one.reported_on,
            one.received_at,
            one.published_at,
            one.withdrawn_at,
        ]
        for one in found
    ]


def _words(report: Report) -> list[Cell]:
    texts = {text.lang: text for text in report.texts}
    return [getattr(texts.get(lang), field, None) for field in ("title", "done", "obstacles") for lang in Language]


async def _audit(_session: AsyncSession, found: Sequence[AuditEntry]) -> list[list[Cell]]:
    return [[one.id, one.at, one.actor_id, one.action, one.subject, one.fields, one.is_refused] for one in found]


def _heads(text: str) -> tuple[str, ...]:
    """Column names; ``…*`` stands for one in each language."""
    return tuple(
        name
        for word in text.split()
        for name in ([f"{word[:-1]}{lang.value}" for lang in Language] if word.endswith("*") else [word])
    )


_SENT = (Initiative.state != InitiativeState.DRAFT,)
TABLES = {
    What.INITIATIVES: Table(
        _heads(
            "number state lang title problem proposal result theme region agency campaign supports merged_into "
            "submitted_at published_at decided_at decision_published_at"
        ),
        Initiative,
        _SENT,
        _initiatives,
        (selectinload(Initiative.texts),),
    ),
    What.QUESTIONS: Table(
        _heads("number state lang text answer answers further_questions first_answered_at asked_at thanked_at"),
        Question,
        (),
        _questions,
        (selectinload(Question.messages),),
    ),
    What.REPORTS: Table(
        _heads(
            "id commitment agency source external_id state version period_from period_to status_before status "
            "evidence_url title_* done_* obstacles_* rejection_reason reported_on received_at published_at withdrawn_at"
        ),
        Report,
        (),
        _reports,
        (selectinload(Report.texts),),
    ),
    What.DECISIONS: Table(
        _heads(
            "number title lang state position decision commitment reason_* merged_into "
            "submitted_at decided_at decision_published_at"
        ),
        Initiative,
        _SENT,
        _decisions,
        (selectinload(Initiative.texts),),
    ),
    What.AUDIT: Table(_heads("id at actor_id action subject fields is_refused"), AuditEntry, (), _audit),
}
