"""Before sending: similar initiatives of others are shown, and never stand in the way."""

import pytest

from bot.playground.persona import Persona
from locales.translator import Translator, Voices
from models import InitiativeState
from tests.conftest import ZONE
from tests.dialogues.conftest import Running
from tests.dialogues.people import arrived
from tests.initiatives import initiative

THEIRS = {
    "title": "Окуучулар үчүн мектеп автобусу",
    "problem": "Алыскы айылдарда балдар мектепке беш чакырым жөө барат.",
    "proposal": "Айыл өкмөтү ар бир алыскы айылга мектеп автобусун койсун.",
}
MINE = {
    "title": "Алыскы айылдарга мектеп автобусу",
    "problem": "Балдар мектепке беш чакырым жөө басып барышат.",
    "proposal": "Айыл өкмөтү алыскы айылдарга мектеп автобусун койсун.",
}


async def to_the_end(person: Persona, t: Translator) -> None:
    """Write the three answers, go to the preview, press "Send"."""
    await person.says("/initiative")
    for answer in MINE.values():
        await person.says(answer)
    await person.taps(t.plain("Go to the preview"))
    await person.taps(t.plain("Send"))


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
async def test_mine_is_different_and_goes_out(bot: Running, language: str) -> None:
    t = Voices(ZONE)[language]
    async with bot.parts.database.begin() as session:
        await initiative(session, "KG-2025-00001", theme="local-government", **THEIRS)
    await bot.parts.answers.refresh(bot.parts.database)
    person = await arrived(bot, "Айзада", language)
    await to_the_end(person, t)
    await person.sees("KG-2025-00001", THEIRS["title"], THEIRS["proposal"])
    await person.taps(t.plain("Mine is different: send it"))
    await person.taps(t.plain("I agree, send"))
    await person.sees("-00001", MINE["title"])


async def test_the_other_one_is_supported_instead_and_the_draft_is_kept(bot: Running) -> None:
    async with bot.parts.database.begin() as session:
        await initiative(session, "KG-2026-00001", **THEIRS)
    await bot.parts.answers.refresh(bot.parts.database)
    anna = await arrived(bot, "Анна", "ru")
    await to_the_end(anna, Voices(ZONE)["ru"])
    await anna.taps("Прочитать KG-2026-00001 целиком")
    await anna.sees("беш чакырым")
    await anna.taps("Поддержать KG-2026-00001 вместо своей")
    await anna.sees("Вы поддержали KG-2026-00001", "Ваш черновик не отправлен")
    await anna.taps("Открыть KG-2026-00001")
    await anna.sees("Поддержали: 1 человек")
    await anna.says("/my")
    await anna.sees("Черновик:")


@pytest.mark.parametrize(
    ("state", "shows_title"), [(InitiativeState.SUBMITTED, False), (InitiativeState.UNDER_REVIEW, True)]
)
async def test_of_a_pending_one_no_text_is_shown_and_its_title_only_once_it_is_read(
    bot: Running, state: InitiativeState, shows_title: bool
) -> None:
    async with bot.parts.database.begin() as session:
        await initiative(
            session,
            "KG-2026-00001",
            state=state,
            published_at=None,
            theme="local-government",
            name="Асан",
            contact="a@b.kg",
            **THEIRS,
        )
    await bot.parts.answers.refresh(bot.parts.database)
    aizada = await arrived(bot, "Айзада", "ky")
    await to_the_end(aizada, Voices(ZONE)["ky"])
    shown = await aizada.sees("KG-2026-00001", "Жергиликтүү өз алдынча башкаруу", "жарыялана элек")
    assert (THEIRS["title"] in shown.text) is shows_title
    for secret in (THEIRS["problem"], THEIRS["proposal"], "Асан", "a@b.kg"):
        assert secret not in shown.text
    assert not [label for label in shown.labels if "KG-2026-00001" in label]
    await aizada.taps("Меники башкача: жөнөтүү")
    await aizada.sees("Жөнөтөр алдында")


async def test_ones_own_and_withdrawn_ones_are_not_offered(bot: Running) -> None:
    t = Voices(ZONE)["ky"]
    async with bot.parts.database.begin() as session:
        await initiative(session, "KG-2026-00009", state=InitiativeState.WITHDRAWN, published_at=None, **THEIRS)
    aizada = await arrived(bot, "Айзада", "ky")
    await to_the_end(aizada, t)
    await aizada.taps(t.plain("I agree, send"))
    await aizada.sees("KG-2026-00001")
    await bot.parts.answers.refresh(bot.parts.database)
    await aizada.says("/initiative")
    for answer in MINE.values():
        await aizada.says(answer)
    await aizada.taps(t.plain("Go to the preview"))
    await aizada.taps(t.plain("Send"))
    await aizada.sees("KG-2026-00002")


async def test_a_stale_index_shows_nothing_that_was_withdrawn_since(bot: Running) -> None:
    async with bot.parts.database.begin() as session:
        one = await initiative(session, "KG-2026-00001", **THEIRS)
    await bot.parts.answers.refresh(bot.parts.database)
    async with bot.parts.database.begin() as session:
        kept = await session.merge(one)
        kept.state, kept.published_at = InitiativeState.WITHDRAWN, None
    anna = await arrived(bot, "Анна", "ru")
    await to_the_end(anna, Voices(ZONE)["ru"])
    await anna.sees("Перед отправкой")
    await anna.does_not_see("KG-2026-00001")


async def test_a_forged_press_for_a_strangers_draft_is_refused(bot: Running) -> None:
    t = Voices(ZONE)["ky"]
    aizada = await arrived(bot, "Айзада", "ky")
    await to_the_end(aizada, t)
    anna = await arrived(bot, "Анна", "ru")
    await anna.says("/settings")
    screen = await anna.sees("Настройки")
    for forged in ("diff:1", "inst:1:1"):
        await anna.presses(screen, forged)
        assert await anna.toast()
    await aizada.says("/my")
    await aizada.sees("Каралама:")
