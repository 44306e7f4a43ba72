"""Typing after the bot's name in any chat: what is found, in whose language, and what never is."""

from bot.playground.records import Json
from models import Initiative, InitiativeState
from tests.dialogues.conftest import Running
from tests.dialogues.people import arrived
from tests.initiatives import initiative


def titles(answer: Json) -> str:
    return "\n".join(f"{one['title']} {one['description']} {one['content']['text']}" for one in answer["results"])


async def plant(bot: Running) -> None:
    async with bot.parts.database.begin() as session:
        await initiative(
            session, "KG-2026-00001", title="Окуучулар үчүн мектеп автобусу", name="Асан", contact="+996555000111"
        )
        await initiative(session, "KG-2026-00002", title="Жашыруун мектеп автобусу", published_at=None)
    await bot.parts.answers.refresh(bot.parts.database)


async def test_a_kyrgyz_sharer_finds_an_initiative_and_shares_it(bot: Running) -> None:
    await plant(bot)
    aizada = await arrived(bot, "Айзада", "ky")
    group = await bot.telegram.group("Айылдаштар", aizada)
    answer = await aizada.asks_inline("мектеп автобусу", chat=group)
    assert answer["is_personal"]
    said = titles(answer)
    assert "KG-2026-00001" in said
    assert "колдогондор" in said.lower()
    for secret in ("Жашыруун", "Асан", "555000111"):
        assert secret not in said
    shared = await aizada.chooses(answer, "i_KG-2026-00001", chat=group)
    assert "Окуучулар үчүн мектеп автобусу" in shared.text
    assert shared.labels == ["Ботто ачуу"]


async def test_whoever_never_wrote_to_the_bot_is_answered_in_the_language_of_their_app(bot: Running) -> None:
    oleg = bot.telegram.person("Олег", language_code="ru")
    answer = await oleg.asks_inline("открытые данные")
    assert any(one["id"].startswith("c_") for one in answer["results"])
    assert "Обязательство. Ответственный орган" in titles(answer)


async def test_the_share_buttons_find_just_what_they_name(bot: Running) -> None:
    await plant(bot)
    ann = await arrived(bot, "Ann", "en")
    assert [one["id"] for one in (await ann.asks_inline("KG-2026-00001"))["results"]] == ["i_KG-2026-00001"]
    assert (await ann.asks_inline("Open data: health"))["results"][0]["id"] == "c_open-data-health"
    assert not (await ann.asks_inline("KG-2026-00002"))["results"]


async def test_an_answer_can_be_shared_and_nothing_typed_gives_the_plan(bot: Running) -> None:
    ann = await arrived(bot, "Ann", "en")
    answer = await ann.asks_inline("What is a National Action Plan?")
    assert "f_what-is-nap" in [one["id"] for one in answer["results"]]
    assert len((await ann.asks_inline(""))["results"]) >= 18


async def test_nothing_found_leads_into_the_bot(bot: Running) -> None:
    anna = await arrived(bot, "Анна", "ru")
    answer = await anna.asks_inline("qzxwv")
    assert not answer["results"]
    assert answer["button"] == {"text": "Ничего не найдено. Открыть бот", "start_parameter": "menu"}
    await anna.follows_link("menu")
    await anna.sees("Главное меню")


async def test_what_was_unpublished_a_moment_ago_is_not_found(bot: Running) -> None:
    await plant(bot)
    async with bot.parts.database.begin() as session:
        one = await session.get_one(Initiative, 1)
        one.state, one.published_at = InitiativeState.WITHDRAWN, None
    ann = await arrived(bot, "Ann", "en")
    assert "KG-2026-00001" not in titles(await ann.asks_inline("мектеп автобусу"))


async def test_what_was_shared_into_the_chat_with_the_bot_is_no_answer_to_a_form(bot: Running) -> None:
    await plant(bot)
    ann = await arrived(bot, "Ann", "en")
    await ann.says("/initiative")
    answer = await ann.asks_inline("KG-2026-00001")
    await ann.chooses(answer, "i_KG-2026-00001")
    await ann.sees("I cannot do anything with that")
    await ann.says("/my")
    await ann.sees("Draft: untitled")


async def test_inline_queries_leave_no_trace_in_the_inbox(bot: Running) -> None:
    ann = await arrived(bot, "Ann", "en")
    await ann.asks_inline("open data")
    from sqlalchemy import func, select

    from models import InboxUpdate

    async with bot.parts.database.read() as session:
        kept = select(func.count()).select_from(InboxUpdate).where(InboxUpdate.kind == "inline_query")
        assert await session.scalar(kept) == 0
