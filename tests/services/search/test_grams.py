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
