"""New, changed, withdrawn: told apart by external id and content, whatever order things come in."""

from hypothesis import given
from hypothesis import strategies as st

from models import Completion
from services.sources.decide import Changed, Known, New, Withdrawn, decide
from tests.reporting import said

REPORTS = st.lists(
    st.builds(lambda id_, words: said(f"r-{id_}", done=f"Сделано {words}"), st.integers(0, 8), st.sampled_from("абв")),
    max_size=12,
)


def known_from(reports) -> dict[str, Known]:
    found: dict[str, Known] = {}
    for one in reports:
        found.setdefault(one.external_id, Known(one.content_hash))
    return found


def test_what_was_never_seen_is_new() -> None:
    report = said("a")
    assert decide({}, [report], is_whole=False) == [New(report)]


def test_the_same_content_is_nothing_new_and_other_content_is_a_change() -> None:
    known = known_from([said("a")])
    assert decide(known, [said("a")], is_whole=False) == []
    changed = said("a", status=Completion.COMPLETED)
    assert decide(known, [changed], is_whole=False) == [Changed(changed)]


def test_what_a_whole_list_lacks_is_withdrawn_but_silence_of_a_feed_is_not() -> None:
    known = known_from([said("a"), said("b")])
    assert decide(known, [said("b")], is_whole=True) == [Withdrawn("a")]
    assert decide(known, [said("b")], is_whole=False) == []


def test_what_was_withdrawn_and_comes_back_is_a_change_even_with_the_same_words() -> None:
    report = said("a")
    gone = {"a": Known(report.content_hash, is_gone=True)}
    assert decide(gone, [report], is_whole=True) == [Changed(report)]
    assert decide(gone, [], is_whole=True) == []


def test_of_duplicates_the_first_counts() -> None:
    first, second = said("a", done="Первая версия текста"), said("a", done="Вторая версия текста")
    assert decide({}, [first, second], is_whole=False) == [New(first)]


@given(REPORTS, REPORTS, st.booleans())
def test_what_has_been_carried_out_is_not_decided_again(before, after, is_whole: bool) -> None:
    known = known_from(before)
    intents = decide(known, after, is_whole=is_whole)
    for intent in intents:
        if isinstance(intent, Withdrawn):
            known[intent.external_id] = Known("", is_gone=True)
        else:
            known[intent.report.external_id] = Known(intent.report.content_hash)
    assert decide(known, after, is_whole=is_whole) == []
