import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from services.search.normal import LIMIT, flip_layout, has_latin, skeleton, tidy, to_cyrillic, words

TYPED = st.text(
    alphabet="абвгдеёжзийклмнңоөѳпрстуүфхцчшщъыьэюяАБВӨҮҢabcdefghijklmnopqrstuvwxyzABC 0123456789.,!?'-«»\n"
)


class TestTidy:
    def test_lowers_case_and_drops_punctuation(self):
        assert tidy("  «Ачык Өкмөт» — деген ЭМНЕ?!  ") == "ачык өкмөт деген эмне"

    def test_joins_words_that_an_apostrophe_cuts(self):
        assert tidy("oʻzgortuu what’s isn't") == "ozgortuu whats isnt"

    def test_composes_letters_and_full_width_forms(self):
        assert tidy("и\u0306од ＯＧＰ") == "йод ogp"

    def test_shortens_stretched_letters_but_keeps_double_ones(self):
        assert tidy("спасииииибо жөнөтүү") == "спасибо жөнөтүү"

    def test_keeps_numbers_whole(self):
        assert tidy("1000 сом, 2021-2023") == "1000 сом 2021 2023"

    def test_keeps_both_ends_of_a_long_text(self):
        text = tidy("салам " + "а б " * 500 + "кантип жөнөтөм")
        assert len(text) <= LIMIT
        assert text.startswith("салам")
        assert text.endswith("кантип жөнөтөм")

    @given(st.text())
    def test_any_text_becomes_short_and_single_spaced(self, text):
        tidied = tidy(text)
        assert len(tidied) <= LIMIT
        assert tidied == " ".join(tidied.split())

    @given(TYPED)
    def test_tidying_twice_changes_nothing(self, text):
        assert tidy(tidy(text)) == tidy(text)

    @given(TYPED)
    def test_capitals_make_no_difference(self, text):
        assert tidy(text.upper()) == tidy(text)


class TestToCyrillic:
    @pytest.mark.parametrize(
        ("latin", "cyrillic"),
        [
            ("jönötüü", "жөнөтүү"),
            ("zhonotuu", "жонотуу"),
            ("kyrgyz", "кыргыз"),
            ("kırgız", "кыргыз"),
            ("ay", "ай"),
            ("chykty çıktı", "чыкты чыкты"),
            ("shailoo şailoo", "шаилоо шаилоо"),
            ("jazyngyz", "жазыңыз"),
            ("akča", "акча"),
            ("ka4an 4to", "качан что"),
            ("khat", "хат"),
            ("obyazatelstvo", "обязателство"),
            ("zhaloba", "жалоба"),
            ("yubka", "юбка"),
        ],
    )
    def test_reads_the_common_habits(self, latin, cyrillic):
        assert to_cyrillic(latin) == cyrillic

    def test_leaves_numbers_that_stand_alone(self):
        assert to_cyrillic("4 plan 18 2024") == "4 план 18 2024"

    @given(TYPED)
    def test_leaves_no_latin_letter(self, text):
        assert not has_latin(to_cyrillic(tidy(text)))

    @given(st.text(alphabet="абвгдежзиклмнопрстуфхцчшыэюя 46"))
    def test_leaves_cyrillic_alone(self, text):
        assert to_cyrillic(text) == text


class TestFlipLayout:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [("ghbdtn", "привет"), ("руддщ", "hello"), ("ltvbkut", "демилге"), ("[jxe? gjl", "хочу под"), ("Rfr?", "как")],
    )
    def test_turns_a_text_to_the_other_keyboard(self, typed, meant):
        # A question mark sits on the key of a comma and stays what it is: a break between words.
        assert flip_layout(typed) == meant

    @given(st.text(alphabet="qwertyuiopasdfghjklzxcvbnm", min_size=1, max_size=30))
    def test_there_and_back_is_the_same(self, text):
        assume(tidy(text) == text)  # stretched letters are shortened on the way
        assert flip_layout(flip_layout(text)) == text


class TestSkeleton:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("өкмөт", "окмот"),
            ("өкмөт", "ѳкмѳт"),
            ("жөнөтүү", "жонотуу"),
            ("жаңы", "жаны"),
            ("отчёт", "отчет"),
            ("өзгөртүү", "ozgortuu"),
            ("кандай", "kandai"),
            ("кандай", "kanday"),
            ("кыргызстан", "kyrgyzstan"),
            ("инициатива", "iniciativa"),
            ("как подать", "kak podat"),
            ("эмне", "emne"),
            ("аккаунт", "акаунт"),
            ("ещё", "еще"),
        ],
    )
    def test_spellings_of_one_word_meet(self, one, other):
        assert skeleton(tidy(one)) == skeleton(tidy(other))

    @pytest.mark.parametrize(("one", "other"), [("план", "пан"), ("отчёт", "ответ"), ("тил", "тир")])
    def test_different_words_stay_apart(self, one, other):
        assert skeleton(one) != skeleton(other)

    @given(TYPED)
    def test_taking_it_twice_changes_nothing(self, text):
        outline = skeleton(tidy(text))
        assert skeleton(outline) == outline

    @given(TYPED)
    def test_letters_missing_on_the_phone_make_no_difference(self, text):
        poor = text.translate(str.maketrans("өѳүңёӨҮҢ", "ооунеОУН"))
        assert skeleton(tidy(poor)) == skeleton(tidy(text))


class TestWords:
    def test_gives_outlines_in_order(self):
        assert words("Демилгени кантип ЖӨНӨТӨМ?") == ["демилгени", "кантип", "жонотом"]
