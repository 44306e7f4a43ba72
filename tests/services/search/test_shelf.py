import pytest

from services.search.corpus import Initiative
from services.search.index import build_index
from tests.services.search.corpora import SMALL, FakeEmbedder
from tests.services.search.initiatives import PAIRS


@pytest.fixture(scope="module", params=["letters", "letters and meaning"])
def index(request):
    return build_index(SMALL, embedder=FakeEmbedder() if request.param == "letters and meaning" else None)


@pytest.fixture
def filled():
    index = build_index(SMALL)
    for place, (initiative, _) in enumerate(PAIRS):
        title, _, text = initiative.partition(". ")
        index.add_initiative(Initiative(f"i{place}", title, text))
    return index


class TestSimilar:
    def test_finds_the_same_wish_in_other_words(self, filled):
        found = [filled.similar(twin)[:1] for _, twin in PAIRS]
        assert [hits[0].id for hits in found if hits] == [f"i{place}" for place, hits in enumerate(found) if hits]
        assert sum(1 for hits in found if hits) >= len(PAIRS) - 1

    @pytest.mark.parametrize("text", ["Жаңы көпүрө салуу", "Бесплатные обеды в детских садах", "", "???"])
    def test_finds_nothing_for_another_wish(self, filled, text):
        assert filled.similar(text) == ()

    def test_gives_three_at_most_best_first(self, index):
        for number in range(5):
            index.add_initiative(Initiative(f"c{number}", "Мектептердин чыгымдарын ачык жарыялоо" + " сайтта" * number))
        hits = index.similar("мектептердин чыгымдарын ачык жарыялоо")
        assert [hit.id for hit in hits] == ["c0", "c1", "c2"]
        assert hits[0].probability >= hits[1].probability >= hits[2].probability
        for number in range(5):
            index.remove_initiative(f"c{number}")
        assert index.similar("мектептердин чыгымдарын ачык жарыялоо") == ()

    def test_an_initiative_put_again_replaces_the_old_text(self, index):
        index.add_initiative(Initiative("x", "Мектеп автобустарынын графигин жарыялоо"))
        index.add_initiative(Initiative("x", "Ооруканадагы кезекти онлайн көрсөтүү"))
        assert index.similar("мектеп автобустарынын графигин жарыялоо") == ()
        assert [hit.id for hit in index.similar("ооруканадагы кезекти онлайн корсотуу")] == ["x"]
        index.remove_initiative("x")

    def test_removing_what_is_not_there_is_no_error(self, index):
        index.remove_initiative("nobody")
        assert index.similar("кандайдыр бир демилге") == ()
