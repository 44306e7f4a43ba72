"""Words under a photo or a file are corrected like any answer: in the officer's chat and in the staff group."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.assembly import utc_now
from bot.playground.driver import StandIn
from models import QuestionMessage, Role
from services import answering
from services.answering import Said
from tests.dialogues.staff import Office, open_office
from tests.reporting import appoint


@pytest.fixture
async def office(telegram: StandIn, tmp_path: Path, lean: str) -> AsyncIterator[Office]:
    async with open_office(telegram, tmp_path) as opened:
        yield opened


async def test_words_put_under_a_file_that_had_none_reach_the_citizen(office: Office) -> None:
    bakyt = await office.person("Бакыт", "ru")
    question = await office.question(bakyt, "Где опубликован план действий?")
    chief = office.chief
    await chief.says("/questions")
    await chief.taps(question.number)
    await chief.taps("Ответить")
    answer = await chief.sends_document("План.pdf", b"%PDF-1.4", "application/pdf")
    await chief.sees("Ответ отправляется")
    assert await office.deliver() == 1
    told = next(one for one in reversed(await bakyt.messages()) if "document" in one.facts)
    await chief.edits(answer, "План целиком, на двух языках")
    await chief.sees("Исправлено")
    assert await office.deliver() == 1
    corrected = next(one for one in await bakyt.messages() if one.id == told.id)
    assert "План целиком, на двух языках" in corrected.text


async def test_a_caption_in_the_staff_group_is_mirrored(telegram: StandIn, tmp_path: Path, lean: str) -> None:
    nurlan = telegram.person("Нурлан", language_code="ky")
    group = await telegram.group("Катчылык", nurlan)
    async with open_office(telegram, tmp_path, staff_chat_id=group) as office:
        await office.introduce(nurlan, "ky")
        await appoint(office.parts.database, nurlan.id, Role.MODERATOR)
        aizada = await office.person("Айзада", "ky")
        question = await office.question(aizada, "Айыл өкмөтү бюджетин кайда жарыялашы керек?")
        # Named, since the stand-in's people cannot reply with a photo, and a bot reads nothing else in a group.
        name = f"@{office.parts.application.bot.username}"
        sent = await nurlan.sends_photo(caption=f"{name} Маалымат тактасы", chat=group)
        await telegram.quiet(answered=False)
        async with office.parts.database.begin() as session:
            officer = await office.citizen_in(session, nurlan)
            said = Said(group, sent.id, "Маалымат тактасы")
            answer = await answering.answer(session, officer, question.id, said, bot_id=1, now=utc_now())
        assert await office.deliver() == 1
        await aizada.sees("Маалымат тактасы")
        await nurlan.edits(sent, f"{name} Маалымат тактасынын сүрөтү")
        await telegram.quiet(answered=False)
        assert await office.deliver() == 1
        await aizada.sees("Маалымат тактасынын сүрөтү")
        async with office.parts.database.read() as session:
            assert (await session.get_one(QuestionMessage, answer.id)).version == 2
