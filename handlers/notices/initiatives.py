"""What authors and supporters hear of an initiative, each change once."""

from handlers.initiative_fields import FIELDS
from handlers.notices.context import NoticeContext
from handlers.screens import clarifications as clarification_screens
from handlers.screens import initiative_notices as screens
from handlers.screens.screen import Screen, lines
from models import Commitment, Initiative, InitiativeState, Notice
from services import clarifications, commitments, decisions, reviews
from services.errors import NotFound


async def _find(context: NoticeContext, id_: str) -> Initiative | None:
    """The initiative, if it is still there and not withdrawn."""
    try:
        one = await reviews.load(context.session, int(id_))
    except NotFound:
        return None  # erased meanwhile
    return one if one.state is not InitiativeState.WITHDRAWN else None


async def _each(context: NoticeContext, notices: list[Notice]) -> list[Initiative]:
    found = [await _find(context, notice.subject) for notice in notices]
    return [one for one in found if one is not None]


async def under_review(context: NoticeContext, notices: list[Notice]) -> Screen | None:
    """Only while it is true: a decision may have come before this was sent."""
    fresh = [one for one in await _each(context, notices) if one.state is InitiativeState.UNDER_REVIEW]
    return joined([screens.under_review(one, context.t) for one in fresh])


async def published(context: NoticeContext, notices: list[Notice]) -> Screen | None:
    shown = [one for one in await _each(context, notices) if one.published_at is not None]
    return joined([screens.published(one, context.t) for one in shown])


async def merged(context: NoticeContext, notices: list[Notice]) -> Screen | None:
    said = []
    for notice in notices:
        # After the colon: the commitment that the reader has come to follow by this.
        id_, _, commitment_id = notice.subject.partition(":")
        one = await _find(context, id_)
        survivor = await context.session.get(Initiative, one.merged_into_id) if one and one.merged_into_id else None
        if one is not None and survivor is not None:
            is_author = one.author_id == context.citizen.id
            # The survivor's title is told only where anybody may read it.
            title = (await reviews.load(context.session, survivor.id)).text.title if survivor.published_at else None
            followed = await commitments.get(context.session, commitment_id) if commitment_id else None
            said.append(screens.merged(one, survivor, title, context.t, is_author=is_author, followed=followed))
    return joined(said)


async def clarification(context: NoticeContext, notices: list[Notice]) -> Screen | None:
    """Answered or withdrawn meanwhile: nothing to ask any more."""
    said = []
    labels = {field.name: context.t.plain(field.label) for field in FIELDS}
    for one in await _each(context, notices):
        asked = await clarifications.find_open(context.session, one.id)
        if asked is not None and one.state is InitiativeState.CLARIFICATION:
            text = clarification_screens.request(asked, one, [labels[name] for name in asked.names], context.t)
            said.append(Screen(text, clarification_screens.answer_rows(asked.id, context.t)))
    return joined(said)


async def decision(context: NoticeContext, notices: list[Notice]) -> Screen | None:
    said = []
    for notice in notices:
        found = await decisions.find_published(context.session, int(notice.subject))
        if found is None:
            continue
        one = await reviews.load(context.session, found.initiative_id)
        commitment: Commitment | None = None
        if found.commitment_id is not None:
            commitment = await commitments.get(context.session, found.commitment_id)
        is_author = one.author_id == context.citizen.id
        said.append(screens.decided(one, found, commitment, context.t, is_author=is_author))
    return joined(said)


def joined(said: list[Screen]) -> Screen | None:
    """Several of a kind become one message with all their buttons."""
    if not said:
        return None
    return Screen(lines(*(one.text for one in said)), tuple(row for one in said for row in one.rows))


RENDERERS = {
    "under-review": under_review,
    "published": published,
    "merged": merged,
    "clarification": clarification,
    "decision": decision,
    "supported-merged": merged,
    "supported-decision": decision,
}
