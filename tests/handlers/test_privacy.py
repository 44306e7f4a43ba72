"""What /privacy says of facts that the Secretariat has not announced."""

import pytest

from bot.gallery.privacy import NOTHING
from handlers.screens import privacy as screens
from locales import content as files
from locales.translator import Voices
from models import Language
from tests.conftest import ZONE


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("empty", ["data_holder", "retention", "privacy_contact"])
def test_one_fact_that_is_lacking_names_the_site(language: Language, empty: str) -> None:
    facts = {key: "<x>" for key in ("data_holder", "retention", "privacy_contact") if key != empty}
    t = Voices(ZONE)[language]
    shown = str(screens.policy(NOTHING, facts, has_consented=False, inbox_hours=48, t=t).text)
    assert files.fact_wordings()[empty]["empty"][language] in shown
    assert shown.count(files.site()["address"]) == 1
    assert "&lt;x&gt;" in shown


def test_russian_says_how_long_keys_are_kept_in_the_sentence_itself() -> None:
    t = Voices(ZONE)["ru"]
    shown = str(screens.policy(NOTHING, {}, has_consented=False, inbox_hours=48, t=t).text)
    assert "хранятся ещё 48 ч." in shown
