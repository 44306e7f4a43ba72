"""The 18 commitments, and following what matters."""

from sqlalchemy import select

from bot.playground.driver import Persona
from handlers.screens.commitments import STATUSES
from locales import content as files
from locales.translator import Translator
from models import Commitment, Completion, Subscription
from tests.dialogues.conftest import Running, in_kyrgyz
from tests.dialogues.words import name_of, still_shows


async def test_all_eighteen_can_be_paged_through(bot: Running, aizada: Persona, t: Translator) -> None:
    await aizada.says("/commitments")
    seen = []
    for page in range(3):
        shown = await aizada.sees(f"{6 * page + 1}. ")
        seen += [label for label in shown.labels if label[0].isdigit()]
        assert (t.plain("Previous page") in shown.labels) == (page > 0)
        if page < 2:
            await aizada.taps(t.plain("Next page"))
    assert t.plain("Next page") not in shown.labels
    assert [label.split(".")[0] for label in seen] == [str(n) for n in range(1, 19)]
    await aizada.taps(t.plain("Previous page"))
    await aizada.sees("7. ")


async def test_a_card_says_what_who_until_when_and_how_far(bot: Running, aizada: Persona, t: Translator) -> None:
    one = files.read("commitments")[0]
    await aizada.follows_link(f"c_{one['id']}")
    await aizada.sees(
        one["title"][t.language],
        name_of("themes", one["theme"], t),
        str(files.ogp_values()[one["values"][0]][t.language]),
        t.plain("not stated yet"),
        *(name_of("agencies", lead, t) for lead in one["leads"]),
    )
    async with bot.begin() as session:
        (await session.get_one(Commitment, one["id"])).status = Completion.LIMITED
    await aizada.follows_link(f"c_{one['position']}")
    await aizada.sees(t.plain(STATUSES[Completion.LIMITED]))


async def test_a_commitment_without_an_agency_says_so(bot: Running, aizada: Persona, t: Translator) -> None:
    nobody = next(one for one in files.read("commitments") if not one["leads"])
    await aizada.follows_link(f"c_{nobody['id']}")
    await aizada.sees(t.plain("to be named by the Secretariat"))


async def test_filters_by_theme_and_by_body(bot: Running, aizada: Persona, t: Translator) -> None:
    plan = files.read("commitments")
    await aizada.says("/commitments")
    await aizada.taps(t.plain("By theme"))
    theme = plan[0]["theme"]
    await aizada.taps(name_of("themes", theme, t))
    shown = await aizada.sees(name_of("themes", theme, t), t.plain("Subscribe to this theme"))
    of_theme = [str(one["position"]) for one in plan if one["theme"] == theme][:6]
    assert [label.split(".")[0] for label in shown.labels if label[0].isdigit()] == of_theme
    await aizada.taps(t.plain("All commitments"))
    await aizada.taps(t.plain("By body"))
    agency = next(one["leads"][0] for one in plan if one["leads"])
    await aizada.taps(name_of("agencies", agency, t))
    shown = await aizada.sees(name_of("agencies", agency, t), t.plain("Subscribe to this body"))
    of_agency = [str(one["position"]) for one in plan if agency in one["leads"]][:6]
    assert [label.split(".")[0] for label in shown.labels if label[0].isdigit()] == of_agency


@in_kyrgyz
async def test_a_theme_without_commitments_says_so(bot: Running, aizada: Persona, t: Translator) -> None:
    used = {one["theme"] for one in files.read("commitments")}
    empty = next(one["id"] for one in files.read("themes") if one["id"] not in used)
    await aizada.presses(aizada.screen, f"cl:0:{empty}:-")
    await aizada.sees(t.plain("There are none."))


async def test_following_and_ending_it_under_subscriptions(bot: Running, aizada: Persona, t: Translator) -> None:
    await aizada.says("/subscriptions")
    await aizada.taps(t.plain("Commitments of the plan"))
    await aizada.taps(t.plain("Subscribe to all commitments"))
    await aizada.sees(t.plain("Unsubscribe from all commitments"))
    theme = files.read("commitments")[0]["theme"]
    await aizada.taps(t.plain("By theme"))
    await aizada.taps(name_of("themes", theme, t))
    await aizada.taps(t.plain("Subscribe to this theme"))
    await aizada.sees(t.plain("Unsubscribe from this theme"))
    await aizada.follows_link("c_1")
    card = await aizada.sees(t.plain("Subscribe to this commitment"))
    await aizada.taps_together(card, *[t.plain("Subscribe to this commitment")] * 2)  # pressing twice is following once
    await aizada.sees(t.plain("Unsubscribe from this commitment"))
    await bot.telegram.quiet()
    assert len(await bot.stored(select(Subscription))) == 3
    await aizada.says("/subscriptions")
    every = await aizada.sees(t.plain("Unsubscribe: {name}", name=t.plain("all commitments")))
    assert len([label for label in every.labels if label.startswith(t.plain("Unsubscribe: {name}", name=""))]) == 3
    for _ in range(3):
        await bot.telegram.quiet()
        await aizada.presses(aizada.screen, aizada.screen.buttons[0].data)
        assert await aizada.toast() == t.plain("You are unsubscribed.")
    await still_shows(aizada, t.plain("Commitments of the plan"))
    assert await bot.stored(select(Subscription)) == []


@in_kyrgyz
async def test_a_card_toggles_and_says_so(bot: Running, aizada: Persona, t: Translator) -> None:
    await aizada.follows_link("c_2")
    await aizada.taps(t.plain("Subscribe to this commitment"))
    assert await aizada.toast() == t.plain("You are subscribed. You can unsubscribe any time under /subscriptions.")
    await aizada.taps(t.plain("Unsubscribe from this commitment"))
    assert await aizada.toast() == t.plain("You are unsubscribed.")
    await aizada.sees(t.plain("Subscribe to this commitment"))
