"""Questions go back and forth between a citizen's chat, an officer's chat and the staff group."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.assembly import utc_now
from bot.playground.driver import StandIn
from bot.playground.samples import photo
from models import AuditEntry, Initiative, Notice, Question, QuestionMessage, StaffCard
from services import morning
from tests.conftest import START, ZONE
from tests.dialogues.staff import Office, open_office


@pytest.fixture
async def office(telegram: StandIn, tmp_path: Path, lean: str) -> AsyncIterator[Office]:
    async with open_office(telegram, tmp_path) as opened:
        yield opened


async def test_a_question_goes_back_and_forth_in_kyrgyz(office: Office) -> None:
    aizada = await office.person("Айзада", "ky")
    await aizada.says("/ask")
    await aizada.says("Айыл өкмөтү бюджетин кайда жарыялашы керек?")
    await aizada.sees("Q-")
    chief = office.chief
    await chief.says("/questions")
    await chief.sees("Вопросы: 1", "Айыл өкмөтү")
    await chief.taps((await chief.sees("Q-")).labels[0])
    await chief.taps("Ответить")
    await chief.sees("Кыргызча")
    await chief.says("Айыл өкмөтү бюджетин өз сайтына жарыялайт.")
    await chief.sees("Ответ отправляется")
    assert await office.deliver() == 1
    await aizada.sees("суроосуна жообу", "өз сайтына жарыялайт", "Рахмат, жардам берди")

    await aizada.taps("Дагы суроо берүү")
    await aizada.says("Сайты жок болсочу?")
    await aizada.sees("Катчылыкка берилди")
    assert await office.deliver() == 1
    await chief.sees("гражданин спрашивает ещё", "Сайты жок болсочу?")
    card = await chief.sees("гражданин спрашивает ещё")
    await chief.says("Анда маалымат тактасына илинет.", reply_to=card)
    await chief.sees("отправляется")
    assert await office.deliver() == 1
    await aizada.sees("маалымат тактасына илинет")
    await aizada.taps("Рахмат, жардам берди")
    await aizada.sees("суроосу жабылды")
    await chief.says("/questions")
    await chief.sees("Ничего не ждёт")


async def test_a_corrected_answer_is_corrected_where_it_stands(office: Office) -> None:
    bakyt = await office.person("Бакыт", "ru")
    question = await office.question(bakyt, "Где опубликован план действий?")
    chief = office.chief
    await chief.says("/questions")
    await chief.taps(question.number)
    await chief.taps("Ответить")
    answer = await chief.says("План опубликован на сайте.")
    await chief.sees("Ответ отправляется")
    await office.deliver()
    told = await bakyt.sees("План опубликован на сайте")
    await bakyt.says("/help")  # the conversation goes on below
    help_screen = await bakyt.sees("/privacy")

    await chief.edits(answer, "План опубликован на сайте ogp.el.kg.")
    await chief.sees("Исправлено")
    assert await office.deliver() == 1
    corrected = next(one for one in await bakyt.messages() if one.id == told.id)
    assert "исправил свой ответ" in corrected.text
    assert "ogp.el.kg" in corrected.text
    assert "Спросить ещё" in corrected.labels
    assert (await bakyt.messages())[-1].id == help_screen.id

    await chief.edits(answer, "План опубликован на сайте ogp.el.kg.")  # the same words: no news
    await office.telegram.quiet(answered=False)
    assert await office.deliver() == 0

    await bakyt.deletes(corrected)  # nothing to edit any more: the correction comes as a new message
    await chief.edits(answer, "План опубликован на сайте ogp.el.kg, в разделе «УИП».")
    await chief.sees("Исправлено")
    assert await office.deliver() == 1
    assert "разделе" in (await bakyt.messages())[-1].text


async def test_an_answer_corrected_before_it_is_sent_comes_once(office: Office) -> None:
    bakyt = await office.person("Бакыт", "ru")
    question = await office.question(bakyt, "Где опубликован план действий?")
    chief = office.chief
    await chief.says("/questions")
    await chief.taps(question.number)
    await chief.taps("Ответить")
    answer = await chief.says("План опубликован на сайте.")
    await chief.sees("Ответ отправляется")
    await chief.edits(answer, "План опубликован на ogp.el.kg.")
    await chief.edits(answer, "План опубликован на www.ogp.el.kg.")
    await office.telegram.quiet()
    assert await office.deliver() == 1
    await bakyt.sees("Ответ Секретариата", "www.ogp.el.kg")


async def test_several_answers_due_together_come_whole_and_in_order(office: Office) -> None:
    """Two answers of full length do not fit into one message, nor do two files."""
    bakyt = await office.person("Бакыт", "ru")
    question = await office.question(bakyt, "Где опубликован план действий?")
    chief = office.chief
    await chief.says("/questions")
    await chief.taps(question.number)
    for number in (1, 2):
        await chief.taps("Ответить")
        await chief.says(f"Ответ {number}. " + "Очень подробно. " * 180)
        await chief.sees("Ответ отправляется")
    for number in (3, 4):
        await chief.taps("Ответить")
        await chief.sends_document(f"{number}.pdf", b"%PDF-1.4", "application/pdf", caption=f"Файл {number}")
        await chief.sees("Ответ отправляется")
    async with office.parts.database.begin() as session:  # all in one making of messages
        await session.execute(update(Notice).where(Notice.kind == "answer").values(due_at=utc_now()))
    assert await office.deliver() == 4
    told = [one.text for one in await bakyt.messages() if one.by_bot][-4:]
    assert ["Ответ 1." in told[0], "Ответ 2." in told[1], "Файл 3" in told[2], "Файл 4" in told[3]] == [True] * 4


async def test_files_go_both_ways(office: Office) -> None:
    bakyt = await office.person("Бакыт", "ru")
    question = await office.question(bakyt, "Где опубликован план действий?")
    chief = office.chief
    await chief.says("/questions")
    await chief.taps(question.number)
    await chief.taps("Ответить")
    await chief.sends_document("План.pdf", b"%PDF-1.4", "application/pdf", caption="План действий целиком")
    await chief.sees("Ответ отправляется")
    assert await office.deliver() == 1
    await bakyt.sees("План действий целиком", "Спросить ещё")
    await bakyt.taps("Спросить ещё")
    await bakyt.sends_photo(caption="Вот эта страница не открывается")
    await bakyt.sees("Передано в Секретариат")
    assert await office.deliver() == 1
    await chief.sees("Вот эта страница")
    async with office.parts.database.read() as session:
        kept = (await session.scalars(select(QuestionMessage).order_by(QuestionMessage.id))).all()
        assert [(one.is_staff, one.file_id is not None) for one in kept] == [(True, True), (False, True)]


async def test_a_citizen_cannot_answer_another_ones_question_by_a_reply(office: Office) -> None:
    """A forged reply: the message that is replied to names a question of somebody else."""
    aizada = await office.person("Айзада", "ky")
    bakyt = await office.person("Бакыт", "ru")
    question = await office.question(aizada, "Айыл өкмөтү бюджетин кайда жарыялашы керек?")
    bot = office.parts.application.bot
    sent = await bot.send_message(bakyt.id, f"{question.number}")
    shown = next(one for one in bakyt.chat if one.id == sent.message_id)
    await bakyt.says("Жооп мындай", reply_to=shown)
    await bakyt.sees("недоступно")
    assert await office.deliver() == 0
    async with office.parts.database.read() as session:
        refused = select(AuditEntry.action).where(AuditEntry.is_refused)
        assert (await session.scalars(refused)).all() == ["question.answer"]


async def test_the_staff_group_gets_a_card_without_anything_personal(
    telegram: StandIn, tmp_path: Path, lean: str
) -> None:
    owner = telegram.person("Нурлан", language_code="ky")
    group = await telegram.group("Катчылык", owner)
    async with open_office(telegram, tmp_path, staff_chat_id=group) as office:
        await office.introduce(owner, "ky")
        aizada = await office.person("Айзада", "ky")
        one = await office.initiative(aizada, "Мектептердин бюджетин ачыктоо", name="Айзада Токтосунова")
        question = await office.question(aizada, "Айыл өкмөтү бюджетин кайда жарыялашы керек?")
        await office.parts.clockwork.tick()
        await office.parts.clockwork.tick()
        posted = [message.text for message in await owner.messages(group) if message.by_bot]
        assert len(posted) == 2
        assert "Мектептердин бюджетин ачыктоо" in posted[0]
        assert not any("Токтосунова" in text or "Айыл өкмөтү" in text for text in posted)

        await owner.taps("Ишке алуу", chat=group)
        assert "уруксатыңыз жок" in await owner.toast()
        async with office.parts.database.read() as session:
            card = await session.scalar(select(StaffCard).where(StaffCard.subject == f"question:{question.id}"))
            assert card is not None
            assert card.chat_id == group
            assert (await session.get_one(Initiative, one.id)).assignee_id is None
            assert (await session.get_one(Question, question.id)).assignee_id is None


async def test_an_officer_takes_a_card_in_the_group_and_answers_there(
    telegram: StandIn, tmp_path: Path, lean: str
) -> None:
    owner = telegram.person("Нурлан", language_code="ky")
    group = await telegram.group("Катчылык", owner)
    async with open_office(telegram, tmp_path, staff_chat_id=group) as office:
        nurlan = owner
        await office.introduce(nurlan, "ky")
        await office.chief.says("/team")
        await office.chief.taps("Пригласить сотрудника")
        await office.chief.taps("Модератор")
        link = (await office.chief.sees("start=staff_")).text.split("start=")[1].split()[0]
        await nurlan.follows_link(link)
        await nurlan.sees("Кош келиңиз", "Модератор")
        aizada = await office.person("Айзада", "ky")
        question = await office.question(aizada, "Айыл өкмөтү бюджетин кайда жарыялашы керек?")
        # The group becomes a supergroup before the card is sent.
        moved = await telegram.control.do("upgrade", {"person": nurlan.id, "chat": group})
        await office.parts.clockwork.tick()
        new_group = moved["id"] if isinstance(moved, dict) else int(moved)
        card = await nurlan.sees(question.number, chat=new_group)
        await nurlan.taps("Ишке алуу", chat=new_group)
        await nurlan.sees("Ишке алган: Нурлан", chat=new_group)
        assert await office.deliver() == 1
        await nurlan.sees("эми сиздин тапшырмаңыз")
        await nurlan.says("Айыл өкмөтүнүн сайтында.", chat=new_group, reply_to=card)
        await nurlan.sees("суроосуна жооп жөнөтүлүп жатат", chat=new_group)
        assert await office.deliver() == 1
        await aizada.sees("Айыл өкмөтүнүн сайтында")


async def test_the_morning_list_counts_what_waits(office: Office) -> None:
    aizada = await office.person("Айзада", "ky")
    await office.initiative(aizada, "Мектептердин бюджетин ачыктоо")
    await office.chief.says("/desk")
    await office.chief.taps("Присылать список каждое утро")
    await office.chief.sees("Не присылать утренний список")
    async with office.parts.database.begin() as session:
        chief = await office.citizen_in(session, office.chief)
        chief.digest_hour = 0
    await morning.run_due_lists(office.parts.database, now=START, zone=ZONE)
    await morning.run_due_lists(office.parts.database, now=START, zone=ZONE)
    assert await office.deliver() == 1
    await office.chief.sees("Доброе утро", "Новые инициативы: 1")


async def test_every_photo_of_an_album_arrives_on_the_other_side(office: Office) -> None:
    bakyt = await office.person("Бакыт", "ru")
    question = await office.question(bakyt, "Где опубликован план действий?")
    chief = office.chief
    await chief.says("/questions")
    await chief.taps(question.number)
    await chief.taps("Ответить")
    await chief.sends_album(photo(640), photo(641), photo(642), caption="План действий, три страницы")
    await chief.sees("Ответ отправляется")
    await office.telegram.quiet(answered=False)
    assert await office.deliver() == 3
    assert sum("photo" in one.facts for one in await bakyt.messages()) == 3
    await bakyt.taps("Спросить ещё")
    await bakyt.sends_album(photo(643), photo(644), caption="А эти страницы?")
    await bakyt.sees("Передано в Секретариат")
    await office.telegram.quiet(answered=False)
    assert await office.deliver() == 2
    await bakyt.does_not_see("Не понял")
    async with office.parts.database.read() as session:
        kept = (await session.scalars(select(QuestionMessage).order_by(QuestionMessage.id))).all()
        assert [one.is_staff for one in kept] == [True, True, True, False, False]
        assert all(one.file_id is not None for one in kept)


async def test_a_stranger_in_the_group_neither_takes_nor_answers_and_both_are_noted(
    telegram: StandIn, tmp_path: Path, lean: str
) -> None:
    """Somebody in the staff group who has never written to the bot, in whatever language their app is."""
    stranger = telegram.person("Чоочун", language_code="ru")
    group = await telegram.group("Катчылык", stranger)
    async with open_office(telegram, tmp_path, staff_chat_id=group) as office:
        aizada = await office.person("Айзада", "ky")
        question = await office.question(aizada, "Айыл өкмөтү бюджетин кайда жарыялашы керек?")
        await office.parts.clockwork.tick()
        card = await stranger.sees(question.number, chat=group)
        await stranger.says("Мындай жооп", chat=group, reply_to=card)
        await stranger.sees("уруксатыңыз жок", chat=group)
        await stranger.taps("Ишке алуу", chat=group)
        assert "недоступно" in await stranger.toast()
        assert await office.deliver() == 0
        async with office.parts.database.read() as session:
            refused = select(AuditEntry.action, AuditEntry.actor_id).where(AuditEntry.is_refused)
            noted = (await session.execute(refused.order_by(AuditEntry.id))).all()
            assert [(one.action, one.actor_id is None) for one in noted] == [
                ("question.answer", True),
                ("desk.take", False),
            ]
            assert (await session.get_one(Question, question.id)).assignee_id is None
