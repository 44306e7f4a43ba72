"""A report finds its commitment: by any of its names, else by words in any of the languages."""

import pytest

from locales.content import read
from models.database import Database
from services import matching


@pytest.fixture
async def register(database: Database) -> matching.Register:
    async with database.read() as session:
        return await matching.register(session)


@pytest.mark.parametrize("name", ["judicial-acts-register", "4", "KG0004", " kg0004 "])
def test_every_name_of_a_commitment_finds_it(register: matching.Register, name: str) -> None:
    assert register.find(name) == "judicial-acts-register"
    assert register.find("99") is None


@pytest.mark.parametrize(
    ("title", "agency", "expected"),
    [
        ("Отчёт о модернизации реестра судебных актов", None, "judicial-acts-register"),
        ("Сот актыларынын реестри боюнча 3-чейректин отчету", None, "judicial-acts-register"),
        ("Register of judicial acts: third quarter", None, "judicial-acts-register"),
        ("О прозрачности государственных закупок", "mof", "public-procurement"),
        ("Прозрачность бюджетного процесса", "mof", "budget-process"),
        ("Жергиликтүү бюджеттердин ачык-айкындуулугу", "mof", "local-budgets"),
        ("О погоде в Бишкеке на выходных", "mof", None),
        ("", None, None),
        ("№ 17", None, None),
    ],
)
def test_words_suggest_a_commitment_or_none(
    register: matching.Register, title: str, agency: str | None, expected: str | None
) -> None:
    assert register.suggest(title, agency) == expected


def test_every_commitment_is_suggested_for_its_own_title_in_each_language(register: matching.Register) -> None:
    for one in read("commitments"):
        for title in one["title"].values():
            assert register.suggest(title, None) == one["id"], title


def test_a_body_reports_on_what_it_leads_only(register: matching.Register) -> None:
    assert register.refusal("4", "adilet-sot") is None
    assert register.refusal("4", None) is None
    assert "not led by mof" in str(register.refusal("4", "mof"))
    assert "no commitment" in str(register.refusal("99", "mof"))
