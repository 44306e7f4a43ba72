import pytest

from services.search.courtesy import Courtesies
from services.search.readings import Reader
from tests.services.search.corpora import SMALL

READER = Reader(SMALL.texts())
COURTESIES = Courtesies(READER, SMALL.small_talk)


class TestKind:
    @pytest.mark.parametrize(("text", "kind"), [("Салам!", "hello"), ("чон рахмат", "thanks"), ("ghbdtn", "hello")])
    def test_names_small_talk_however_it_is_typed(self, text, kind):
        assert COURTESIES.kind(READER.read(text)) == kind

    @pytest.mark.parametrize("text", ["салам демилге", "", "отчёт"])
    def test_is_none_for_anything_else(self, text):
        assert COURTESIES.kind(READER.read(text)) is None


class TestWithout:
    @pytest.mark.parametrize(
        ("text", "left"),
        [
            ("Здравствуйте", "здравствуйте"),
            ("Добрый день! Как отписаться?", "как отписаться"),
            ("салам, саламатсызбы, семинар кайда рахмат", "семинар кайда"),
            ("как отписаться спасибо большое", "как отписаться"),
            ("кто ты", "кто ты"),
        ],
    )
    def test_takes_courtesies_off_both_ends(self, text, left):
        assert COURTESIES.without(READER.read(text)) == READER.read(left)

    def test_leaves_what_would_otherwise_be_empty(self):
        reading = READER.read("салам рахмат")
        assert COURTESIES.without(reading) == reading

    def test_leaves_an_insult_or_a_question_about_the_bot_in_its_place(self):
        reading = READER.read("кто ты и как отписаться")
        assert COURTESIES.without(reading) == reading
