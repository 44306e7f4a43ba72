"""Questions go back and forth between a citizen's chat, an officer's chat and the staff group."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.playground.driver import StandIn
from bot.playground.samples import photo
from bot.preparing import utc_now
from models import AuditEntry, Initiative, Notice, Question, QuestionMessage, StaffCard
from services import morning
from tests.conftest import START, ZONE
from tests.dialogues.staff import Office, Words, once, open_office
from tests.dialogues.words import TITLE

ASKED = {"ky": "Айыл өкмөтү бюджетин кайда жарыялашы керек?", "ru": "Где опубликован план действий страны?"}
ON_ITS_WAY = ("Жооп жөнөтүлүп жатат", "Ответ отправляется")


@pytest.fixture(params=["ky", "ru"])
async def office(request: pytest.FixtureRequest, telegram: StandIn, tmp_path: Path, lean: str) -> AsyncIterator[Office]:
    async with open_office(telegram, tmp_path, language=request.param) as opened:
        yield opened


async def test_a_question_goes_back_and_forth(office: Office) -> None:
    s, c, chief = office.staff, office.citizens, office.chief
    aizada = await office.citizen("Айзада")
    await aizada.says("/ask")
    await aizada.says(ASKED[c.language])
    number = next(word for word in (await aizada.sees("Q-")).text.split() if word.startswith("Q-"))[:12]
    await chief.says("/questions")
    await chief.sees(s("Суроолор: 1", "Вопросы: 1"), ASKED[c.language][:11])
    await office.answers(number, c("Айыл өкмөтү аны өз сайтына жарыялайт.", "Он опубликован на сайте."))
    assert await office.deliver() == 1
    await aizada.sees(
        c("суроосуна жообу", "Ответ Секретариата на вопрос"),
        c("өз сайтына жарыялайт", "опубликован на сайте"),
        c("Рахмат, жардам берди", "Спасибо, это помогло"),
    )

    await aizada.taps(c("Дагы суроо берүү", "Спросить ещё"))
    more = c("Сайты жок болсочу?", "А если сайта нет?")
    await aizada.says(more)
    await aizada.sees(c("Катчылыкка берилди", "Передано в Секретариат"))
    assert await office.deliver() == 1
    card = await chief.sees(s("жаран дагы сурап жатат", "гражданин спрашивает ещё"), more)
    await chief.says(c("Анда маалымат тактасына илинет.", "Тогда на доске объявлений."), reply_to=card)
    await chief.sees(s("жооп жөнөтүлүп жатат", "отправляется"))
    assert await office.deliver() == 1
    await aizada.sees(c("маалымат тактасына илинет", "на доске объявлений"))
    await aizada.taps(c("Рахмат, жардам берди", "Спасибо, это помогло"))
    await aizada.sees(c("суроосу жабылды", "закрыт"))
    await chief.says("/questions")
    await chief.sees(s("Күтүп турган эч нерсе жок", "Ничего не ждёт"))


async def test_a_corrected_answer_comes_once_before_it_is_sent_and_is_corrected_where_it_stands(
    office: Office,
) -> None:
    s, c, chief = office.staff, office.citizens, office.chief
    bakyt = await office.citizen("Бакыт")
    question = await office.question(bakyt, ASKED[c.language])
    words = c("План бул жерде: {}", "План опубликован на сайте {}").format
    answer = await office.answers(question.number, words("…"))
    await chief.edits(answer, words("ogp.kg"))
    await chief.edits(answer, words("www.ogp.kg"))
    await office.telegram.quiet()
    assert await office.deliver() == 1
    told = await bakyt.sees(c("суроосуна жообу", "Ответ Секретариата"), words("www.ogp.kg"))
    assert c("жообун оңдоду", "исправил свой ответ") not in told.text
    await bakyt.says("/help")  # the conversation goes on below
    help_screen = await bakyt.sees("/privacy")

    await chief.edits(answer, words("ogp.el.kg."))
    await chief.sees(s("Оңдолду", "Исправлено"))
    assert await office.deliver() == 1
    corrected = next(one for one in await bakyt.messages() if one.id == told.id)
    assert c("жообун оңдоду", "исправил свой ответ") in corrected.text
    assert "ogp.el.kg" in corrected.text
    assert c("Дагы суроо берүү", "Спросить ещё") in corrected.labels
    assert (await bakyt.messages())[-1].id == help_screen.id

    await chief.edits(answer, words("ogp.el.kg."))  # the same words: no news
    await office.telegram.quiet(answered=False)
    assert await office.deliver() == 0

    await bakyt.deletes(corrected)  # nothing to edit any more: the correction comes as a new message
    await chief.edits(answer, words("ogp.el.kg, «УИП»."))
    await chief.sees(s("Оңдолду", "Исправлено"))
    assert await office.deliver() == 1
    assert "«УИП»" in (await bakyt.messages())[-1].text


@once
async def test_several_answers_due_together_come_whole_and_in_order(office: Office) -> None:
    """Two answers of full length do not fit into one message, nor do two files."""
    bakyt = await office.citizen("Бакыт")
    question = await office.question(bakyt, ASKED["ky"])
    chief = office.chief
    long = "Кененирээк айтканда. " * 130
    await office.answers(question.number, f"Жооп 1. {long}")
    await chief.taps("Ответить")
    await chief.says(f"Жооп 2. {long}")
    await chief.sees("Ответ отправляется")
    for number in (3, 4):
        await chief.taps("Ответить")
        await chief.sends_document(f"{number}.pdf", b"%PDF-1.4", "application/pdf", caption=f"Файл {number}")
        await chief.sees("Ответ отправляется")
    async with office.parts.database.begin() as session:  # all in one making of messages
        await session.execute(update(Notice).where(Notice.kind == "answer").values(due_at=utc_now()))
    assert await office.deliver() == 4
    told = [one.text for one in await bakyt.messages() if one.by_bot][-4:]
    assert ["Жооп 1." in told[0], "Жооп 2." in told[1], "Файл 3" in told[2], "Файл 4" in told[3]] == [True] * 4


async def test_files_and_albums_go_both_ways(office: Office) -> None:
    s, c, chief = office.staff, office.citizens, office.chief
    bakyt = await office.citizen("Бакыт")
    question = await office.question(bakyt, ASKED[c.language])

    async def passes_on(sent: int) -> None:
        await bakyt.sees(c("Катчылыкка берилди", "Передано в Секретариат"))
        await office.telegram.quiet(answered=False)
        assert await office.deliver() == sent
        await bakyt.does_not_see(c("Түшүнгөн жокмун", "Не понял"))

    await chief.says("/questions")
    await chief.taps(question.number)
    await chief.taps(s("Жооп берүү", "Ответить"))
    await chief.sends_document("План.pdf", b"%PDF-1.4", "application/pdf", caption="УИП-1")
    await chief.sees(s(*ON_ITS_WAY))
    assert await office.deliver() == 1
    await bakyt.sees("УИП-1", c("Дагы суроо берүү", "Спросить ещё"))
    await bakyt.taps(c("Дагы суроо берүү", "Спросить ещё"))
    await bakyt.sends_photo(caption="УИП-2")
    await passes_on(1)
    await chief.sees(s("жаран дагы сурап жатат", "гражданин спрашивает ещё"), "УИП-2")
    await chief.taps(s("Жооп берүү", "Ответить"))
    await chief.sends_album(photo(60, 48), photo(61, 48), photo(62, 48), caption="УИП-3")
    await chief.sees(s(*ON_ITS_WAY), s("Файлдарды көрсөтүү", "Показать файлы"))
    await office.telegram.quiet(answered=False)
    assert await office.deliver() == 3
    assert sum("photo" in one.facts for one in await bakyt.messages() if one.by_bot) == 3
    await bakyt.taps(c("Дагы суроо берүү", "Спросить ещё"))
    await bakyt.sends_album(photo(63, 48), photo(64, 48), caption="УИП-4")
    await passes_on(2)
    async with office.parts.database.read() as session:
        kept = (await session.scalars(select(QuestionMessage).order_by(QuestionMessage.id))).all()
        assert [one.is_staff for one in kept] == [True, False, True, True, True, False, False]
        assert all(one.file_id is not None for one in kept)


@once
async def test_a_citizen_cannot_answer_another_ones_question_by_a_reply(office: Office) -> None:
    """A forged reply: the message that is replied to names a question of somebody else."""
    aizada = await office.person("Айзада", "ky")
    bakyt = await office.person("Бакыт", "ru")
    question = await office.question(aizada, ASKED["ky"])
    bot = office.parts.application.bot
    sent = await bot.send_message(bakyt.id, f"{question.number}")
    shown = next(one for one in bakyt.chat if one.id == sent.message_id)
    await bakyt.says("Жооп мындай", reply_to=shown)
    await bakyt.sees("недоступно")
    assert await office.deliver() == 0
    async with office.parts.database.read() as session:
        refused = select(AuditEntry.action).where(AuditEntry.is_refused)
        assert (await session.scalars(refused)).all() == ["question.answer"]


async def test_the_staff_group_gets_cards_without_anything_personal_and_only_staff_act_on_them(
    telegram: StandIn, tmp_path: Path, lean: str
) -> None:
    """The owner has met the bot, the stranger never has, in whatever language their app is."""
    owner, stranger = telegram.person("Нурлан", language_code="ky"), telegram.person("Чоочун", language_code="ru")
    group = await telegram.group("Катчылык", owner, stranger)
    async with open_office(telegram, tmp_path, staff_chat_id=group) as office:
        await office.introduce(owner, "ky")
        aizada = await office.citizen("Айзада")
        one = await office.initiative(aizada, TITLE["ky"], name="Айзада Токтосунова")
        question = await office.question(aizada, ASKED["ky"])
        await office.parts.clockwork.tick()
        await office.parts.clockwork.tick()
        posted = [message.text for message in await owner.messages(group) if message.by_bot]
        assert len(posted) == 2
        assert TITLE["ky"] in posted[0]
        assert not any("Токтосунова" in text or "Айыл өкмөтү" in text for text in posted)

        await owner.taps("Ишке алуу", chat=group)
        assert "уруксатыңыз жок" in await owner.toast()
        card = await stranger.sees(question.number, chat=group)
        await stranger.says("Мындай жооп", chat=group, reply_to=card)
        await stranger.sees("уруксатыңыз жок", chat=group)
        await stranger.taps_on(card, "Ишке алуу")
        assert "недоступно" in await stranger.toast()
        assert await office.deliver() == 0
        async with office.parts.database.read() as session:
            refused = select(AuditEntry.action, AuditEntry.actor_id).where(AuditEntry.is_refused)
            noted = (await session.execute(refused.order_by(AuditEntry.id))).all()
            assert [(one.action, one.actor_id is None) for one in noted] == [
                ("desk.take", False),
                ("question.answer", True),
                ("desk.take", False),
            ]
            posted_card = await session.scalar(select(StaffCard).where(StaffCard.subject == f"question:{question.id}"))
            assert posted_card is not None
            assert posted_card.chat_id == group
            assert (await session.get_one(Initiative, one.id)).assignee_id is None
            assert (await session.get_one(Question, question.id)).assignee_id is None


@pytest.mark.parametrize("language", ["ky", "ru"])
async def test_an_officer_takes_a_card_in_the_group_and_answers_there(
    telegram: StandIn, tmp_path: Path, lean: str, language: str
) -> None:
    """The group speaks Kyrgyz, whoever takes a card there reads what they chose, and so does the chief."""
    n = Words(language)
    nurlan = telegram.person("Нурлан", language_code=language)
    group = await telegram.group("Катчылык", nurlan)
    async with open_office(telegram, tmp_path, language=language, staff_chat_id=group) as office:
        c = office.citizens
        await office.introduce(nurlan, language)
        await nurlan.follows_link(await office.invitation())
        await nurlan.sees(n("Кош келиңиз", "Добро пожаловать"), "Модератор")
        aizada = await office.citizen("Айзада")
        question = await office.question(aizada, ASKED[c.language])
        # The group becomes a supergroup before the card is sent.
        moved = await telegram.control.do("upgrade", {"person": nurlan.id, "chat": group})
        await office.parts.clockwork.tick()
        new_group = moved["id"] if isinstance(moved, dict) else int(moved)
        card = await nurlan.sees(f"Жаңы суроо {question.number}", chat=new_group)
        await nurlan.taps("Ишке алуу", chat=new_group)
        await nurlan.sees("Ишке алган: Нурлан", chat=new_group)
        assert await office.deliver() == 1
        await nurlan.sees(n("эми сиздин тапшырмаңыз", "теперь ваша задача"))
        answer = c("Айыл өкмөтүнүн сайтында.", "На сайте Секретариата.")
        await nurlan.says(answer, chat=new_group, reply_to=card)
        await nurlan.sees(n("суроосуна жооп жөнөтүлүп жатат", "отправляется"), chat=new_group)
        assert await office.deliver() == 1
        await aizada.sees(c("Катчылыктын", "Ответ Секретариата"), answer)


async def test_the_morning_list_counts_what_waits(office: Office) -> None:
    s, chief = office.staff, office.chief
    aizada = await office.citizen("Айзада")
    await office.initiative(aizada, TITLE[office.citizens.language])
    await chief.says("/desk")
    await chief.taps(s("Тизмени эртең менен жиберип туруу", "Присылать список каждое утро"))
    await chief.sees(s("Эртең мененки тизме керек эмес", "Не присылать утренний список"))
    async with office.parts.database.begin() as session:
        (await office.citizen_in(session, chief)).digest_hour = 0
    await morning.run_due_lists(office.parts.database, now=START, zone=ZONE)
    await morning.run_due_lists(office.parts.database, now=START, zone=ZONE)
    assert await office.deliver() == 1
    await chief.sees(s("Кутман таң", "Доброе утро"), s("Жаңы демилгелер: 1", "Новые инициативы: 1"))
