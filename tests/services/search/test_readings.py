import pytest

from services.search.readings import Reader, Reading

CORPUS = [
    ("ky", "Демилгени кантип жөнөтөм? Отчеттор качан чыгат? Жазылуудан кантип чыгам?"),
    ("ky", "Тилди кантип өзгөртөм? Ачык Өкмөт деген эмне? Салам, рахмат!"),
    ("ru", "Как подать инициативу? Когда выходят отчёты? Как отписаться? Привет, можно ли приложить файл?"),
    ("en", "How do I submit an initiative? When are reports published? Hello, how can I unsubscribe?"),
]


@pytest.fixture(scope="module")
def reader():
    return Reader(CORPUS)


class TestRead:
    def test_gives_back_the_missing_letters(self, reader):
        assert reader.read("демилгени кантип жонотом").natural == "демилгени кантип жөнөтөм"

    def test_reads_kyrgyz_and_russian_in_latin(self, reader):
        assert reader.read("Demilgeni kantip jonotom").natural == "демилгени кантип жөнөтөм"
        assert reader.read("kak podat iniciativu").natural == "как подать инициативу"

    def test_leaves_english_to_the_sentence_model_as_it_is(self, reader):
        assert reader.read("How do I submit reports?").natural == "how do i submit reports"

    def test_reads_each_word_of_a_mixed_text_for_itself(self, reader):
        assert reader.read("initiative kantip жонотом").natural == "initiative кантип жөнөтөм"

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("ghbdtn", "привет"),
            ("rfr gjlfnm bybwbfnbde", "как подать инициативу"),
            ("руддщ", "hello"),
            ("рщц вщ ш ыгиьше", "how do i submit"),
        ],
    )
    def test_turns_back_a_wrong_keyboard_layout(self, reader, typed, meant):
        assert reader.read(typed).natural == meant

    @pytest.mark.parametrize("text", ["как подать инициативу", "Тилди кантип өзгөртөм", "how can I unsubscribe"])
    def test_does_not_turn_what_was_typed_well(self, reader, text):
        assert len(reader.read(text).naturals) == len(text.split())
        assert reader.read(text).natural == text.lower()

    @pytest.mark.parametrize("text", ["", "   ", "?!", "😀👍", "ъ"])
    def test_a_text_without_words_has_an_empty_reading(self, reader, text):
        assert reader.read(text) == Reading((), ())

    def test_mends_a_slip_in_a_word_that_is_common(self):
        reader = Reader([("ru", "подать инициативу")] * 3)
        assert reader.read("Как падать иницитиву").natural == "как подать инициативу"


class TestReading:
    def test_a_part_keeps_both_spellings_together(self):
        reading = Reading(("салам", "жонотом"), ("салам", "жөнөтөм"))
        assert reading.part(1, 2) == Reading(("жонотом",), ("жөнөтөм",))
