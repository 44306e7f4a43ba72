"""The history of edits speaks to staff in words of their language, never in names of columns."""

import pytest

from handlers.screens.secretariat.edits import edits, what
from locales.translator import LANGUAGES, Voices
from models import Completion, ContentVersion
from services.library import DRAFTED, PUBLISHED
from tests.conftest import START, ZONE

SAID = [
    ("faq:what-is-ogp", DRAFTED, "каралама, кызматкерлер гана көрөт", "черновик, видят только сотрудники"),
    ("faq:what-is-ogp", PUBLISHED, "баары көрөт", "видят все"),
    ("faq:what-is-ogp:ky:title", "Жаңы", "Аталышы: Кыргызча", "Заголовок: Кыргызча"),
    ("faq:what-is-ogp:ru:answer", "Ответ", "Жооп: Русский", "Ответ: Русский"),
    ("faq:what-is-ogp:ky:phrasings", "4", "Суроонун варианттары: Кыргызча, 4", "Варианты вопроса: Кыргызча, 4"),
    ("fact:next_plan:en", "2027", "English", "English"),
    (
        "commitment:budget-process:status",
        Completion.LIMITED,
        "Аткарылышы: Чектелүү деңгээлде аткарылды",
        "Исполнение: Ограниченное выполнение",
    ),
    ("commitment:budget-process:status", None, "Аткарылышы: көрсөтүлгөн эмес", "Исполнение: не указано"),
    ("commitment:budget-process:bodies", "mof, moj", "Жооптуу органдар", "Ответственные органы"),
    (
        "commitment:budget-process:dates",
        "2026-01-01 / 2027-12-31",
        "Мөөнөтү: 2026-жылдын 1-январы – 2027-жылдын 31-декабры",
        "Срок: 1 января 2026 года – 31 декабря 2027 года",
    ),
]


@pytest.mark.parametrize(("subject", "after", "ky", "ru"), SAID)
def test_what_was_edited_is_said_in_words(subject: str, after: str | None, ky: str, ru: str) -> None:
    one = ContentVersion(subject=subject, after=after, edited_by_id=1, edited_at=START)
    assert [what(one, Voices(ZONE)[language]) for language in ("ky", "ru")] == [ky, ru]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_holds_a_raw_subject(language: str) -> None:
    for subject, after, _, _ in SAID:
        one = ContentVersion(subject=subject, after=after, edited_by_id=1, edited_at=START)
        line = str(edits([one], {1: "Гүлмира"}, Voices(ZONE)[language]))
        assert "Гүлмира" in line
        assert subject not in line
        assert f":{subject.rpartition(':')[2]}" not in line


BEFORE = [
    ("faq:what-is-ogp:ru:answer", "<b>Ответ</b> был таким", "Было: Ответ был таким"),
    ("commitment:budget-process:status", Completion.LIMITED, "Было: Ограниченное выполнение"),
    (
        "commitment:budget-process:dates",
        "2026-01-01 / 2027-12-31",
        "Было: 1 января 2026 года – 31 декабря 2027 года",
    ),
    (
        "campaign:nap-2027",
        "2026-12-01T03:00:00+00:00 / 2027-01-10T03:00:00+00:00",
        "1 декабря 2026 года, 09:00 – 10 января 2027 года, 09:00",
    ),
    ("template:late:ru", "Срок прошёл.", "Было: Срок прошёл."),
]


@pytest.mark.parametrize(("subject", "before", "ru"), BEFORE)
def test_what_stood_there_before_is_said_in_words_too(subject: str, before: str, ru: str) -> None:
    one = ContentVersion(subject=subject, before=before, after=before, edited_by_id=1, edited_at=START)
    assert ru in str(edits([one], {}, Voices(ZONE)["ru"]))


def test_nothing_is_said_where_nothing_was_edited() -> None:
    assert edits([], {}, Voices(ZONE)["ky"]) is None
