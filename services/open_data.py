"""Open data: what anybody may take and republish. Only what is published, and nothing about persons."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from models import (
    Commitment,
    Completion,
    Decision,
    Initiative,
    InitiativeState,
    Language,
    Outcome,
    Report,
    ReportState,
    Support,
    Verdict,
)
from services import assessments, commitments, reports
from services.assessments import Tally
from services.initiatives_public import is_public, shown_state

Moment = Annotated[datetime, AfterValidator(lambda at: at.astimezone(UTC))]


class PublicWords(BaseModel):
    title: str | None
    done: str
    obstacles: str | None


class CitizensView(BaseModel):
    """Answers to "Is it true?", from a minimum of answers on."""

    answers: int
    done: int
    partly: int
    not_done: int
    unknown: int


class PublicReport(BaseModel):
    """A published report."""

    id: int
    commitment: str
    agency: str | None
    period_from: date | None
    period_to: date | None
    status: Completion | None = Field(description="Completion on OGP's scale, as the agency states it.")
    status_before: Completion | None = Field(description="The status before, where this report changed it.")
    reported_on: date | None
    published_at: Moment
    version: int = Field(description="Counts the published changes of this report.")
    evidence_url: str | None
    texts: dict[Language, PublicWords]
    citizens_view: CitizensView | None


class PublicCommitment(BaseModel):
    """A commitment of a National Action Plan."""

    id: str
    plan: str
    number: int
    ogp_code: str | None
    theme: str
    ogp_values: list[str]
    agencies: list[str]
    starts_on: date | None
    ends_on: date | None
    status: Completion | None
    titles: dict[Language, str]
    reports: int = Field(description="How many reports are published.")


class PublicDecision(BaseModel):
    """What the Secretariat decided last, and why."""

    outcome: Outcome
    commitment: str | None = Field(description="Where it is in the plan: the commitment it became part of.")
    published_at: Moment
    reasons: dict[Language, str]


class PublicInitiative(BaseModel):
    """A published initiative of a citizen: what its author has agreed to make public."""

    number: str
    state: InitiativeState
    theme: str | None
    region: str | None
    language: Language = Field(description="The language the author wrote in.")
    title: str
    problem: str | None
    proposal: str | None
    result: str | None
    supporters: int
    published_at: Moment
    decision: PublicDecision | None = Field(description="Once it is published.")


async def list_reports(
    session: AsyncSession,
    *,
    commitment: str | None = None,
    agency: str | None = None,
    limit: int,
    offset: int,
    watch_minimum: int,
) -> tuple[list[PublicReport], int]:
    """A page of reports, the newest first, and how many there are in all."""
    found = await reports.list_published(
        session, commitment_id=commitment, agency_id=agency, limit=limit, offset=offset
    )
    total = await reports.count_published(session, commitment_id=commitment, agency_id=agency)
    tallies = await assessments.tallies(session, [one.id for one in found], minimum=watch_minimum)
    return [_report(one, tallies) for one in found], total


async def get_report(session: AsyncSession, report_id: int, *, watch_minimum: int) -> PublicReport:
    """One published report. Raises NotFound."""
    found = await reports.get_public(session, report_id)
    return _report(found, await assessments.tallies(session, [report_id], minimum=watch_minimum))


def _report(one: Report, tallies: Mapping[int, Tally]) -> PublicReport:
    assert one.commitment_id is not None
    assert one.published_at is not None
    return PublicReport(
        id=one.id,
        commitment=one.commitment_id,
        agency=one.agency_id,
        period_from=one.period_from,
        period_to=one.period_to,
        status=one.status,
        status_before=one.status_before,
        reported_on=one.reported_on,
        published_at=one.published_at,
        version=one.version,
        evidence_url=one.evidence_url,
        texts={
            text.lang: PublicWords(title=text.title, done=text.done, obstacles=text.obstacles) for text in one.texts
        },
        citizens_view=_view(tallies.get(one.id)),
    )


def _view(tally: Tally | None) -> CitizensView | None:
    if tally is None:
        return None
    counts = tally.counts
    return CitizensView(
        answers=tally.total,
        done=counts[Verdict.DONE],
        partly=counts[Verdict.PARTLY],
        not_done=counts[Verdict.NOT_DONE],
        unknown=counts[Verdict.UNKNOWN],
    )


async def list_commitments(session: AsyncSession, *, limit: int, offset: int) -> tuple[list[PublicCommitment], int]:
    """A page of commitments in the plans' order, and how many there are."""
    every = await commitments.list_all(session)
    shown = every[offset : offset + limit]
    counted = await session.execute(
        select(Report.commitment_id, func.count())
        .where(Report.state == ReportState.PUBLISHED)
        .group_by(Report.commitment_id)
    )
    counts = {commitment_id: int(count) for commitment_id, count in counted}
    return [_commitment(one, counts.get(one.id, 0)) for one in shown], len(every)


def _commitment(one: Commitment, count: int) -> PublicCommitment:
    return PublicCommitment(
        id=one.id,
        plan=one.plan_id,
        number=one.position,
        ogp_code=one.ogp_code,
        theme=one.theme_id,
        ogp_values=one.ogp_values.split(","),
        agencies=[lead.agency_id for lead in one.leads],
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        status=one.status,
        titles={text.lang: text.title for text in one.texts},
        reports=count,
    )


async def list_initiatives(session: AsyncSession, *, limit: int, offset: int) -> tuple[list[PublicInitiative], int]:
    """A page of published initiatives, the newest first, and how many there are."""
    public = select(Initiative).where(is_public())
    newest = public.order_by(Initiative.published_at.desc(), Initiative.id.desc()).limit(limit).offset(offset)
    found = (await session.scalars(newest.options(selectinload(Initiative.texts)))).all()
    total = await session.scalar(select(func.count()).select_from(Initiative).where(is_public()))
    ids = [one.id for one in found]
    counted = select(Support.initiative_id, func.count()).where(Support.initiative_id.in_(ids))
    supporters = dict((await session.execute(counted.group_by(Support.initiative_id))).all())
    decisions = await _decisions(session, ids)
    return [_initiative(one, supporters.get(one.id, 0), decisions.get(one.id)) for one in found], total or 0


async def _decisions(session: AsyncSession, ids: Sequence[int]) -> dict[int, Decision]:
    """The last published decision on each."""
    query = select(Decision).where(Decision.initiative_id.in_(ids), Decision.published_at.is_not(None))
    taken = await session.scalars(query.order_by(Decision.position).options(selectinload(Decision.texts)))
    return {one.initiative_id: one for one in taken}


def _initiative(one: Initiative, supporters: int, decision: Decision | None) -> PublicInitiative:
    assert one.number is not None
    assert one.published_at is not None
    return PublicInitiative(
        number=one.number,
        state=shown_state(one),
        theme=one.theme_id,
        region=one.region_id,
        language=one.lang,
        title=one.text.title or "",
        problem=one.text.problem,
        proposal=one.text.proposal,
        result=one.text.result,
        supporters=supporters,
        published_at=one.published_at,
        decision=_decision(decision) if decision else None,
    )


def _decision(one: Decision) -> PublicDecision:
    assert one.published_at is not None
    reasons = {text.lang: text.reason for text in one.texts}
    return PublicDecision(
        outcome=one.outcome, commitment=one.commitment_id, published_at=one.published_at, reasons=reasons
    )
