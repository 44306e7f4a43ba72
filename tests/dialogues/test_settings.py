"""/settings: each wish is changed by tapping, and each says what it changes."""

from models import Citizen, Frequency
from tests.dialogues.conftest import Running
from tests.dialogues.people import arrived


async def me(bot: Running) -> Citizen:
    async with bot.parts.database.read() as session:
        return await session.get_one(Citizen, 1)


async def test_a_kyrgyz_speaker_sets_everything(bot: Running) -> None:
    aizada = await arrived(bot, "Айзада", "ky")
    await aizada.says("/settings")
    await aizada.sees("Тил: Кыргызча", "Аймак: тандалган эмес", "Тынч убакыт: 22:00 – 08:00")
    await aizada.taps("Аймакты өзгөртүү")
    await aizada.sees("Көрсөтүү милдеттүү эмес")
    await aizada.taps("Нарын облусу")
    await aizada.sees("Сакталды", "Аймак: Нарын облусу")
    await aizada.taps("Билдирмелердин жыштыгы")
    await aizada.sees("дайыма дароо келет")
    await aizada.taps("Күнүнө бир жолу")
    await aizada.sees("Күнүнө бир жолу, саат 09:00")
    await aizada.taps("Билдирмелердин жыштыгы")
    await aizada.taps("Билдирүү келүүчү саат: 09:00")
    await aizada.taps("18:00")
    await aizada.sees("Күнүнө бир жолу, саат 18:00")
    await aizada.taps("Тынч убакыт")
    await aizada.taps("21:00")
    await aizada.sees("Ал саат канчада бүтсүн?")
    await aizada.taps("07:00")
    await aizada.sees("Тынч убакыт: 21:00 – 07:00")
    await aizada.taps("Кулактандыруулар")
    await aizada.taps("Кулактандырууларды өчүрүү")
    await aizada.sees("Кулактандыруулар: өчүк")
    citizen = await me(bot)
    assert (citizen.region_id, citizen.frequency, citizen.digest_hour) == ("naryn", Frequency.DAILY, 18)
    assert (citizen.quiet_from, citizen.quiet_until, citizen.wants_announcements) == (21, 7, False)


async def test_a_russian_speaker_undoes_everything(bot: Running) -> None:
    anna = await arrived(bot, "Анна", "ru")
    await anna.says("/settings")
    await anna.taps("Тихие часы")
    await anna.sees("ждут, пока оно закончится")
    await anna.taps("Без тихих часов")
    await anna.sees("Тихие часы: нет")
    await anna.taps("Сменить регион")
    await anna.taps("Город Бишкек")
    await anna.taps("Сменить регион")
    await anna.sees("Город Бишкек (выбрано)")
    await anna.taps("Без региона")
    await anna.sees("Регион: не выбран")
    await anna.taps("Сменить язык")
    await anna.taps("English")
    await anna.says("/settings")
    await anna.sees("Language: English", "Quiet hours: none")
    citizen = await me(bot)
    assert citizen.region_id is None
    assert citizen.quiet_from == citizen.quiet_until


async def test_forged_wishes_are_refused_and_change_nothing(bot: Running) -> None:
    ann = await arrived(bot, "Ann", "en")
    await ann.says("/settings")
    screen = await ann.sees("Settings")
    for forged in ("wq:22:99", "whr:-1", "wreg:atlantis", "wqf:24", "wfrq:hourly"):
        await ann.presses(screen, forged)
        assert await ann.toast()
    citizen = await me(bot)
    assert (citizen.quiet_from, citizen.quiet_until, citizen.digest_hour, citizen.region_id) == (22, 8, 9, None)
