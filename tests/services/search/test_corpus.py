import pytest

from services.search.corpus import LANGUAGES, Topic, corpus_from_files


@pytest.fixture(scope="module")
def corpus():
    return corpus_from_files()


class TestCorpusFromFiles:
    def test_every_topic_has_title_answer_and_phrasings_in_each_language(self, corpus):
        assert len(corpus.topics) == 44
        for topic in corpus.topics:
            assert set(topic.titles) == set(topic.answers) == set(topic.phrasings) == set(LANGUAGES), topic.id
            assert all(len(phrases) >= 6 for phrases in topic.phrasings.values()), topic.id

    def test_holds_the_lists_that_teach_it_to_refuse(self, corpus):
        assert all(len(corpus.off_topic[language]) >= 60 for language in LANGUAGES)
        assert all(corpus.complaints[language] for language in LANGUAGES)
        assert {"thanks", "hello", "insult"} <= set(corpus.small_talk)
        assert len(corpus.commitments) == 18

    def test_a_folder_without_content_is_an_error(self, tmp_path):
        with pytest.raises(FileNotFoundError):
            corpus_from_files(tmp_path)


class TestPlainAnswers:
    def test_leaves_out_tags_and_placeholders(self):
        topic = Topic("x", {}, answers={"ru": "Жмите <b>Далее</b>. {fact:email}"})
        assert [text.split() for _, text in topic.plain_answers()] == [["Жмите", "Далее", "."]]
