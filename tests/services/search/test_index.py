from dataclasses import replace

import pytest

from services.search import Corpus, DecisionKind, DocumentKind, Initiative, Topic, build_index
from tests.services.search.corpora import SMALL, FakeEmbedder


@pytest.fixture(scope="module")
def index():
    return build_index(SMALL)


class TestAsk:
    @pytest.mark.parametrize(
        "text",
        [
            "Демилгени кантип жөнөтөм?",
            "демилгени кантип жонотом",
            "demilgeni kantip jonotom",
            "как подать инициативу",
            "kak podat iniciativu",
            "rfr gjlfnm bybwbfnbde",
            "Добрый день! Как подать инициативу? Спасибо",
            "как падать инициятиву",
        ],
    )
    def test_answers_however_it_is_typed(self, index, text):
        decision = index.ask(text, "ky")
        assert decision.kind is DecisionKind.ANSWER
        assert [hit.id for hit in decision.hits] == ["how-to-submit"]

    def test_the_language_of_the_person_does_not_change_what_is_found(self, index):
        assert index.ask("где семинары", "ky") == index.ask("где семинары", "en")

    def test_hands_over_what_is_off_topic(self, index):
        decision = index.ask("паспорт качан болот", "ky")
        assert decision.kind is DecisionKind.HAND_OVER
        assert decision.hits == ()

    @pytest.mark.parametrize(("text", "kind"), [("рахмат!", "thanks"), ("ПРИВЕТ", "hello"), ("Кто ты?", "who-are-you")])
    def test_small_talk_gets_no_entry(self, index, text, kind):
        decision = index.ask(text, "ru")
        assert decision.kind is DecisionKind.SMALL_TALK
        assert decision.small_talk == kind
        assert decision.hits == ()

    def test_ones_own_case_is_a_complaint(self, index):
        decision = index.ask("врач требует взятку, участковый не принимает заявление", "ru")
        assert decision.kind is DecisionKind.COMPLAINT
        assert [hit.id for hit in decision.hits] == ["initiative-vs-complaint"]

    def test_the_difference_itself_is_a_question(self, index):
        assert index.ask("чем инициатива отличается от жалобы", "ru").kind is DecisionKind.ANSWER

    @pytest.mark.parametrize("text", ["", " ", "?!?", "👍👍", "\x00", "ь"])
    def test_a_text_without_words_is_handed_over(self, index, text):
        assert index.ask(text, "ky").kind is DecisionKind.HAND_OVER

    def test_pages_of_text_are_no_error(self, index):
        decision = index.ask("как подать инициативу " * 2000, "ru")
        assert decision.topics[0].id == "how-to-submit"

    def test_always_ranks_every_topic(self, index):
        for text in ("рахмат", "бүгүн аба ырайы", "", "семинар"):
            ranked = index.ask(text, "ky").topics
            assert {hit.id for hit in ranked} == {topic.id for topic in SMALL.topics}
            assert [hit.probability for hit in ranked] == sorted((hit.probability for hit in ranked), reverse=True)

    def test_two_indexes_of_one_corpus_decide_the_same(self, index):
        again = build_index(SMALL)
        for text in ("демилге", "архив", "салам кандай", "как отписатся"):
            assert again.ask(text, "ky") == index.ask(text, "ky")

    def test_a_commitment_that_is_named_is_offered(self, index):
        decision = index.ask("лицензии недр", "ru")
        assert decision.kind is DecisionKind.OFFER
        assert (DocumentKind.COMMITMENT, "mining") in [(hit.kind, hit.id) for hit in decision.hits]


class TestBuildIndex:
    def test_finds_an_entry_that_staff_have_just_written(self):
        fresh = Topic("parking", {"ky": "Унаа токтотуучу жайлар"}, phrasings={"ru": ("платная парковка у форума",)})
        index = build_index(replace(SMALL, topics=(*SMALL.topics, fresh)))
        assert index.ask("парковка у форума", "ru").topics[0].id == "parking"

    def test_works_from_titles_alone(self):
        topics = tuple(Topic(topic.id, topic.titles) for topic in SMALL.topics)
        assert build_index(Corpus(topics)).ask("семинарлар кайда", "ky").topics[0].id == "seminars"

    def test_works_without_the_topic_about_complaints(self):
        topics = tuple(topic for topic in SMALL.topics if topic.id != "initiative-vs-complaint")
        decision = build_index(replace(SMALL, topics=topics)).ask("врач вымогает взятку", "ru")
        assert decision.kind is not DecisionKind.COMPLAINT

    def test_says_whether_a_sentence_model_takes_part(self, index):
        assert not index.semantic
        assert build_index(SMALL, embedder=FakeEmbedder()).semantic

    def test_the_sentence_model_is_asked_only_where_letters_leave_a_doubt(self):
        model = FakeEmbedder()
        index = build_index(SMALL, embedder=model)
        model.asked.clear()
        index.ask("рахмат", "ky")
        index.ask("жаңы бир суроо бар эле", "ky")
        assert model.asked == ["жаңы бир суроо бар эле"]


class TestSearch:
    def test_lists_documents_of_every_kind_best_first(self, index):
        index.add_initiative(Initiative("17", "Открыть архивы для школьников"))
        hits = index.search("архивы")
        assert {(hit.kind, hit.id) for hit in hits} >= {
            (DocumentKind.COMMITMENT, "archives"),
            (DocumentKind.INITIATIVE, "17"),
        }
        assert [hit.probability for hit in hits] == sorted((hit.probability for hit in hits), reverse=True)
        index.remove_initiative("17")

    def test_keeps_to_the_limit(self, index):
        assert len(index.search("инициатива", limit=2)) <= 2
