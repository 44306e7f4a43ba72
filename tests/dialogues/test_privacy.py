"""What is kept of a person: shown, handed over, erased."""

import json

from sqlalchemy import select, text

from bot.playground.driver import Persona
from handlers.screens import privacy as screens
from locales.translator import Translator
from models import Citizen, InboxUpdate, Initiative, InitiativeState, InitiativeText
from tests.dialogues.conftest import Running, in_kyrgyz
from tests.dialogues.test_attachments import at_the_files
from tests.dialogues.test_initiatives import WHOLE, number
from tests.dialogues.words import PROBLEM, TITLE, at_the_preview, on_phone, sends
from tests.initiatives import initiative


async def busy(person: Persona, t: Translator) -> None:
    """Somebody of whom there is something of every kind."""
    await at_the_preview(person, t)
    await person.taps(t.plain("Change: {field}", field=t.plain("Name")))
    await person.says("Айзада Токтогулова")
    await person.taps(t.plain("I agree"))
    await person.sees(t.plain("Send"))
    await person.sends_photo()
    await person.sees(t.plain("The file is attached."))
    await sends(person, t, "-00001")
    await person.says("/initiative")
    await person.says("Айылдарга китепкана ачуу")
    await person.says("/ask")
    await person.says("Жооп качан келет болду экен деп сурайын")
    await person.follows_link("c_1")
    await person.taps(t.plain("Subscribe to this commitment"))
    await person.sees(t.plain("Unsubscribe from this commitment"))


async def test_it_says_what_is_kept_and_why(bot: Running, aizada: Persona, t: Translator) -> None:
    await busy(aizada, t)
    await aizada.says("/privacy")
    shown = await aizada.sees(t.plain("Erase my data"), t.plain("Take my consent back"))
    assert "48" in shown.text  # the hours that keys are kept, from the real setting
    assert [line.rpartition(" ")[2] for line in shown.text.split("\n") if line.startswith("•")].count("1") == 5


async def test_the_file_holds_ones_own_and_nothing_of_others(bot: Running, aizada: Persona, t: Translator) -> None:
    await busy(aizada, t)
    bolot = await bot.citizen("Болот", t)
    await bolot.says("/initiative")
    await bolot.says("Болоттун өз демилгеси")
    await aizada.says("/privacy")
    await aizada.taps(t.plain("Send me my data as a file"))
    message = await aizada.sees(on_phone(screens.file({}, t)))
    assert message.kind == "document"
    received = bot.telegram.world.files
    kept = received.find(message.facts["document"]["file_id"])
    assert kept is not None
    content = received.read(kept)
    mine = json.loads(content)
    assert mine["telegram_id"] == aizada.id
    assert {one["title"] for one in mine["initiatives"]} == {TITLE[t.language], "Айылдарга китепкана ачуу"}
    assert mine["questions"][0]["text"].startswith("Жооп качан")
    assert mine["subscriptions"][0]["topic"] == "commitment"
    assert "Болоттун" not in content.decode()


async def test_consent_can_be_taken_back(bot: Running, aizada: Persona, t: Translator) -> None:
    await at_the_preview(aizada, t)
    await sends(aizada, t, number(1))
    await aizada.says("/privacy")
    await aizada.taps(t.plain("Take my consent back"))
    await aizada.sees(on_phone(screens.revoked(t)))
    assert (await bot.row_of(aizada)).consented_at is None
    await aizada.says("/privacy")
    await aizada.does_not_see(t.plain("Take my consent back"))


async def test_erasing_really_erases(bot: Running, aizada: Persona, t: Translator) -> None:
    await busy(aizada, t)
    bolot = await bot.citizen("Болот", t)
    await bolot.says("/initiative")
    await bolot.says("Болоттун өз демилгеси")
    await bolot.sees(t.plain("What problem should it solve? 20 to 2000 characters."))
    await aizada.says("/privacy")
    await aizada.taps(t.plain("Erase my data"))
    warned = await aizada.sees(t.plain("Yes, erase everything"))
    assert [line.rpartition(" ")[2] for line in warned.text.split("\n") if line.startswith("•")].count("1") == 5
    await aizada.taps(t.plain("No, keep it"))
    await aizada.taps(t.plain("Erase my data"))
    await aizada.taps(t.plain("Yes, erase everything"))
    await aizada.sees("/start")
    await bot.telegram.quiet()

    async def closed() -> bool:  # the last reply is recorded a moment after it is seen
        return not await bot.stored(select(InboxUpdate.id).where(InboxUpdate.answered_at.is_(None)))

    await bot.telegram.until("every update is closed", closed)
    await nothing_is_left_of(bot, aizada, rows_of_bolot={"initiatives": 1, "initiative_texts": 1, "conversations": 1})
    await aizada.says("/my")
    await aizada.sees("Кыргызча")  # a stranger again
    await aizada.taps(f"lang:{t.language}")
    await aizada.sees(t.plain("There is nothing here yet."))
    assert len(await bot.stored(select(Citizen.id))) == 3  # an id is never used again


async def nothing_is_left_of(bot: Running, person: Persona, rows_of_bolot: dict[str, int]) -> None:
    """No row, no payload, no file id; what remains of another person is untouched."""
    async with bot.parts.database.read() as session:

        async def count(table: str, where: str = "1 = 1") -> int:
            return int(await session.scalar(text(f"SELECT count(*) FROM {table} WHERE {where}")) or 0)

        for table in ("files", "initiative_files", "questions", "subscriptions", "notices", "messages"):
            assert await count(table) == 0, table
        for table, rows in rows_of_bolot.items():
            assert await count(table) == rows, table
        assert await count("citizens", f"telegram_id = {person.id}") == 0
        assert await count("citizens", "telegram_id IS NULL AND language IS NULL AND consented_at IS NULL") == 1
        assert await count("inbox", f"actor_id = {person.id}") == 0
        assert await count("inbox", "payload IS NOT NULL OR replies IS NOT NULL") == 0
        assert await count("inbox", "answered_at IS NULL") == 0
        assert await count("inbox") > 10  # the keys stay: a redelivered update is not handled anew


async def test_before_erasing_it_is_said_that_what_others_were_merged_into_stays(
    bot: Running, aizada: Persona, t: Translator
) -> None:
    async with bot.begin() as session:
        author = await session.merge(await bot.row_of(aizada))
        kept = await initiative(session, "KG-2026-00001", author=author, published_at=None)
        other = await initiative(session, "KG-2026-00002", published_at=None)
        other.state, other.merged_into_id = InitiativeState.MERGED, kept.id
    await aizada.says("/privacy")
    await aizada.taps(t.plain("Erase my data"))
    merged = t.plural(
        "Stays, without your name, contact or files: {n} initiative that others were merged into, since it "
        "speaks for their authors too.",
        "Stay, without your name, contact or files: {n} initiatives that others were merged into, since they "
        "speak for their authors too.",
        1,
    )
    warned = await aizada.sees(str(merged))
    assert t.plain("Nothing of yours stays.") not in warned.text
    await aizada.taps(t.plain("Yes, erase everything"))
    await aizada.sees("/start")
    assert {one.number for one in await bot.stored(select(Initiative))} == {"KG-2026-00001", "KG-2026-00002"}


@in_kyrgyz
async def test_a_published_initiative_stays_without_its_author(bot: Running, aizada: Persona, t: Translator) -> None:
    await busy(aizada, t)
    async with bot.begin() as session:
        one = (await session.scalars(select(Initiative).where(Initiative.number.is_not(None)))).one()
        one.published_at = bot.clock()
    await aizada.says("/privacy")
    await aizada.taps(t.plain("Erase my data"))
    await aizada.taps(t.plain("Yes, erase everything"))
    await aizada.sees("/start")
    (left,) = await bot.stored(WHOLE)
    assert (left.number, left.state) == (number(1), InitiativeState.SUBMITTED)
    assert (left.author_id, left.name, left.contact, left.attachments) == (None, None, None, [])
    assert [one.problem for one in await bot.stored(select(InitiativeText))] == [PROBLEM[t.language]]


@in_kyrgyz
async def test_old_buttons_after_erasing_belong_to_nobody(bot: Running, aizada: Persona, t: Translator) -> None:
    await at_the_files(aizada, t)
    form = aizada.screen
    await aizada.says("/privacy")
    await aizada.taps(t.plain("Erase my data"))
    sure = await aizada.sees(t.plain("Yes, erase everything"))
    await aizada.taps_together(sure, *[t.plain("Yes, erase everything")] * 2)
    await aizada.sees("/start")
    await aizada.taps_on(form, t.plain("Skip"))
    await aizada.sees("Кыргызча")
    assert await bot.stored(select(Initiative)) == []
