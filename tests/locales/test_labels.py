"""Labels of buttons: their lengths, and their names in the texts that speak of them."""

import ast
import re
from collections.abc import Iterator

import pytest

from locales import catalogues, content
from locales.translator import LANGUAGES, Voices
from tests.conftest import ZONE
from tests.locales.texts import Said, answers, messages, names

VOICES = Voices(ZONE)
MOST = 64  # characters: longer ones are cut off even on a wide screen
MOST_OF_TWO = 18  # characters: two buttons share the width of a phone
IN_PAIRS = ("Previous page", "Next page", "Back", "Skip", "I have a question", "Cancel", "By theme", "By body")
NO_SUBSCRIPTIONS = (
    "<b>My subscriptions</b>\n\nYou have no subscriptions yet. Open a commitment and press “Subscribe to this "
    "commitment”."
)
STATES = (
    "Draft",
    "Submitted",
    "Under review",
    "Clarification needed",
    "Accepted",
    "Included in the NAP",
    "Rejected",
    "Withdrawn",
    "Merged with a similar one",
)


def labels_in_code() -> set[str]:
    """Messages that the code puts on a Button(…)."""
    known = dict(messages("en"))
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in (catalogues.ROOT / "handlers").rglob("*.py"))
    buttons = (
        node
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Button" and node.args
    )
    constants = (inner for button in buttons for inner in ast.walk(button.args[0]) if isinstance(inner, ast.Constant))
    return {constant.value for constant in constants if constant.value in known}


def buttons() -> Iterator[Said]:
    """Labels written in the code, and the names and titles that stand on buttons."""
    for language in LANGUAGES:
        strings = dict(messages(language))
        for english in labels_in_code():
            yield from (Said(f"button {english!r}", language, string) for string in strings[english])
    yield from (said for said in answers() if said.where.endswith(": title"))
    # Legal names of bodies are not ours to shorten.
    yield from (
        said
        for said in names()
        if said.where.split()[-1] in {"name", "short"} and not said.where.startswith("agencies")
    )


def quoted(label: str, language: str) -> str:
    return f"“{label}”" if language == "en" else f"«{label}»"


class TestSubscriptions:
    @pytest.mark.parametrize("what", ["all commitments", "this body", "this theme", "this commitment"])
    def test_in_kyrgyz_one_unsubscribes_from_just_what_one_subscribed_to(self, what):
        """«Бардык жазылуудан чыгуу» would be leaving every subscription, those to single commitments too."""
        t = VOICES["ky"]
        assert t.plain(f"Unsubscribe from {what}") == f"{t.plain(f'Subscribe to {what}')}дан чыгуу"

    @pytest.mark.parametrize("language", ["ky", "ru"])
    def test_leaving_a_commitment_is_called_so_wherever_it_is_offered(self, language):
        t = VOICES[language]
        assert t.plain("Do not follow it") == t.plain("Unsubscribe from this commitment")


class TestLengths:
    def test_a_label_is_not_cut_off(self):
        assert {"Main menu", "Yes, erase everything"} <= labels_in_code()
        assert [f"{len(said.text)}: {said}" for said in buttons() if len(said.text) > MOST] == []

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_two_in_a_row_fit_a_phone(self, language):
        said = [VOICES[language].plain(english) for english in IN_PAIRS]
        assert [label for label in said if len(label) > MOST_OF_TWO] == []


@pytest.mark.parametrize("language", LANGUAGES)
class TestNamesInTexts:
    @pytest.mark.parametrize(
        ("topic", "english"),
        [
            ("subscribe-how", "Subscribe to this commitment"),
            ("monitoring-how", "Is it true?"),
            ("report-feedback", "Is it true?"),
        ],
    )
    def test_an_answer_names_a_button_as_it_is_written_on_it(self, language, topic, english):
        assert english in dict(messages("en")), "no button says so any more: mend the answer"
        label = VOICES[language].plain(english)
        assert quoted(label, language) in content.read_parts(f"faq/{language}")[topic]["answer"]

    def test_the_empty_list_of_subscriptions_names_the_button_to_press(self, language):
        t = VOICES[language]
        assert quoted(t.plain("Subscribe to this commitment"), language) in t.plain(NO_SUBSCRIPTIONS)

    def test_every_state_of_an_initiative_is_explained_under_its_name(self, language):
        explained = re.findall(r"<b>([^<]*)</b>", content.read_parts(f"faq/{language}")["initiative-status"]["answer"])
        assert explained == [VOICES[language].plain(state) for state in STATES]
