"""Files seed, the database rules."""

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from locales import content as files
from models import Agency, AgencyText, Commitment, CommitmentAgency, FaqEntry, FaqPhrasing, FaqText, Language, Origin
from services import content
from tests.conftest import START

TOPIC = next(iter(files.topics()))


async def test_loading_again_changes_nothing(session: AsyncSession) -> None:
    loaded = await content.load(session, now=START)
    assert (loaded.inserted, loaded.updated, loaded.conflicts) == (0, 0, [])


async def test_what_staff_edited_stays_and_is_no_conflict_while_the_file_is_the_same(session: AsyncSession) -> None:
    text = await session.get_one(FaqText, (TOPIC, Language.KY))
    text.answer = "Катчылык түздөдү."
    await session.flush()
    loaded = await content.load(session, now=START)
    assert text.answer == "Катчылык түздөдү."
    assert loaded.updated == 0


async def test_a_changed_file_updates_only_what_nobody_edited(
    session: AsyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited = await session.get_one(AgencyText, ("mof", Language.RU))
    edited.name = "Минфин (по указу)"
    await session.flush()
    newer = [
        {**row, "name": {lang: f"{name} 2" for lang, name in row["name"].items()}} for row in files.read("agencies")
    ]
    _reads(monkeypatch, agencies=newer)
    loaded = await content.load(session, now=START)
    assert edited.name == "Минфин (по указу)"
    assert loaded.conflicts == ["agency_texts:mof/ru"]
    assert (await session.get_one(AgencyText, ("mof", Language.KY))).name.endswith(" 2")
    assert loaded.updated == 3 * len(newer) - 1
    again = await content.load(session, now=START)
    assert (again.updated, again.conflicts) == (0, ["agency_texts:mof/ru"])  # said until somebody settles it


async def test_leads_edited_by_staff_stay(session: AsyncSession, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = files.read("commitments")
    session.add(CommitmentAgency(commitment_id=plan[0]["id"], agency_id="moj", position=9))
    await session.flush()
    _reads(monkeypatch, commitments=[{**one, "leads": ["mof"]} for one in plan])
    loaded = await content.load(session, now=START)
    assert f"commitments:{plan[0]['id']}" in loaded.conflicts
    assert await _leads(session, plan[0]["id"]) == [*plan[0]["leads"], "moj"]
    assert await _leads(session, plan[1]["id"]) == ["mof"]


async def _leads(session: AsyncSession, commitment: str) -> list[str]:
    query = select(CommitmentAgency.agency_id).where(CommitmentAgency.commitment_id == commitment)
    return list((await session.scalars(query.order_by(CommitmentAgency.position))).all())


async def test_what_staff_set_beside_the_files_stays(session: AsyncSession) -> None:
    (await session.get_one(Agency, "mof")).is_active = False
    (await session.get_one(FaqEntry, TOPIC)).published_at = None
    one = (await session.scalars(select(Commitment).limit(1))).one()
    one.status = None
    await session.flush()
    loaded = await content.load(session, now=START)
    assert loaded.conflicts == []
    assert not (await session.get_one(Agency, "mof")).is_active
    assert (await session.get_one(FaqEntry, TOPIC)).published_at is None


async def test_a_new_row_is_inserted(session: AsyncSession, monkeypatch: pytest.MonkeyPatch) -> None:
    new = {"id": "new-body", "name": {"ky": "Жаңы", "ru": "Новый", "en": "New"}}
    _reads(monkeypatch, agencies=[*files.read("agencies"), new])
    loaded = await content.load(session, now=START)
    assert (loaded.inserted, loaded.updated) == (4, 0)
    assert (await session.get_one(AgencyText, ("new-body", Language.EN))).name == "New"


async def test_phrasings_of_staff_stay_and_of_files_come_and_go(session: AsyncSession) -> None:
    gone = (await session.scalars(select(FaqPhrasing).where(FaqPhrasing.origin == Origin.SEED).limit(1))).one()
    texts = {"ours": (Origin.STAFF, True), "no longer in the file": (Origin.SEED, False)}
    for text, (origin, _) in texts.items():
        session.add(FaqPhrasing(entry_id=TOPIC, lang=Language.EN, text=text, origin=origin))
    key = (gone.entry_id, gone.lang, gone.text)
    await session.delete(gone)
    await session.flush()
    await content.load(session, now=START)
    for text, (_, stays) in texts.items():
        query = select(func.count()).select_from(FaqPhrasing).where(FaqPhrasing.text == text)
        assert bool(await session.scalar(query)) == stays
    back = select(FaqPhrasing.text).where(FaqPhrasing.entry_id == key[0], FaqPhrasing.lang == key[1])
    assert key[2] in (await session.scalars(back)).all()


def _reads(monkeypatch: pytest.MonkeyPatch, **changed: Any) -> None:
    read = files.read

    def instead(name: str, *folder: Any) -> Any:
        return changed[name] if name in changed else read(name, *folder)

    monkeypatch.setattr(files, "read", instead)
