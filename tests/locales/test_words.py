"""The words themselves: letters, punctuation, politeness. What a tool can see, so that a reader need not."""

import re

import pytest

from tests.locales.texts import Said, everything

CYRILLIC = ("ky", "ru")
_NO_WORDS = re.compile(r"\{[^}]*\}|<[^>]*>|https?://\S+|/[a-z]+")
_WORD = re.compile(r"[^\W\d_]+")
# A Latin name may carry a Kyrgyz ending; nothing else mixes the two scripts.
_LATIN_NAMES = ("OGP", "IRM", "USAID", "Telegram")
_WITH_ENDING = re.compile(rf"(?:{'|'.join(_LATIN_NAMES)})[а-яөүң]*")

# -ң at the end of a word (жазың, демилгең, көрдүң) says «сен»; -ңар/-ңер and -гыла say «силер».
_LEXICAL = "миң|таң|эртең|чоң|кең|тең|эң|соң|өң|калың"
FAMILIAR = rf"\b(?!(?:{_LEXICAL})\b)\w+(?:ң|ң[аеоө]р|[гк](?:ыла|иле|ула|үлө))\b"


def plain(said: Said) -> str:
    return _NO_WORDS.sub(" ", said.text)


def of(*languages: str) -> list[Said]:
    return [said for said in everything() if said.language in languages]


def found(pattern: str, texts: list[Said], *, flags: int = re.IGNORECASE) -> list[str]:
    """The texts in which the pattern occurs, with the words that matched."""
    searched = re.compile(pattern, flags)
    return [f"{said}: {hits}" for said in texts if (hits := searched.findall(plain(said)))]


class TestLetters:
    def test_no_word_mixes_latin_and_cyrillic_look_alikes(self):
        """A Latin «o» in a Kyrgyz word looks right, and is found by no search and read wrongly by a screen reader."""
        mixed = [
            f"{said}: {word}"
            for said in everything()
            for word in _WORD.findall(plain(said))
            if re.search(r"[a-z]", word, re.IGNORECASE)
            and re.search(r"[\u0400-\u04ff]", word)
            and not _WITH_ENDING.fullmatch(word)
        ]
        assert mixed == []

    def test_kyrgyz_is_written_with_its_own_letters(self):
        """No ѳ (fita) for ө, and no Kazakh letters from a neighbouring keyboard."""
        assert found(r"\w*[ѳѲғқұһәі]\w*", of("ky")) == []

    def test_russian_has_no_kyrgyz_letters_but_in_the_name(self):
        texts = [said for said in of("ru") if "Кыргызча" not in said.text]
        assert found(r"(?!Өкмөт\b)\b\w*[өүң]\w*", texts) == []

    def test_russian_keeps_its_yo(self):
        """Titles of commitments are the founding document's own words, and it writes without ё."""
        texts = [said for said in of("ru") if not said.where.startswith("commitments")]
        assert found(r"\b(?:отчет\w*|еще|ее|учет\w*|партнер\w*|прием\w*)\b", texts) == []


class TestPunctuation:
    def test_cyrillic_texts_quote_with_guillemets(self):
        assert found(r"[“”„\"']", of(*CYRILLIC)) == []

    def test_english_quotes_are_curly(self):
        texts = [said for said in of("en") if "«Исполнение НПД»" not in said.text]
        assert found(r"[\"'«»]", texts) == []

    def test_a_range_of_years_takes_an_en_dash(self):
        """But for the Russian titles, which stand as in the founding document."""
        texts = [said for said in everything() if not (said.where.startswith("commitments") and said.language == "ru")]
        assert found(r"\b\d{4}-\d{4}\b", texts) == []

    def test_no_stray_spaces_nor_typed_out_dashes_and_dots(self):
        spaced = [f"{said}" for said in everything() if re.search(r"  | [,.;:!?](?:\s|$)| - |\.\.\.", said.text)]
        assert spaced == []


class TestPoliteness:
    def test_kyrgyz_never_says_sen(self):
        assert found(r"\b(?:сен|сенин|сага|сени|сенден|силер|силерге)\b", of("ky")) == []

    def test_kyrgyz_never_asks_or_owns_in_the_familiar_form(self):
        assert found(FAMILIAR, of("ky")) == []

    @pytest.mark.parametrize("word", ["жазың", "демилгең", "көрдүң", "жазгыла", "көргүлө", "келдиңер", "жибербеңер"])
    def test_the_familiar_form_is_seen(self, word):
        assert re.search(FAMILIAR, word)

    @pytest.mark.parametrize("word", ["жазыңыз", "демилгеңиз", "көрдүңүз", "чоң", "эртең", "миң"])
    def test_the_polite_form_is_let_through(self, word):
        assert not re.search(FAMILIAR, word)

    def test_russian_never_says_ty(self):
        assert found(r"\b(?:ты|тебя|тебе|тобой|твой|твоя|твоё|твои|твою)\b", of("ru")) == []
