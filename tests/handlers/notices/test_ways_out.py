"""Every kind of notice: declared, rendered, and with the way to hear no more of it."""

from collections.abc import AsyncIterator, Iterator

import pytest
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import notices
from handlers.notices import RENDERERS, rendered
from handlers.notices.context import NoticeContext
from handlers.screens.screen import Button, Screen
from handlers.screens.secretariat.words import ToggleMorningList
from handlers.screens.start import Open
from handlers.screens.ways_out import LABELS, SwitchOff
from locales.translator import Voices
from models import Citizen, Language, Notice
from models.database import Database
from services import citizens
from services import notices as facts
from services.errors import NotFound
from services.kinds import KINDS, SWITCHES, Off
from tests.conftest import START, ZONE
from tests.services.office import person

VOICES = Voices(ZONE)
# What goes on as long as the reader's own affair or role does. A kind that is added here is one that nobody can switch
# off: is it really about what its reader has begun, or work that comes with a role?
STAYS = {
    "under-review",
    "published",
    "clarification",
    "decision",
    "merged",
    "answer",
    "answer-edited",
    "seminar_seat",
    "seminar_changed",
    "seminar_cancelled",
    "asked-on",
    "taken",
    "assigned",
    "broadcast-test",
    "broadcast-approval",
    "broadcast-approved",
    "broadcast-returned",
    "broadcast-report",
    "source-failing",
    "source-well",
}
ENDS = [kind for kind in KINDS if kind not in STAYS]


def test_what_is_rendered_is_declared_and_what_is_declared_is_rendered() -> None:
    assert set(RENDERERS) == {kind.is_told_as or name for name, kind in KINDS.items()}


def test_every_switch_has_a_column_and_a_button() -> None:
    assert set(SWITCHES) == set(LABELS)
    assert set(SWITCHES.values()) <= set(Citizen.__table__.columns.keys())


@pytest.fixture
async def session(database: Database) -> AsyncIterator[AsyncSession]:
    async with database.begin() as opened:
        yield opened


@pytest.fixture
def says_something(monkeypatch: pytest.MonkeyPatch) -> None:
    """Renderers that have something to say whatever there is."""

    async def say(_context: NoticeContext, _notices: list[Notice]) -> Screen:
        return Screen(Markup("Something has happened."), ((Button("Open", Open("menu")),),))

    monkeypatch.setattr(notices, "RENDERERS", dict.fromkeys(KINDS, say))


async def message(session: AsyncSession, kind: str, reader: Citizen, language: str = "ky") -> Screen | None:
    return await rendered(kind, NoticeContext(session, reader, VOICES[language], VOICES, START, ZONE), [])


def presses(screen: Screen | None) -> Iterator[object]:
    assert screen is not None
    return (button.press for row in screen.rows for button in row)


@pytest.mark.usefixtures("says_something")
@pytest.mark.parametrize("kind", ENDS)
async def test_a_message_carries_the_way_to_hear_no_more_of_its_kind(session: AsyncSession, kind: str) -> None:
    reader = await person(session, 1, Language.KY)
    reader.wants_morning_list = True
    off = KINDS[kind].off
    found = set(presses(await message(session, kind, reader)))
    if off not in SWITCHES:
        assert Open("settings") in found
        return
    assert {SwitchOff(off), ToggleMorningList(0)} & found
    setattr(reader, SWITCHES[off], False)
    assert await message(session, kind, reader) is None, "switched off, and told all the same"


@pytest.mark.usefixtures("says_something")
@pytest.mark.parametrize("kind", sorted(STAYS))
async def test_what_is_ones_own_comes_whatever_is_switched_off(session: AsyncSession, kind: str) -> None:
    reader = await person(session, 1, Language.KY)
    for column in SWITCHES.values():
        setattr(reader, column, False)
    assert await message(session, kind, reader) is not None


async def test_a_kind_that_is_not_declared_is_given_to_nobody(session: AsyncSession) -> None:
    reader = await person(session, 1)
    me = select(Citizen.id).where(Citizen.id == reader.id)
    with pytest.raises(ValueError, match=r"services/kinds\.py"):
        await facts.give(session, me, cause="x", kind="surprise", subject="1", now=START)


@pytest.mark.parametrize("off", [off for off in Off if off not in SWITCHES or off is Off.MORNING_LIST])
async def test_what_is_no_switch_of_the_readers_own_cannot_be_forged(session: AsyncSession, off: Off) -> None:
    with pytest.raises(NotFound):
        citizens.switch(await person(session, 1), off, wanted=False)
