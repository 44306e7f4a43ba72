"""A report is published at a press, and the phone of somebody who subscribed receives it."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opens
from tests.browser.desk import OPENING_MS

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

SAID = "28и жарыяланды"


def test_a_published_report_arrives_on_a_subscribers_phone(opens: Opens) -> None:
    desk = opens(size=(1280, 900))
    aizada = desk.phone_of("Айзада Токтогулова")
    # The opening scene ends with a first one.
    aizada.sees("Жаңы отчет", SAID, within_ms=OPENING_MS)
    received = aizada.place.locator(".message.in").filter(has_text=SAID)
    before = received.count()
    desk.page.get_by_role("button", name=desk.word("publish")).click()
    expect(desk.page.locator("#notice")).to_have_text(desk.word("published"))
    expect(received).to_have_count(before + 1)
    newest = aizada.sees("Жаңы отчет", "Бул чынбы?")
    expect(newest).to_be_in_viewport()
    desk.shoot("desktop-report-received")
    desk.nothing_is_cut()
