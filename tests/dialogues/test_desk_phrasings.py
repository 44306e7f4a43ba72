"""Staff teach the bot how people ask: what had no answer is asked again and gets it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.playground.driver import Persona, StandIn
from locales.translator import Voices
from models import FaqPhrasing, Origin, TypedQuestion
from services import answers, search
from services.phrasings import LONGEST
from tests.conftest import ZONE
from tests.dialogues.staff import Office, once, open_office

# As they are in earnest: the fixture ``lean`` puts what was built once in their place.
_CORPUS_OF, _BUILD_INDEX = answers.corpus_of, search.build_index
FORUM = {"ky": "Улуттук форум деген эмне?", "ru": "Что такое Национальный форум?"}
SAYS = {"ky": "Ачык Өкмөттүн улуттук форумуна", "ru": "Национальном форуме Открытого правительства"}
ASKED = {"ky": "хакатон качан өтөт", "ru": "когда будет хакатон"}


@pytest.fixture(params=["ky", "ru"])
async def office(
    request: pytest.FixtureRequest, telegram: StandIn, tmp_path: Path, lean: str, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Office]:
    async with open_office(telegram, tmp_path, language=request.param) as opened:
        monkeypatch.setattr(answers, "corpus_of", _CORPUS_OF)
        monkeypatch.setattr(answers, "build_index", _BUILD_INDEX)
        yield opened


async def own(office: Office) -> list[tuple[str, str]]:
    """(entry, text) of what staff have added."""
    query = select(FaqPhrasing).where(FaqPhrasing.origin == Origin.STAFF).order_by(FaqPhrasing.id)
    async with office.parts.database.read() as session:
        return [(one.entry_id, one.text) for one in await session.scalars(query)]


async def unanswered(office: Office) -> list[str | None]:
    async with office.parts.database.read() as session:
        return list((await session.scalars(select(TypedQuestion.text).order_by(TypedQuestion.id))).all())


async def at_the_group(office: Office, text: str) -> None:
    """The chief opens the group of questions that this one leads."""
    await office.chief.says("/desk")
    await office.chief.taps(office.staff("Жообу жок суроолор", "На что бот не ответил"))
    await office.chief.taps(f"1. {text}")
    await office.chief.sees(text, office.staff("Даяр жоопко кошуу", "Добавить к готовому ответу"))


async def test_a_question_without_an_answer_is_added_to_an_entry_and_answered_the_next_time(office: Office) -> None:
    s, c, chief = office.staff, office.citizens, office.chief
    asked, title = ASKED[c.language], FORUM[s.language]
    bakyt = await office.citizen("Бакыт")
    await bakyt.says(asked)
    await bakyt.sees(c("даяр жообум жок", "Готового ответа у меня нет"))
    await at_the_group(office, asked)
    await chief.taps(s("Даяр жоопко кошуу", "Добавить к готовому ответу"))
    offered = await chief.sees(s("Буга кайсы жооп туура келет?", "Какой ответ подходит?"))
    assert len(offered.labels) == 5, "three entries, and two ways back"
    await chief.says(s("улуттук форум", "национальный форум"))
    await chief.taps(title)
    await chief.sees(title, asked, s("өзүнөн өзү көчүрүлбөйт", "само ничего не копируется"))
    assert await own(office) == [], "nothing is taken over before staff say so"
    await chief.sees(s("Варианттын тили: ", "Язык варианта: ") + c.own_name)
    await chief.taps("English")
    await chief.sees(s("Варианттын тили: ", "Язык варианта: ") + "English")
    await chief.taps(c.own_name)
    await chief.sees(s("Варианттын тили: ", "Язык варианта: ") + c.own_name)
    wording = c("хакатон качан өтөт экен", "когда же будет хакатон")
    await chief.says(wording)
    await chief.sees(
        title, f"1. {wording} — {s('кошулду', 'добавлено')}", s("тизмеден алынды", "убраны из списка"), c.own_name
    )
    assert await own(office) == [("forum", wording)]
    assert await unanswered(office) == []
    await bakyt.says(asked)
    await bakyt.sees(FORUM[c.language], SAYS[c.language])


async def at_the_entry(office: Office) -> tuple[Persona, str]:
    """A citizen's question without an answer, and staff who have chosen the entry for it."""
    s, c, chief = office.staff, office.citizens, office.chief
    asked = ASKED[c.language]
    bakyt = await office.citizen("Бакыт")
    await bakyt.says(asked)
    await bakyt.sees(c("даяр жообум жок", "Готового ответа у меня нет"))
    await at_the_group(office, asked)
    await chief.taps(s("Даяр жоопко кошуу", "Добавить к готовому ответу"))
    await chief.says(s("улуттук форум", "национальный форум"))
    await chief.taps(FORUM[s.language])
    return bakyt, asked


async def test_words_that_tell_of_nobody_are_kept_by_a_press(office: Office) -> None:
    s, c, chief = office.staff, office.citizens, office.chief
    bakyt, asked = await at_the_entry(office)
    await chief.sees(s(f"сактасаңыз болот: {asked}", f"сохраните этот вариант как есть: {asked}"))
    await chief.taps(s("Жеке маалымат жок, сактоо", "Личного нет, сохранить"))
    await chief.sees(s("кошулду", "добавлено"), s("тизмеден алынды", "убраны из списка"))
    assert await own(office) == [("forum", asked)]
    await bakyt.says(asked)
    await bakyt.sees(FORUM[c.language], SAYS[c.language])


async def test_a_wording_that_is_not_taken_leaves_the_group_and_is_typed_again(office: Office) -> None:
    s, chief = office.staff, office.chief
    _, asked = await at_the_entry(office)
    other = {"ky": "Катчылык менен кантип байланышам?", "ru": "Как связаться с Секретариатом?"}[s.language]
    await chief.says(f"{other}\n?!")
    await chief.sees(
        f"1. {other} — {s('бул вариант башка жоопто бар', 'такой вариант есть у другой записи')}: «{other}»",
        f"2. ?! — {s('бир да тамга же сан жок', 'нет ни букв, ни цифр')}",
        s("Эч нерсе кошулган жок", "Ничего не добавлено"),
    )
    assert await own(office) == []
    assert await unanswered(office) == [asked]
    await chief.says(asked)
    await chief.sees(s("кошулду", "добавлено"), s("тизмеден алынды", "убраны из списка"))
    assert await own(office) == [("forum", asked)]
    assert await unanswered(office) == []


@once
async def test_a_button_of_a_group_that_is_left_behind_keeps_nothing(office: Office) -> None:
    """Which questions were seen is known no more: nothing is settled that nobody has looked at."""
    asked, chief = ASKED["ky"], office.chief
    bakyt = await office.citizen("Бакыт")
    await bakyt.says(asked)
    await bakyt.sees("даяр жообум жок")
    await at_the_group(office, asked)
    await chief.taps("Добавить к готовому ответу")
    await chief.says("национальный форум")
    await chief.taps(FORUM["ru"])
    left = await chief.sees("Личного нет, сохранить")
    await chief.says("/desk")
    await chief.taps_on(left, "Личного нет, сохранить")
    assert await chief.toast() == "Это больше не доступно."
    assert await own(office) == []
    assert await unanswered(office) == [asked]


async def test_an_entrys_wordings_are_added_by_lines_read_and_removed(office: Office) -> None:
    s, c, chief, t = office.staff, office.citizens, office.chief, Voices(ZONE)[office.staff.language]
    bakyt = await office.citizen("Бакыт")
    asked, title = ASKED[c.language], FORUM[s.language]
    await chief.says("/desk")
    await chief.taps(s("Тексттер", "Тексты"))
    await chief.taps(s("Көп берилүүчү суроолор", "Частые вопросы"))
    for label in (await chief.sees(s("Кайсы бөлүм?", "Какой раздел?"))).labels[:-1]:
        await chief.taps(label)
        if title in (await chief.sees(s("Кайсы суроо?", "Какой вопрос?"))).labels:
            break
        await chief.taps(t.plain("Back"))
        await chief.sees(s("Кайсы бөлүм?", "Какой раздел?"))
    await chief.taps(title)
    await chief.taps(s("Адамдар муну кантип сурайт", "Как об этом спрашивают"))
    await chief.sees(title, s("кызматкерлер кошкону 0", "добавлено сотрудниками 0"))
    await chief.taps(c.own_name)
    await chief.sees(s("Кызматкерлер азырынча вариант кошо элек", "Сотрудники пока ничего не добавили"))
    await chief.taps(s("Варианттарды кошуу", "Добавить варианты"))
    await chief.sees(s("бир жолу эң көп 20 сап", "за раз не больше 20 строк"), c.own_name)
    long = "а" * (LONGEST + 1)
    await chief.says(f"{asked}\n\n{asked.upper()}?\n{long}")
    await chief.sees(
        f"1. {asked} — {s('кошулду', 'добавлено')}",
        f"2. {asked.upper()}? — {s('бул жоопто мурунтан бар', 'у этой записи уже есть')}",
        s("өтө узун: 301 белги, эң көбү 300", "слишком длинно: 301 знаков, не больше 300"),
        s("Эми издөө жоопту", "Теперь поиск находит ответ"),
    )
    await bakyt.says(asked)
    await bakyt.sees(FORUM[c.language], SAYS[c.language])
    await chief.taps(s("Адамдар муну кантип сурайт", "Как об этом спрашивают"))
    await chief.sees(s("кызматкерлер кошкону 1", "добавлено сотрудниками 1"))
    await chief.taps(c.own_name)
    await chief.taps(f"1. {asked}")
    await chief.taps(s("Бул вариантты алып салуу", "Убрать этот вариант"))
    assert await chief.toast() == s("Алынып салынды.", "Убрано.")
    await chief.sees(s("Кызматкерлер азырынча вариант кошо элек", "Сотрудники пока ничего не добавили"))
    assert await own(office) == []
    await bakyt.says(asked)
    await bakyt.sees(c("даяр жообум жок", "Готового ответа у меня нет"))


async def test_a_citizen_reaches_none_of_it(office: Office) -> None:
    """Also with the buttons of staff at hand."""
    c = office.citizens
    bakyt = await office.citizen("Бакыт")
    await bakyt.says(ASKED[c.language])
    shown = await bakyt.sees(c("даяр жообум жок", "Готового ответа у меня нет"))
    for data in ("ha:forum", "hl:forum:ky:0", "hn:forum:ky", "ue:1:1", "ui:1:ky:forum", "uk:1"):
        await bakyt.presses(shown, data)
        assert await bakyt.toast() == c("Буга уруксатыңыз жок.", "Это вам недоступно.")
    assert await own(office) == []
