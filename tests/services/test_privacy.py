"""What is kept of a person: counted, handed over, erased."""

import json

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import (
    AuditEntry,
    Base,
    CampaignWait,
    Citizen,
    Conversation,
    FileKind,
    Initiative,
    InitiativeState,
    InitiativeText,
    Message,
    MessageState,
    Notice,
    Topic,
)
from services import campaigns, citizens, conversations, files, inbox, initiatives, privacy, questions, subscriptions
from services.files import Received
from tests.conftest import START, ZONE
from tests.services.conftest import drafted, known, sent
from tests.services.test_inbox import rows, said


async def busy(session: AsyncSession, citizen: Citizen) -> None:
    """Something of every kind."""
    draft = await drafted(session, citizen, title=f"Каралама жазган {citizen.id}-киши")
    photo = Received(FileKind.PHOTO, f"u{citizen.id}", f"f{citizen.id}", 5, name=f"сүрөт{citizen.id}.jpg")
    await files.attach(session, citizen, draft, photo, bot_id=1, now=START)
    named = await drafted(session, citizen, name=f"Аты {citizen.id}", contact=f"+996 {citizen.id}")
    await initiatives.answer(session, named, "contact_consent", "agree", now=START)
    await initiatives.submit(session, citizen, named, now=START, zone=ZONE)
    await questions.ask(session, citizen, f"Суроо берген {citizen.id}-киши", now=START, zone=ZONE)
    await subscriptions.follow(session, citizen, Topic.THEME, "elections", now=START)
    await subscriptions.mute(session, citizen, "election-financing", now=START)
    await campaigns.wait_for_opening(session, citizen, now=START)
    row = await conversations.open_for(session, citizen, now=START)
    row.memory = {"asked": {"id": 1, "text": f"Сураган {citizen.id}"}, "kept": {"text": f"Кармалган {citizen.id}"}}
    message = Message(
        citizen_id=citizen.id,
        lane=1,
        kind="report",
        state=MessageState.OPEN,
        attempts=0,
        due_at=START,
        created_at=START,
    )
    session.add(message)
    await session.flush()
    facts = {"kind": "report", "subject": "1", "due_at": START, "created_at": START, "message_id": message.id}
    session.add(Notice(citizen_id=citizen.id, cause="report:1:v1", **facts))
    await session.flush()


async def counts(session: AsyncSession) -> dict[str, int]:
    """Rows of every table that has any."""
    found = {}
    for table in Base.metadata.sorted_tables:
        found[table.name] = int(await session.scalar(select(func.count()).select_from(table)) or 0)
    return {name: n for name, n in found.items() if n}


async def test_holdings_are_ones_own(session: AsyncSession, aizada: Citizen, bolot: Citizen) -> None:
    await busy(session, bolot)
    nothing = privacy.Holdings(
        drafts=0,
        initiatives=0,
        published=0,
        questions=0,
        subscriptions=0,
        assessments=0,
        files=0,
        supported=0,
        seminars=0,
    )
    assert await privacy.holdings(session, aizada) == nothing
    await busy(session, aizada)
    held = await privacy.holdings(session, aizada)
    assert held == privacy.Holdings(
        drafts=1,
        initiatives=1,
        published=0,
        questions=1,
        subscriptions=1,
        assessments=0,
        files=1,
        supported=0,
        seminars=0,
    )


async def test_the_export_holds_everything_of_ones_own_only(
    session: AsyncSession, aizada: Citizen, bolot: Citizen
) -> None:
    for citizen in (aizada, bolot):
        await busy(session, citizen)
    exported = await privacy.export(session, aizada)
    text = json.dumps(exported, ensure_ascii=False)
    n = aizada.id
    for part in (f"{n}-киши", f"Аты {n}", f"+996 {n}", f"сүрөт{n}.jpg", f"Сураган {n}", f"Кармалган {n}", "elections"):
        assert part in text
    assert f"{bolot.id}-киши" not in text
    assert f"Аты {bolot.id}" not in text
    assert exported["waits_for_the_next_collection"] is True
    assert exported["wishes"]["quiet_from"] == 22
    assert [one["commitment"] for one in exported["muted_commitments"]] == ["election-financing"]


async def test_erasing_leaves_others_untouched_and_nothing_of_ones_own(
    session: AsyncSession, aizada: Citizen, bolot: Citizen
) -> None:
    await busy(session, bolot)
    before = await counts(session)
    await busy(session, aizada)
    await inbox.keep(session, bot_id=1, raws=[said(1, 1001), said(2, 2002), said(3, 1001)], now=START)
    handled = (await rows(session))[2].id
    session.expunge_all()
    gone = await citizens.find(session, 1001)
    assert gone is not None
    await privacy.erase(session, gone, inbox_id=handled, now=START)
    after = await counts(session)
    assert after.pop("inbox") == 3
    assert after.pop("audit") == 1
    assert after == before
    assert [row.payload is None for row in await rows(session)] == [True, False, False]  # the third is being answered
    left = await session.get_one(Citizen, gone.id)
    assert (left.telegram_id, left.language, left.consented_at, left.language_code) == (None, None, None, None)
    (noted,) = (await session.scalars(select(AuditEntry))).all()
    assert (noted.action, noted.subject) == ("citizen.erase", f"citizen:{gone.id}")
    assert await session.get(Conversation, gone.id) is None
    assert await session.get(CampaignWait, gone.id) is None
    assert await session.get(Conversation, bolot.id) is not None


async def test_what_others_have_read_stays_without_a_name(session: AsyncSession, aizada: Citizen) -> None:
    one = await sent(session, aizada)
    one.published_at = START
    one.name, one.contact, one.contact_consented_at = "Айзада", "+996", START
    unpublished = await sent(session, aizada)
    target = await sent(session, aizada)
    other = await known(session, 3003)
    merged = await sent(session, other)
    merged.state, merged.merged_into_id = InitiativeState.MERGED, target.id
    await session.flush()
    session.expunge_all()
    gone = await citizens.find(session, 1001)
    assert gone is not None
    held = await privacy.holdings(session, gone)
    assert (held.initiatives, held.published, held.merged_into) == (3, 1, 1)  # of three, two stay
    await privacy.erase(session, gone, inbox_id=0, now=START)
    left = (await session.scalars(select(Initiative).order_by(Initiative.id))).all()
    assert [row.id for row in left] == [one.id, target.id, merged.id]
    assert unpublished.id not in [row.id for row in left]
    assert [(row.author_id, row.name, row.contact) for row in left[:2]] == [(None, None, None)] * 2
    assert left[2].author_id == other.id
    assert await session.scalar(select(func.count()).select_from(InitiativeText)) == 3
