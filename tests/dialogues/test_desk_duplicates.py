"""Staff see on an initiative's card what may be its duplicate, whatever the titles say, and merge the two."""

import pytest
from sqlalchemy import select

from locales.translator import Voices
from models import Initiative, InitiativeState, Role
from tests.conftest import ZONE
from tests.dialogues.conftest import Running
from tests.dialogues.people import appointed
from tests.dialogues.staff import Words
from tests.dialogues.test_similar import MINE, THEIRS
from tests.initiatives import initiative


@pytest.mark.parametrize("language", ["ky", "ru"])
async def test_a_likely_duplicate_stands_on_the_card_and_is_merged(bot: Running, language: str) -> None:
    t = Voices(ZONE)[language]
    mine = MINE | {"title": "Балдардын жолу"}  # no word in common: the search reads what is asked for
    async with bot.begin() as session:
        await initiative(session, "KG-2026-00001", **THEIRS)
        second = await initiative(session, "KG-2026-00002", published_at=None, state=InitiativeState.SUBMITTED, **mine)
    await bot.parts.answers.refresh(bot.parts.database)
    nurlan = await appointed(bot, "Нурлан", language, Role.MODERATOR)
    await nurlan.follows_link(f"desk_i{second.id}")  # from the staff group
    await nurlan.sees(t("<b>Likely duplicates</b>").striptags(), "KG-2026-00001", THEIRS["title"])
    await nurlan.taps(t.plain("Write a note"))
    await nurlan.says("Экөөнү салыштыруу керек.")
    await nurlan.sees(t("The note is kept."), t("<b>Likely duplicates</b>").striptags(), THEIRS["title"])
    await nurlan.says("/review")
    desk = await nurlan.sees("KG-2026-00002")
    await nurlan.taps(next(one for one in desk.labels if "KG-2026-00002" in one))
    await nurlan.sees(
        Words(language)("Кайталанышы мүмкүн болгон демилгелер", "Возможные дубликаты"), "KG-2026-00001", THEIRS["title"]
    )
    await nurlan.taps(t.plain("Look at {number}", number="KG-2026-00001"))
    await nurlan.sees(THEIRS["proposal"])
    await nurlan.taps(t.plain("Look at {number}", number="KG-2026-00002"))
    await nurlan.taps(t.plain("Merge with a similar one"))
    merging = await nurlan.sees("KG-2026-00017")
    await nurlan.taps(next(one for one in merging.labels if "KG-2026-00001" in one))
    await nurlan.taps(t.plain("Yes, merge"))
    await nurlan.sees(t.plain("Merged into {number}", number="KG-2026-00001"))
    (merged,) = await bot.stored(select(Initiative).where(Initiative.number == "KG-2026-00002"))
    assert merged.state is InitiativeState.MERGED
