"""From an idea to a numbered initiative."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from bot.playground.driver import Persona
from handlers.initiatives import FORM
from handlers.screens import initiatives as screens
from locales.translator import OWN_NAMES, Translator
from models import Initiative, InitiativeFile, InitiativeState
from tests.conftest import ZONE
from tests.dialogues.conftest import Running
from tests.dialogues.words import (
    PROBLEM,
    PROPOSAL,
    RESULT,
    TITLE,
    answers_the_three,
    at_the_preview,
    name_of,
    on_phone,
    sends,
)

WHOLE = select(Initiative).options(
    selectinload(Initiative.texts),
    selectinload(Initiative.events),
    selectinload(Initiative.attachments).selectinload(InitiativeFile.file),
)


def number(n: int) -> str:
    return f"KG-{datetime.now(UTC).astimezone(ZONE).year}-{n:05}"


async def test_the_short_path_is_three_answers(bot: Running, aizada: Persona, t: Translator) -> None:
    await at_the_preview(aizada, t)
    shown = await aizada.sees(TITLE[t.language], PROBLEM[t.language], PROPOSAL[t.language])
    assert OWN_NAMES[t.language] in shown.text
    await aizada.taps(t.plain("Send"))
    await aizada.sees(on_phone(screens.consent(FORM, 1, t)), "/my", "/privacy")
    await aizada.taps(t.plain("I agree, send"))
    receipt = await aizada.sees(number(1), TITLE[t.language], PROBLEM[t.language], PROPOSAL[t.language], "/my")
    assert receipt.labels == [t.plain("Open it"), t.plain("Main menu")]
    (stored,) = await bot.stored(WHOLE)
    assert (stored.number, stored.state, stored.lang) == (number(1), InitiativeState.SUBMITTED, t.language)
    assert [event.state for event in stored.events] == [InitiativeState.SUBMITTED]


async def test_the_long_path_asks_everything(bot: Running, aizada: Persona, t: Translator) -> None:
    await answers_the_three(aizada, t)
    await aizada.taps(t.plain("Add details"))
    await aizada.sees(t.plain("What will be different when it is done? How could one measure it?"))
    await aizada.says(RESULT[t.language])
    await aizada.sees(t.plain("Which theme does it belong to?"))
    await aizada.taps(name_of("themes", "public-finance", t))
    await aizada.sees(t.plain("Which body could carry it out?"))
    await aizada.taps(t.plain("I do not know"))
    await aizada.sees(t.plain("Which region is it about?"))
    await aizada.taps(name_of("regions", "abroad", t))
    await aizada.sees(t.plain("Skip"))
    await aizada.sends_photo()
    await aizada.sees(t.plain("The file is attached."))
    await aizada.taps(t.plain("Done"))
    await aizada.sees(t.plain("What is your name? You may leave it out. Only the Secretariat sees it."))
    await aizada.says("Айзада Токтогулова")
    await aizada.taps(t.plain("Skip"))
    await aizada.taps(t.plain("I agree"))
    preview = await aizada.sees(RESULT[t.language], "Айзада Токтогулова", t.plain("photo"))
    for field in ("Title", "Problem", "Proposal", "Expected result", "Theme", "Responsible body", "Region", "Files"):
        assert t.plain("Change: {field}", field=t.plain(field)) in preview.labels
    await sends(aizada, t, number(1))
    (stored,) = await bot.stored(WHOLE)
    assert (stored.theme_id, stored.agency_id, stored.region_id) == ("public-finance", None, "abroad")
    assert (stored.name, stored.contact) == ("Айзада Токтогулова", None)
    assert stored.contact_consented_at is not None
    assert [each.file.kind for each in stored.attachments] == ["photo"]
