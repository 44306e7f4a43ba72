"""/initiatives: the public list, one initiative, support, links for strangers."""

import pytest

from models import Citizen, Initiative, InitiativeState, Language, Outcome, Role
from services import decisions
from tests.conftest import START
from tests.dialogues.conftest import Running
from tests.dialogues.people import arrived
from tests.initiatives import initiative
from tests.reporting import member

SECRET = {"name": "Асан Усонов", "contact": "+996 555 123456"}


async def plant(bot: Running, count: int = 1, **how: object) -> None:
    async with bot.parts.database.begin() as session:
        for n in range(1, count + 1):
            theme = "elections" if n == 1 else "local-government"
            await initiative(
                session, f"KG-2026-{n:05}", title=f"Окуучулар үчүн китепкана {n}", theme=theme, **SECRET, **how
            )


@pytest.mark.parametrize(
    ("language", "none"),
    [("ky", "Азырынча бир да демилге"), ("ru", "Пока не опубликовано"), ("en", "No initiative has been published")],
)
async def test_an_empty_list_says_so(bot: Running, language: str, none: str) -> None:
    person = await arrived(bot, "Айзада", language)
    await person.says("/initiatives")
    await person.sees(none)


async def test_a_kyrgyz_reader_supports_and_takes_it_back(bot: Running) -> None:
    await plant(bot)
    aizada = await arrived(bot, "Айзада", "ky")
    await aizada.says("/initiatives")
    await aizada.sees("KG-2026-00001", "колдогондор: 0")
    await aizada.taps("KG-2026-00001: Окуучулар үчүн китепкана 1")
    card = await aizada.sees("Каралууда", "Шайлоо", "Колдогондор: 0 адам")
    assert "Асан" not in card.text
    assert "555" not in card.text
    await aizada.taps("Колдоо")
    assert "эсепке алынды" in await aizada.toast()
    await aizada.sees("Колдогондор: 1 адам", "Колдоомду кайтарып алуу")
    await aizada.taps("Колдоомду кайтарып алуу")
    await aizada.sees("Колдогондор: 0 адам")


async def test_two_russian_readers_count_as_two(bot: Running) -> None:
    await plant(bot)
    for name, counted in (("Анна", "1 человек"), ("Олег", "2 человека")):
        person = await arrived(bot, name, "ru")
        await person.says("/initiatives")
        await person.taps("KG-2026-00001: Окуучулар үчүн китепкана 1")
        await person.taps("Поддержать")
        await person.sees(f"Поддержали: {counted}")


async def test_an_english_reader_turns_pages_filters_and_sorts(bot: Running) -> None:
    await plant(bot, 7)
    ann = await arrived(bot, "Ann", "en")
    await ann.says("/initiatives")
    await ann.sees("KG-2026-00007", "Newest first")
    await ann.taps("Next page")
    await ann.sees("KG-2026-00001", "Previous page")
    await ann.taps("Previous page")
    await ann.sees("KG-2026-00007", "Next page")
    await ann.taps("By theme")
    await ann.taps("Elections")
    await ann.sees("Theme: Elections", "KG-2026-00001")
    await ann.does_not_see("KG-2026-00002")
    await ann.taps("By region")
    await ann.taps("Osh Region")
    await ann.sees("No published initiative fits this choice.")
    await ann.taps("All initiatives")
    await ann.taps("Most supported first")
    await ann.sees("Most supported first", "KG-2026-00007")
    await ann.taps("KG-2026-00007: Окуучулар үчүн китепкана 7")
    await ann.taps("To the list")
    await ann.sees("Most supported first")


async def test_what_is_withdrawn_meanwhile_is_refused_politely(bot: Running) -> None:
    await plant(bot)
    ann = await arrived(bot, "Ann", "en")
    await ann.says("/initiatives")
    await ann.taps("KG-2026-00001: Окуучулар үчүн китепкана 1")
    async with bot.parts.database.begin() as session:
        one = await session.get_one(Initiative, 1)
        one.state, one.published_at = InitiativeState.WITHDRAWN, None
    await ann.taps("Support")
    assert "no longer available" in await ann.toast()


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
async def test_a_stranger_follows_a_link_chooses_a_language_and_sees_the_initiative(
    bot: Running, language: str
) -> None:
    await plant(bot)
    person = bot.telegram.person("Stranger", language_code="de")
    await person.follows_link("i_KG-2026-00001")
    await person.sees("Кыргызча", "Русский", "English")
    await person.taps({"ky": "Кыргызча", "ru": "Русский", "en": "English"}[language])
    await person.sees("KG-2026-00001", "Окуучулар үчүн китепкана 1")


@pytest.mark.parametrize(("link", "seen"), [("c_open-data-policy", "ачык маалыматтар"), ("f_what-is-nap", "Улуттук")])
async def test_other_links_work_for_strangers_too(bot: Running, link: str, seen: str) -> None:
    person = bot.telegram.person("Stranger")
    await person.follows_link(link)
    await person.taps("Кыргызча")
    await person.sees(seen)


async def test_a_link_to_an_unpublished_initiative_gives_nothing_away(bot: Running) -> None:
    await plant(bot, published_at=None)
    person = await arrived(bot, "Айзада", "ky")
    for key in ("KG-2026-00001", "1"):
        await person.follows_link(f"i_{key}")
        await person.sees("Башкы меню")
        await person.does_not_see("китепкана")


async def test_one_does_not_support_ones_own(bot: Running) -> None:
    ann = await arrived(bot, "Ann", "en")
    async with bot.parts.database.begin() as session:
        author = await session.get_one(Citizen, 1)
        await initiative(session, "KG-2026-00001", author=author, lang=Language.EN, published_at=START)
    await ann.says("/initiatives")
    await ann.taps("KG-2026-00001: Мектептердин бюджетин ачык жарыялоо")
    card = await ann.sees("This is your own initiative.")
    assert not card.button("Support")
    await ann.presses(card, "sup:1:1")
    assert "your own initiative" in await ann.toast()


async def test_a_commitment_and_an_initiative_are_shared_as_link_and_picture(bot: Running) -> None:
    await plant(bot)
    anna = await arrived(bot, "Анна", "ru")
    await anna.follows_link("i_KG-2026-00001")
    await anna.taps("Ссылка и QR-код")
    shared = await anna.sees("start=i_KG-2026-00001")
    assert shared.facts["photo"]
    await anna.follows_link("c_open-data-policy")
    await anna.taps("Ссылка и QR-код")
    await anna.sees("start=c_open-data-policy")


@pytest.mark.parametrize(
    ("language", "refused", "why"),
    [("ky", "Четке кагылды", "Буга чейин аткарылган."), ("ru", "Отклонена", "Это уже сделано раньше.")],
)
async def test_the_card_shows_the_published_decision_with_its_reason_and_no_other(
    bot: Running, language: str, refused: str, why: str
) -> None:
    await plant(bot)
    reasons = {Language.KY: "Буга чейин аткарылган.", Language.RU: "Это уже сделано раньше."}
    async with bot.begin() as session:
        chief = await member(session, 999, Role.MODERATOR)
        written = await decisions.decide(session, chief, 1, Outcome.REJECTED, reasons=reasons, now=START)
    person = await arrived(bot, "Айзада", language)
    await person.follows_link("i_KG-2026-00001")
    card = await person.sees("KG-2026-00001")
    assert refused not in card.text
    assert why not in card.text
    async with bot.begin() as session:
        chief = await session.get_one(Citizen, chief.id)
        await decisions.publish(session, chief, written.id, now=START)
    await person.follows_link("i_KG-2026-00001")
    await person.sees(refused, why)
