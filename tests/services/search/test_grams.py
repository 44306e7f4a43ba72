import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from services.search.grams import Grams

TEXTS = ["демилгени кантип жонотом", "отчет кайда", "как подать инициативу", "seminar"]


@pytest.mark.parametrize("question", ["демилге кантип", "инициативу подать инициативу", "семинар seminar", "", "zzz"])
def test_a_question_is_weighed_as_the_library_weighs_it(question):
    library = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    rows = library.fit_transform(TEXTS)
    expected = (library.transform([question]) @ rows.T).toarray()[0]
    assert np.allclose(Grams(TEXTS).cosines(question), expected, atol=1e-6)


@pytest.mark.parametrize("count", [400, 1200], ids=["a small corpus", "a large one, without its common n-grams"])
def test_a_corpus_is_weighed_as_the_library_weighs_it(count):
    texts = [f"{TEXTS[number % 4]} {number:b} {number % 7}" for number in range(count)]
    library = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, max_df=0.1 if count > 1000 else 1.0
    )
    rows = library.fit_transform(texts)
    assert np.allclose(Grams(texts).among_themselves(np.arange(count)), (rows @ rows.T).toarray(), atol=1e-6)


def test_likeness_of_nothing_to_nothing():
    assert np.allclose(Grams(["", "отчет"]).among_themselves(np.arange(2)), [[0, 0], [0, 1]])
    assert Grams([""]).cosines("отчет").tolist() == [0]
