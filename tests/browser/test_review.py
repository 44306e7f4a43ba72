"""An officer's phone beside a citizen's: what is reviewed and decided on the one is told on the other."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opens
from tests.browser.desk import OPENING_MS

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def test_a_review_and_a_published_decision_reach_the_citizens_phone(opens: Opens) -> None:
    desk = opens(language="ru")
    sergey = desk.phone_of("Сергей Ким")
    sergey.sees("-00001", "Расписание сельских автобусов", within_ms=OPENING_MS)
    nurlan = desk.beside("Нурлан Асанов")
    nurlan.sees("Рабочий стол", "Расписание сельских автобусов")
    number = nurlan.place.get_by_role("button", name="-00001").last.inner_text()
    nurlan.taps(number)
    nurlan.taps("Взять в работу")
    nurlan.sees("Вернуть в очередь")
    sergey.sees(number, "на рассмотрении")
    desk.shoot("desktop-review")
    nurlan.taps("Принять решение")
    nurlan.taps("Принята")
    nurlan.taps("Предложим в следующий план")
    nurlan.sees("Решение записано", "отвечает целям Открытого правительства")
    # Written is not yet published: the citizen hears nothing of it.
    expect(sergey.place.get_by_role("log")).not_to_contain_text("Принята")
    desk.shoot("desktop-decision")
    nurlan.taps("Опубликовать решение")
    nurlan.taps("Да, опубликовать")
    nurlan.sees(number, "опубликовано: Принята")
    notice = sergey.sees(number, "Решение по вашей инициативе", "Принята", "отвечает целям Открытого правительства")
    expect(notice).to_be_in_viewport()
    desk.shoot("desktop-decision-published-and-noticed")
    desk.nothing_is_cut()
