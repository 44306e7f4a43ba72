"""Payloads: never over 64 bytes, never anything but what their class says."""

from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bot.app  # noqa: F401 - importing the doors registers every payload
from handlers.callbacks import MOST_BYTES, Payload, PayloadTooLong
from handlers.forms import Press
from handlers.forms.table import Act
from handlers.screens.commitments import Follow
from handlers.screens.start import PickLanguage
from models import Language, Topic

PAYLOADS = sorted(Payload.registry.values(), key=lambda payload: payload.prefix)


def instances(payload: type[Payload]) -> st.SearchStrategy[Payload]:
    """Any payload of this class with values as the bot uses them."""
    hints = {name: hint for name, hint in get_type_hints(payload).items() if name not in {"prefix", "registry"}}
    return st.builds(payload, **{name: _values(hint) for name, hint in hints.items()})


def _values(hint: Any) -> st.SearchStrategy[Any]:
    if hint is int:
        return st.integers(0, 10**9)
    if hint is str:
        return st.text("abcdefghijklmnopqrstuvwxyz0123456789-_", max_size=12)
    return st.sampled_from(hint)


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda payload: payload.prefix)
@given(data=st.data())
def test_what_is_packed_is_parsed_again(payload: type[Payload], data: st.DataObject) -> None:
    press = data.draw(instances(payload))
    packed = press.pack()
    assert len(packed.encode()) <= MOST_BYTES
    assert payload.parse(packed) == press
    assert [other for other in PAYLOADS if other.matches(packed)] == [payload]


@given(st.text(max_size=80))
def test_forged_data_is_refused_or_harmless(data: str) -> None:
    for payload in PAYLOADS:
        press = payload.parse(data)
        assert press is None or payload.parse(press.pack()) == press


@pytest.mark.parametrize(
    "forged",
    ["", ":", "lang", "lang:", "lang:de", "lang:ky:x", "LANG:ky", "lang:ky ", "fw:commitment::1", "fw:planet:x:1:card"],
)
def test_what_is_nearly_a_payload_is_none(forged: str) -> None:
    assert PickLanguage.parse(forged) is None
    assert Follow.parse(forged) is None


@pytest.mark.parametrize("number", ["1e3", "١", "--1", "1.0", "", "9" * 19, " 1"])
def test_a_number_is_plain_digits(number: str) -> None:
    assert Press.parse(f"f:i:{Act.OPEN}:title:{number}:") is None


def test_the_longest_buttons_of_the_form_fit() -> None:
    Press("i", Act.PICK, "contact_consent", 10**9, "accounts-chamber").pack()
    Follow(Topic.COMMITMENT, "npo-terrorist-financing-risk", 1, "card").pack()


def test_a_payload_that_does_not_fit_is_an_error_before_telegram_sees_it() -> None:
    with pytest.raises(PayloadTooLong):
        Press("i", Act.PICK, "agency", 1, "ө" * 40).pack()
    with pytest.raises(PayloadTooLong):
        Press("i", Act.PICK, "agency", 1, "a:b").pack()


def test_languages_are_picked_by_their_codes() -> None:
    assert PickLanguage.parse("lang:ky") == PickLanguage(Language.KY)
