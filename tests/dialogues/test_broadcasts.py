"""An announcement between two announcers' phones and the people who get it; delivery and the live message run."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from bot import live
from bot.playground.driver import StandIn
from bot.playground.persona import Persona
from locales.translator import Translator, Voices
from models import AuditEntry, Broadcast, BroadcastState, Language, Message, MessageState, Notice, Role, StaffRole
from services.links import LinkChecks, Reach
from tests.conftest import ZONE
from tests.dialogues.staff import Office, Words, open_office

KY = "Демилгелерди чогултуу дүйшөмбүдө башталат."
RU = "Сбор инициатив начинается в понедельник."
S = BroadcastState


class Noon:
    """The real time, but at noon in Bishkek when the test begins: no announcement waits for the night to end."""

    def __init__(self) -> None:
        now = datetime.now(UTC)
        self.ahead = now.astimezone(ZONE).replace(hour=12, minute=0, second=0) - now

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


Opens = Callable[..., contextlib.AbstractAsyncContextManager[Office]]


@pytest.fixture
def opens(telegram: StandIn, tmp_path: Path, lean: str, monkeypatch: pytest.MonkeyPatch) -> Opens:
    monkeypatch.setattr(live, "EVERY_S", 1.0)

    @contextlib.asynccontextmanager
    async def opened(*, delivers: bool = True, **settings: Any) -> AsyncIterator[Office]:
        async with open_office(telegram, tmp_path, clock=Noon(), **settings) as office:
            working = [asyncio.create_task(office.parts.live.run())]
            if delivers:
                working.append(asyncio.create_task(office.parts.delivery.run()))
            try:
                yield office
            finally:
                office.parts.delivery.stop()
                working[0].cancel()
                await asyncio.gather(*working, return_exceptions=True)

    return opened


@pytest.fixture(params=["ky", "ru"])
def t(request: pytest.FixtureRequest) -> Translator:
    """What the announcers read."""
    return Voices(ZONE)[request.param]


in_kyrgyz = pytest.mark.parametrize("t", ["ky"], indirect=True)


@pytest.fixture
def links(monkeypatch: pytest.MonkeyPatch) -> dict[str, Reach]:
    """What addresses lead to; no test asks the network."""
    known: dict[str, Reach] = {}

    async def ask(_self: LinkChecks, address: str) -> Reach:
        return known.get(address, Reach.UNKNOWN)

    monkeypatch.setattr(LinkChecks, "_ask", ask)
    return known


async def announcer(office: Office, name: str, language: str) -> Persona:
    someone = await office.person(name, language)
    async with office.parts.database.begin() as session:
        citizen = await office.citizen_in(session, someone)
        session.add(StaffRole(citizen_id=citizen.id, role=Role.ANNOUNCER, granted_at=office.parts.delivery._clock()))
    return someone


async def composes(
    someone: Persona, t: Translator, ky: str = KY, *, then: str = "Nothing keeps it from being sent."
) -> None:
    """To a card on which nothing is missing."""
    await someone.says("/broadcast")
    await someone.taps(t.plain("New announcement"))
    for name, text in (("Кыргызча", ky), ("Русский", RU)):
        await someone.taps(t.plain("Text: {language}", language=name))
        await someone.says(text)
        await someone.sees(text[:20])
    await someone.taps(t.plain("English readers get: {language}", language="Русский"))
    await someone.sees(t.plain(then))


async def sends_now(someone: Persona, words: Words) -> None:
    await someone.taps(words("Азыр жөнөтүү", "Отправить сейчас"))
    await someone.taps(words("Ооба, жөнөтөм", "Да, отправить"))


async def stored(office: Office) -> Broadcast:
    async with office.parts.database.read() as session:
        return (await session.scalars(select(Broadcast).order_by(Broadcast.id.desc()))).first()  # type: ignore[return-value]


async def becomes(office: Office, state: S, *, settled: bool = False) -> None:
    async def there() -> bool:
        one = await stored(office)
        return one.state is state and (one.settled_at is not None or not settled)

    await office.telegram.until(f"it does not become {state}", there)


async def test_each_gets_it_once_in_their_own_language_and_the_announcer_a_report(opens: Opens, t: Translator) -> None:
    async with opens() as office:
        gulnara = await announcer(office, "Гүлнара", t.language)
        people = {
            name: await office.person(name, lang) for name, lang in (("Бакыт", "ky"), ("Иван", "ru"), ("Ann", "en"))
        }
        off, gone, busy = [await office.person(name, "ky") for name in ("Азамат", "Нурлан", "Чынара")]
        await busy.says("/initiative")
        await composes(gulnara, t)
        card = await gulnara.sees(t.plain("Nothing keeps it from being sent."))
        assert "English 1" in card.text

        g = Words(t.language)
        await gulnara.taps(g("Ар бир тилде алдын ала көрүү", "Посмотреть на каждом языке"))
        await gulnara.sees(KY)
        await gulnara.sees("Announcement in another language", RU)
        await gulnara.taps(t.plain("Send a test to me"))
        await gulnara.sees(KY if t.language == "ky" else RU)

        async with office.parts.database.begin() as session:
            (await office.citizen_in(session, off)).wants_announcements = False
        await gone.blocks()
        await gulnara.taps(t.plain("Send now"))
        await gulnara.taps(t.plain("Yes, send it"))
        await becomes(office, S.FINISHED, settled=True)
        for name, words in (("Бакыт", KY), ("Иван", RU), ("Ann", RU)):
            got = [one for one in await people[name].messages() if one.by_bot and words in one.text]
            assert len(got) == 1, name
        assert "Announcement in another language: Русский" in got[0].text
        for someone in (off, gone, busy):
            assert not [one for one in await someone.messages() if one.by_bot and KY in one.text]
        report = await gulnara.sees(
            g("Алуучулар: 5", "Получателей: 5"), g("Кулактандырууну ачуу", "Открыть объявление")
        )
        assert report.facts.get("photo"), "the report comes with a chart"
        assert report.text.count("\n") > 5
        # Of one of them nobody knows any more whether it came: it is sent again by a decision that is noted.
        async with office.parts.database.begin() as session:
            of_bakyt = Message.citizen_id == (await office.citizen_in(session, people["Бакыт"])).id
            unknown = update(Message).where(Message.kind == "broadcast", of_bakyt)
            await session.execute(unknown.values(state=MessageState.UNKNOWN))
        await gulnara.taps(g("Кулактандырууну ачуу", "Открыть объявление"))
        await gulnara.sees(g("Натыйжасы белгисиз: 1", "Итог неизвестен: 1"))
        await gulnara.taps(g("Натыйжасы белгисиздерге кайра жөнөтүү", "Повторить там, где итог неизвестен"))
        await gulnara.sees(g("Адам саны: 1", "Получателей: 1"))
        await gulnara.taps(g("Ооба, кайра жөнөтөм", "Да, отправить ещё раз"))
        await people["Бакыт"].sees(KY)
        async with office.parts.database.read() as session:
            acts = (await session.scalars(select(AuditEntry.action))).all()
        assert {
            "broadcast.start",
            "broadcast.edit",
            "broadcast.test",
            "broadcast.confirm",
            "batch.resend-unknown",
        } <= set(acts)


@in_kyrgyz
async def test_two_who_confirm_at_once_and_twice_send_it_once(opens: Opens, t: Translator) -> None:
    async with opens() as office:
        gulnara, marat = await announcer(office, "Гүлнара", t.language), await announcer(office, "Марат", t.language)
        bakyt = await office.person("Бакыт", "ky")
        await composes(gulnara, t)
        questions = []
        for someone in (gulnara, marat):
            await someone.says("/broadcast")
            await someone.taps((await someone.sees("№")).labels[1])
            await someone.taps(t.plain("Send now"))
            questions.append(await someone.sees(t.plain("Yes, send it")))
        yes = t.plain("Yes, send it")
        await asyncio.gather(gulnara.taps_together(questions[0], yes, yes), marat.taps_together(questions[1], yes, yes))
        await becomes(office, S.FINISHED, settled=True)
        await office.telegram.quiet()
        assert len([one for one in await bakyt.messages() if one.by_bot and KY in one.text]) == 1
        await marat.presses(questions[1], questions[1].button(yes).data)  # type: ignore[union-attr]
        await office.telegram.quiet()
        async with office.parts.database.read() as session:
            assert await session.scalar(select(func.count()).where(Message.kind == "broadcast")) == 4  # the chief too
            assert await session.scalar(select(func.count()).where(AuditEntry.action == "broadcast.confirm")) == 1


async def test_a_colleague_approves_and_an_edit_voids_the_approval_that_was_asked_for(
    opens: Opens, t: Translator
) -> None:
    """The two announcers read different languages: what is asked of the one and told to the other."""
    g, m = Words(t.language), Words("ru" if t.language == "ky" else "ky")
    async with opens(broadcast_approval=True, send_rate=1) as office:  # it runs longer than a look of the live message
        gulnara, marat = await announcer(office, "Гүлнара", g.language), await announcer(office, "Марат", m.language)
        bakyt = await office.person("Бакыт", "ky")
        await composes(gulnara, t)
        await sends_now(gulnara, g)
        waits = await gulnara.sees(g("Бекитүүнү күтүүдө", "Ждёт утверждения"))
        approve, mine = m("Бекитүү", "Утвердить"), g("Бекитүү", "Утвердить")
        assert mine not in waits.labels
        asked = await marat.sees(m("Бекитүүнү күтүүдө", "Ждёт утверждения"), approve)
        # The author approves with a forged button: refused.
        await gulnara.presses(waits, asked.button(approve).data)  # type: ignore[union-attr]
        refusal = g("кулактандырууңузду башка адам бекитиши керек", "объявление должен утвердить кто-то другой")
        assert refusal in await gulnara.toast()

        await gulnara.taps_on(waits, g("Караламага кайтаруу", "Вернуть в черновик"))
        await gulnara.taps(g("Текст: Кыргызча", "Текст: Кыргызча"))
        await gulnara.says("Такыр башка сөздөр.")
        await gulnara.sees("Такыр башка")
        await marat.taps_on(asked, approve)  # what he has read is not what stands there now
        assert (await stored(office)).state is S.DRAFT

        await sends_now(gulnara, g)
        again = await marat.sees(m("Бекитүүнү күтүүдө", "Ждёт утверждения"), approve)
        await marat.taps_on(again, approve)
        await becomes(office, S.FINISHED, settled=True)
        await bakyt.sees("Такыр башка сөздөр.")
        await gulnara.sees(g("№ 1 кулактандырууну бекитти", "Объявление № 1 одобрено коллегой"))
        await gulnara.sees(g("Бүттү", "Завершено"), "100 %")  # the live message came to whoever confirmed it


async def test_what_is_wrong_is_said_links_are_asked_for_and_a_schedule_is_taken_back(
    opens: Opens, links: dict[str, Reach], t: Translator
) -> None:
    """From blockers to a schedule, back to a draft, and out to whoever reads the other language."""
    g, c = Words(t.language), Words("ru" if t.language == "ky" else "ky")
    good, gone, silent = "https://www.ogp.el.kg", "https://ogp.el.kg/gone", "https://example.kg/silent"
    links |= {good: Reach.OK, gone: Reach.GONE}
    trust = g("Шилтемелерди ачып көрдүм: туура", "Ссылки проверены, они верные")
    async with opens() as office:
        gulnara = await announcer(office, "Гүлнара", g.language)
        bakyt = await office.person("Бакыт", c.language)
        await composes(gulnara, t, ky=f"{KY} {silent}", then="I have opened the links: they are right")
        add_link = g("Шилтемеси бар баскыч кошуу", "Добавить кнопку со ссылкой")
        await gulnara.taps(add_link)
        await gulnara.says(f"{good}\nАчуу")
        await gulnara.sees(g("Кыргызча жана орусча жазуусу", "надписи на кыргызском и русском"))
        await gulnara.says("ogp.el.kg\nАчуу\nОткрыть")
        await gulnara.sees("https://")
        await gulnara.says(f"{gone}\nАчуу\nОткрыть")
        card = await gulnara.sees(g("мындай барак жок", "такой страницы нет"), gone, silent)
        assert g("Азыр жөнөтүү", "Отправить сейчас") not in card.labels
        await gulnara.taps(g("Баскычтарды алып салуу", "Убрать кнопки"))
        await gulnara.taps(add_link)
        await gulnara.says(f"{good}\nАчуу\nОткрыть")
        await gulnara.sees(silent, trust)
        await gulnara.taps(trust)
        await gulnara.sees(g("эч кандай тоскоолдук жок", "Отправке ничто не мешает"))
        await gulnara.taps(g("Сүрөт, документ же видео кошуу", "Добавить фото, документ или видео"))
        await gulnara.sends_photo()
        await gulnara.sees(g("Файл: сүрөт", "Файл: фото"))

        await gulnara.taps(g("Убактысын белгилөө", "Запланировать"))
        for typed, answer in (
            ("кийинчерээк", g("күн менен саатты түшүнө албадым", "Не получается прочесть здесь день и время")),
            ("бүгүн 23:30", g("көпчүлүк тынчтыкты каалайт", "большинство людей хочет тишины")),
        ):
            await gulnara.says(typed)
            await gulnara.sees(answer)
        await gulnara.says("23.11.2020 10:00")
        await gulnara.sees(g("өтүп кетти", "уже прошло"), "12:0")
        await gulnara.says("завтра в 10:00")
        cancel = g("Белгиленген убакытты жокко чыгаруу", "Отменить запланированную отправку")
        scheduled = await gulnara.sees(g("Убактысы белгиленди", "Запланировано"), "10:00", cancel)
        one = await stored(office)
        assert one.state is S.SCHEDULED
        assert one.starts_at is not None
        assert one.starts_at.astimezone(ZONE).hour == 10
        await gulnara.taps_on(scheduled, cancel)
        await gulnara.taps(g("Ооба, жокко чыгарам", "Да, отменить"))
        await gulnara.sees(g("эч кандай тоскоолдук жок", "Отправке ничто не мешает"))
        await becomes(office, S.DRAFT)
        await gulnara.taps_on(scheduled, cancel)  # an old button
        await office.telegram.quiet()
        assert (await stored(office)).state is S.DRAFT
        office.parts.delivery._clock.ahead += timedelta(days=1)  # type: ignore[attr-defined]
        await bakyt.does_not_see(c(KY, RU))
        await sends_now(gulnara, g)
        got = await bakyt.sees(c(KY, RU))
        assert got.facts.get("photo")
        link, off = got.buttons
        assert (link.label, link.url.rstrip("/")) == (c("Ачуу", "Открыть"), good)
        assert off.label == c("Кулактандырууларды өчүрүү", "Выключить объявления")


async def test_it_is_paused_resumed_and_stopped_under_one_live_message(opens: Opens, t: Translator) -> None:
    async with opens(delivers=False, send_rate=2) as office:  # delivery steps when this test says so
        gulnara = await announcer(office, "Гүлнара", t.language)
        people = await _crowd(office, 14)
        await composes(gulnara, t)
        await gulnara.taps(t.plain("Send now"))
        await gulnara.taps(t.plain("Yes, send it"))
        g = Words(t.language)
        pause = g("Токтотуп туруу", "Пауза")
        running = await gulnara.sees(g("Жөнөтүлүүдө", "Отправляется"), pause)
        await _steps_until(office, lambda: _more_than(people, 0))
        await gulnara.taps_on(running, pause)
        paused = await gulnara.sees(g("Токтотулуп турат", "На паузе"), g("Жөнөтүүнү улантуу", "Продолжить отправку"))
        assert paused.id == running.id
        at_rest = await _got(people)
        await _steps(office, 8)
        held = await _got(people)
        assert held <= at_rest + 3  # at most what was on its way
        await gulnara.taps_on(paused, t.plain("Go on sending"))
        await _steps_until(office, lambda: _more_than(people, held))
        await gulnara.taps_on(paused, t.plain("Stop for good"))
        question = await gulnara.sees(t.plain("Yes, stop it"))
        await asyncio.sleep(1.2)  # the live message is edited every second here, but not over a question
        question = next(one for one in await gulnara.messages() if one.id == question.id)
        await gulnara.taps_on(question, t.plain("Yes, stop it"))
        stopped_at = await _got(people)
        await _steps_until(office, lambda: _is_settled(office))
        assert await _got(people) <= stopped_at + 3 < len(people)
        await gulnara.taps_on(paused, t.plain("Go on sending"))  # an old button
        assert await gulnara.toast() == t.plain("This has been decided meanwhile.")
        async with office.parts.database.read() as session:
            states = (await session.scalars(select(Message.state).where(Message.kind == "broadcast"))).all()
            assert set(states) <= {MessageState.SENT, MessageState.SKIPPED}
            twice = select(Notice.citizen_id).where(Notice.kind == "broadcast").group_by(Notice.citizen_id)
            assert not (await session.scalars(twice.having(func.count() > 1))).all()


async def _crowd(office: Office, count: int) -> list[Persona]:
    """People who have started the bot and read Kyrgyz."""
    people = [office.telegram.person(f"Адам {number}", language_code="ky") for number in range(count)]
    for someone in people:
        await someone.says("/start")
    await office.telegram.quiet()
    async with office.parts.database.begin() as session:
        for someone in people:
            (await office.citizen_in(session, someone)).language = Language.KY
    return people


async def _steps(office: Office, count: int) -> None:
    for _ in range(count):
        await office.parts.delivery.step()
        await asyncio.sleep(0.1)


async def _steps_until(office: Office, ready: Callable[[], Awaitable[bool]]) -> None:
    for _ in range(400):
        if await ready():
            return
        await _steps(office, 1)
    raise AssertionError("delivery does not get there")


async def _is_settled(office: Office) -> bool:
    return (await stored(office)).settled_at is not None


async def _got(people: list[Persona]) -> int:
    chats = [await someone.messages() for someone in people]
    return sum(one.by_bot and KY in one.text for chat in chats for one in chat)


async def _more_than(people: list[Persona], count: int) -> bool:
    return await _got(people) > count


@in_kyrgyz
async def test_whose_role_is_taken_away_in_the_middle_does_nothing_more(opens: Opens, t: Translator) -> None:
    async with opens(delivers=False) as office:
        gulnara, marat = await announcer(office, "Гүлнара", "ky"), await announcer(office, "Марат", "ky")
        bakyt = await office.person("Бакыт", "ky")
        await composes(gulnara, t)
        await gulnara.taps(t.plain("Send now"))
        await gulnara.taps(t.plain("Yes, send it"))
        running = await gulnara.sees(t.plain("Being sent"))
        async with office.parts.database.begin() as session:
            citizen = await office.citizen_in(session, gulnara)
            role = await session.scalar(select(StaffRole).where(StaffRole.citizen_id == citizen.id))
            assert role is not None
            role.revoked_at = office.parts.delivery._clock()
        for label in ("Pause", "Stop for good", "Refresh", "All announcements"):
            await gulnara.taps_on(running, t.plain(label))
            assert await gulnara.toast() == t.plain("This is not available to you.")
        assert (await stored(office)).state is S.RUNNING

        async def is_free() -> bool:
            return (await stored(office)).live_chat_id is None

        await office.telegram.until("her chat still gets the live message", is_free)
        await marat.says("/broadcast")
        await marat.taps((await marat.sees("№")).labels[1])
        await marat.taps(t.plain("Stop for good"))
        await marat.taps(t.plain("Yes, stop it"))
        await _steps_until(office, lambda: _is_settled(office))
        assert await _got([bakyt]) == 0
        await gulnara.does_not_see(t.plain("Stopped"))
