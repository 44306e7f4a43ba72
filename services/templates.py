"""Wordings for reasons: seeded from files, edited by staff, offered per outcome and language."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from models import Citizen, ContentVersion, Language, Outcome, Role, Template, TemplateText
from services import audit, decisions, staff
from services.errors import NotFound


async def list_for(session: AsyncSession, outcome: Outcome | None = None) -> Sequence[Template]:
    """The wordings for an outcome, or all, in their order."""
    query = select(Template).options(selectinload(Template.texts)).order_by(Template.outcome, Template.position)
    return (await session.scalars(query if outcome is None else query.where(Template.outcome == outcome))).all()


async def list_for_staff(session: AsyncSession, officer: Citizen, *, now: datetime) -> Sequence[Template]:
    """Every wording, to be edited. Raises NotYours."""
    await staff.require(session, officer, Role.MODERATOR, action="template.list", subject="template:all", now=now)
    return await list_for(session)


async def get(session: AsyncSession, template_id: str) -> Template:
    """One wording. Raises NotFound."""
    found = await session.get(Template, template_id, options=(selectinload(Template.texts),))
    if found is None:
        raise NotFound
    return found


def reasons_of(template: Template) -> dict[Language, str]:
    """The reason in every language it has."""
    return {text.lang: text.reason for text in template.texts}


async def edit(
    session: AsyncSession, officer: Citizen, template_id: str, lang: Language, reason: str, *, now: datetime
) -> Template:
    """Change a wording; what it said stays in the history. Raises NotYours, NotFound, TextTooShort, TextTooLong."""
    subject = f"template:{template_id}:{lang}"
    await staff.require(session, officer, Role.MODERATOR, action="template.edit", subject=subject, now=now)
    template = await get(session, template_id)
    reason = decisions.check_reason(reason)
    text = next((one for one in template.texts if one.lang == lang), None)
    before = text.reason if text else None
    if text is None:
        text = TemplateText(template_id=template_id, lang=lang, name=template_id)
        session.add(text)
    text.reason = reason
    session.add(ContentVersion(subject=subject, before=before, after=reason, edited_by_id=officer.id, edited_at=now))
    audit.note(session, officer, "template.edit", subject, now=now, fields=["reason"])
    await session.flush()
    return template
