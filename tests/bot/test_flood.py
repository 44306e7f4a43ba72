"""Presses that repeat, and when somebody is asked to slow down."""

from datetime import timedelta
from typing import Any

from bot.flood import MANY, Flood
from tests.conftest import START

ANNA, OLEG = 1, 2


def press(data: str, message: int = 5) -> dict[str, Any]:
    return {"callback_query": {"id": "x", "data": data, "message": {"message_id": message, "chat": {"id": ANNA}}}}


def after(seconds: float) -> Any:
    return START + timedelta(seconds=seconds)


def test_only_the_same_press_on_the_same_message_by_the_same_person_within_a_second_repeats() -> None:
    flood = Flood()
    assert not flood.is_repeat(ANNA, press("a"), after(0))
    flood.acted_on(ANNA, press("a"), after(0))
    assert flood.is_repeat(ANNA, press("a"), after(0.9))
    assert not flood.is_repeat(ANNA, press("a"), after(1.0))
    assert not flood.is_repeat(ANNA, press("b"), after(0.1))
    assert not flood.is_repeat(ANNA, press("a", message=6), after(0.1))
    assert not flood.is_repeat(OLEG, press("a"), after(0.1))


def test_something_typed_in_between_makes_the_press_a_new_one() -> None:
    flood = Flood()
    flood.acted_on(ANNA, press("a"), after(0))
    flood.acted_on(ANNA, {"message": {"text": "салам"}}, after(0.1))
    assert not flood.is_repeat(ANNA, press("a"), after(0.2))


def test_a_text_is_never_a_repetition() -> None:
    flood = Flood()
    said = {"message": {"text": "салам"}}
    flood.acted_on(ANNA, said, after(0))
    assert not flood.is_repeat(ANNA, said, after(0))


def test_slow_down_is_said_once_a_minute_and_only_to_who_is_too_fast() -> None:
    flood = Flood()
    said = [flood.is_time_to_slow_down(ANNA, after(0.1 * n)) for n in range(3 * MANY)]
    assert said.index(True) == MANY
    assert sum(said) == 1
    assert not flood.is_time_to_slow_down(OLEG, after(1))
    assert any(flood.is_time_to_slow_down(ANNA, after(70 + 0.1 * n)) for n in range(2 * MANY))


def test_a_steady_writer_is_left_alone() -> None:
    flood = Flood()
    assert not any(flood.is_time_to_slow_down(ANNA, after(n)) for n in range(100))
