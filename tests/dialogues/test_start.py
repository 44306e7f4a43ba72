"""The first screen, the language, the menu, and links that lead into the bot."""

from sqlalchemy import select

from bot.playground.driver import Persona
from handlers.errors import words
from handlers.screens import start as screens
from locales.translator import OWN_NAMES, Translator
from models import Citizen, Language
from services.errors import InvitationGone
from tests.dialogues.conftest import Running, in_kyrgyz
from tests.dialogues.words import TITLE, answers_the_three, at_the_preview, on_phone, sends

ENTRIES = (
    "Submit an initiative",
    "Commitments of the plan",
    "My subscriptions",
    "My initiatives and questions",
    "Frequently asked questions",
    "Ask the Secretariat",
    "Change language",
    "My data",
    "Help",
)


def menu(t: Translator) -> str:
    return on_phone(screens.menu(t, has_drafts=False), -1)


async def test_a_newcomer_chooses_a_language_and_gets_the_menu(bot: Running, t: Translator) -> None:
    aizada = bot.telegram.person("Айзада", language_code="ru")
    await aizada.says("/start")
    greeting = await aizada.sees("Кыргызча", "Русский", "English")
    assert [len(row) for row in greeting.rows] == [1, 1, 1]
    await aizada.taps(OWN_NAMES[t.language])
    shown = await aizada.sees(menu(t))
    assert shown.id == greeting.id  # the screen was edited in place
    for entry in ENTRIES:
        assert t.plain(entry) in shown.labels
    assert (await bot.row_of(aizada)).language == t.language


async def test_the_greeting_suggests_the_language_of_the_phone(bot: Running) -> None:
    for code, opening in (("ru-RU", "Добро пожаловать"), ("en", "Welcome"), ("de", "Кош келиңиз"), ("", "Кош келиңиз")):
        person = bot.telegram.person(code or "?", language_code=code)
        await person.says("/start")
        await person.sees(opening, "Кош келиңиз")


async def test_every_entry_of_the_menu_leads_somewhere_and_back(bot: Running, aizada: Persona, t: Translator) -> None:
    for entry in ENTRIES[1:]:
        await aizada.taps(t.plain(entry))
        await aizada.taps(t.plain("Cancel" if entry == "Ask the Secretariat" else "Main menu"))
        await aizada.says("/start")
        await aizada.sees(menu(t))


async def test_what_a_stranger_came_for_follows_the_language(bot: Running, t: Translator) -> None:
    aizada = bot.telegram.person("Айзада")
    await aizada.follows_link("c_1")
    await aizada.sees("Кыргызча")
    await aizada.taps(f"lang:{t.language}")
    await aizada.sees("1. ", t.plain("Subscribe to this commitment"))

    bolot = bot.telegram.person("Болот")
    await bolot.follows_link("f_initiative-vs-complaint")
    await bolot.taps(f"lang:{t.language}")
    await bolot.sees(t.plain("All questions"))

    chynara = bot.telegram.person("Чынара")
    await chynara.says("/initiative")
    await chynara.taps(f"lang:{t.language}")
    await chynara.sees(t.plain("What is your initiative called? One short sentence, 10 to 120 characters."))
    await chynara.says(TITLE[t.language])
    await chynara.sees(t.plain("What problem should it solve? 20 to 2000 characters."))

    daniyar = bot.telegram.person("Данияр")
    await daniyar.follows_link("no_such-thing")
    await daniyar.taps(f"lang:{t.language}")
    await daniyar.sees(str(screens.unknown_link(t)), t.plain("Submit an initiative"))

    farida = bot.telegram.person("Фарида")
    await farida.follows_link("staff_used-or-expired")
    await farida.taps(f"lang:{t.language}")
    await farida.sees(words(InvitationGone(), t), t.plain("Submit an initiative"))

    elmira = bot.telegram.person("Эльмира")
    await elmira.sends_sticker()
    await elmira.sees("Кыргызча")
    await elmira.taps(f"lang:{t.language}")
    await elmira.sees(menu(t))


@in_kyrgyz
async def test_links_open_what_they_name(bot: Running, aizada: Persona, t: Translator) -> None:
    await aizada.follows_link("c_18")
    await aizada.sees("18. ", t.plain("Subscribe to this commitment"))
    await aizada.follows_link("f_initiative-vs-complaint")
    await aizada.sees(t.plain("All questions"))
    for unknown in ("c_19", "c_bogus", "f_bogus", "i_KG-2020-00001", "i_999999999999999999", "x_1", "c_", "%"):
        await aizada.says(f"/start {unknown}")
        await aizada.sees(str(screens.unknown_link(t)))


@in_kyrgyz
async def test_a_link_to_an_initiative_shows_only_ones_own_until_it_is_published(
    bot: Running, aizada: Persona, t: Translator
) -> None:
    await at_the_preview(aizada, t)
    await sends(aizada, t, "-00001")
    await aizada.follows_link("i_1")
    await aizada.sees("-00001", TITLE[t.language])
    bolot = await bot.citizen("Болот", t)
    await bolot.follows_link("i_1")
    await bolot.sees(str(screens.unknown_link(t)))
    await bolot.does_not_see(TITLE[t.language])


async def test_the_language_can_be_changed_at_any_time(bot: Running, aizada: Persona, t: Translator) -> None:
    await aizada.says("/language")
    await aizada.sees(*OWN_NAMES.values())
    await aizada.taps("Русский")
    await aizada.sees("Главное меню")
    assert (await bot.row_of(aizada)).language == Language.RU


async def test_a_language_chosen_in_the_middle_of_a_form_shows_in_the_question(
    bot: Running, aizada: Persona, t: Translator
) -> None:
    await aizada.says("/initiative")
    await aizada.says(TITLE[t.language])
    await aizada.sees(t.plain("What problem should it solve? 20 to 2000 characters."))
    await aizada.says("/language")
    await aizada.taps("English")
    await aizada.sees("What problem should it solve?")


async def test_help_and_cancel_and_unknown_commands_are_answered(bot: Running, aizada: Persona, t: Translator) -> None:
    await aizada.says("/help")
    await aizada.sees("/initiative", "/privacy", "/commitments")
    await aizada.says("/cancel")
    await aizada.sees(menu(t))
    await aizada.says("/nosuchcommand")
    await aizada.sees(on_phone(screens.not_understood(t)))
    await aizada.says("/HELP")
    await aizada.sees("/initiative")


async def test_going_to_the_menu_leaves_the_form_and_offers_it_again(
    bot: Running, aizada: Persona, t: Translator
) -> None:
    await answers_the_three(aizada, t)
    await aizada.says("/start")
    await aizada.taps(t.plain("Continue my initiative"))
    await aizada.taps(t.plain("Continue: {title}", title=TITLE[t.language]))
    await aizada.sees(t.plain("Add details"))


@in_kyrgyz
async def test_a_person_is_met_once_however_often_they_start(bot: Running, aizada: Persona, t: Translator) -> None:
    for _ in range(3):
        await aizada.says("/start")
    await bot.telegram.quiet()
    assert len(await bot.stored(select(Citizen))) == 1
