"""The answers to frequent questions: short, alike in three languages, and in step with the code and the plan."""

import re

import pytest

from locales import content
from locales.translator import LANGUAGES
from models import Citizen
from services import files, initiatives
from services.faq import fill_in

MOST_SENTENCES = 6
TOPICS = sorted(content.topics())


def answer(topic: str, language: str) -> str:
    said: str = content.read_parts(f"faq/{language}")[topic]["answer"]
    return said


def sentences(text: str) -> list[str]:
    """The running text: without tags, points of a list, and the sentences of facts."""
    lines = re.sub(r"<[^>]+>", "", text).split("\n")
    prose = [line for line in lines if line and not re.match(r"(?:•|\d+\.)\s|\{fact:", line)]
    return [one for line in prose for one in re.split(r"(?<=[.!?])\s+(?=[«“A-ZА-ЯЁӨҮ/])", line)]


def commands(text: str) -> list[str]:
    return sorted(re.findall(r"/[a-z]+", re.sub(r"</?[a-z]+>", "", text)))


@pytest.mark.parametrize("topic", TOPICS)
class TestEach:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_has_six_sentences_at_most(self, topic, language):
        assert len(sentences(answer(topic, language))) <= MOST_SENTENCES

    def test_names_the_same_commands_numbers_and_facts_in_every_language(self, topic):
        found = {
            (
                *commands(answer(topic, language)),
                *re.findall(r"\{fact:\w+\}", answer(topic, language)),
                *sorted(re.findall(r"\d+", answer(topic, language))),
            )
            for language in LANGUAGES
        }
        assert len(found) == 1


@pytest.mark.parametrize("language", LANGUAGES)
class TestAgreement:
    def test_the_list_of_commitments_has_all_of_the_plan_in_its_order(self, language):
        numbers = re.findall(r"^(\d+)\. ", answer("commitments-list", language), flags=re.MULTILINE)
        assert [int(number) for number in numbers] == [one["position"] for one in content.read("commitments")]

    def test_the_limits_are_those_of_the_code(self, language):
        assert str(initiatives.MOST_A_DAY) in answer("how-to-submit", language)
        assert str(files.MOST_ATTACHMENTS) in answer("initiative-attachments", language)
        assert str(files.MOST_BYTES // 1024**2) in answer("initiative-attachments", language)

    def test_the_quiet_hours_are_those_that_people_begin_with(self, language):
        columns = Citizen.__table__.columns
        for column in (columns["quiet_from"], columns["quiet_until"]):
            assert re.search(rf"\b{column.default.arg}\D", answer("subscribe-how", language))


class TestFacts:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_an_empty_fact_names_the_secretariat_and_claims_nothing(self, language):
        body = {"ky": "Катчылык", "ru": "Секретариат", "en": "Secretariat"}[language]
        silent = [key for key, said in content.fact_wordings().items() if body not in said["empty"][language]]
        assert silent == []

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_an_answer_with_empty_facts_names_the_site_where_news_come_first(self, language):
        filled = {
            topic: fill_in(answer(topic, language), {}, language=language, escape=str)
            for topic in TOPICS
            if "{fact:" in answer(topic, language)
        }
        assert [topic for topic, said in filled.items() if "www.ogp.el.kg" not in said] == []
