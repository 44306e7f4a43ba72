"""What Telegram shows about the bot, per language; a chat's own command list follows the person's choice."""

from telegram import BotCommandScopeAllPrivateChats, BotCommandScopeChat

from handlers.screens.secretariat.words import commands as staff_commands
from locales.translator import LANGUAGES, Voices
from models import Role
from tests.bot.test_worker import in_english
from tests.conftest import ZONE

LIMITS = {"name": 64, "description": 512, "short_description": 120}  # characters (Bot API, setMyName and others)


async def test_commands_name_and_descriptions_are_set_in_each_language(parts, telegram):
    await parts.profile.publish()
    bot, scope = parts.application.bot, BotCommandScopeAllPrivateChats()
    said = {}
    for code in ("", "ky", "ru", "en"):
        commands = await bot.get_my_commands(scope, language_code=code)
        assert {"start", "initiative", "my", "commitments", "subscriptions", "faq", "ask", "privacy"} <= {
            one.command for one in commands
        }
        name = (await bot.get_my_name(language_code=code)).name
        description = (await bot.get_my_description(language_code=code)).description
        short = (await bot.get_my_short_description(language_code=code)).short_description
        assert 0 < len(name) <= LIMITS["name"]
        assert 0 < len(description) <= LIMITS["description"]
        assert 0 < len(short) <= LIMITS["short_description"]
        said[code] = (tuple(commands), name, description, short)
    assert said[""] == said["ky"]
    assert len(set(said.values())) == 3


async def test_publishing_again_sets_nothing(parts, telegram):
    await parts.profile.publish()
    before = len([call for call in await telegram.calls() if call["method"].lower().startswith("setmy")])
    await parts.profile.publish()
    after = len([call for call in await telegram.calls() if call["method"].lower().startswith("setmy")])
    assert before == after


async def test_a_refusal_never_stops_the_start(parts, telegram):
    await telegram.fail("too_many", method="setMyCommands", seconds=5000)
    await telegram.fail("server_error", method="setMyName")
    await parts.profile.publish()
    assert (await parts.application.bot.get_my_short_description(language_code="ru")).short_description


async def test_the_list_follows_the_chosen_language_where_telegrams_own_choice_would_be_wrong(parts, telegram):
    ann = telegram.person("Ann", language_code="ru")
    await ann.says("/start")
    await ann.taps("English")
    scope = BotCommandScopeChat(ann.id)

    async def english():
        return any("Submit" in one.description for one in await parts.application.bot.get_my_commands(scope))

    await telegram.until("the chat gets an English list", english)
    await ann.says("/language")
    await ann.taps("Русский")

    async def none():
        return not await parts.application.bot.get_my_commands(scope)

    await telegram.until("the chat's own list goes", none)


async def test_who_chose_the_language_of_their_app_gets_no_list_of_their_own(parts, telegram):
    await in_english(telegram)
    ben = telegram.person("Ben", language_code="en")
    await ben.says("/start")
    await ben.taps("English")
    await telegram.quiet()
    assert not await parts.application.bot.get_my_commands(BotCommandScopeChat(ben.id))


def test_officers_and_moderators_find_their_reports_in_their_own_list():
    for t in (Voices(ZONE)[language] for language in LANGUAGES):
        listed = {role: [name for name, _ in staff_commands(t, role)] for role in (None, *Role)}
        assert listed[Role.AGENCY_OFFICER] == ["report"]
        assert "publish" in listed[Role.MODERATOR]
        assert "publish" in listed[Role.ADMINISTRATOR]
        assert listed[None] == []
