import pytest

from services.search import group_similar


def test_one_question_in_other_endings_letters_and_alphabets_is_one_group():
    texts = [
        "Айлыгым качан түшөт?",
        "когда будет следующий форум по туризму",
        "айлыгым качан тушот",
        "ailygym kachan tushot",
        "форум по туризму когда",
    ]
    assert group_similar(texts) == [[0, 2, 3], [1, 4]]


def test_the_largest_group_comes_first():
    texts = ["погода завтра", "статус паспорта", "статус моего паспорта", "паспорт статус"]
    assert group_similar(texts) == [[1, 2, 3], [0]]


def test_every_text_is_in_exactly_one_group():
    texts = ["бир", "", "бир", "😀", "эки эки", "12", "؟", "БИР!"]
    groups = group_similar(texts)
    assert sorted(place for group in groups for place in group) == list(range(len(texts)))
    assert [0, 2, 7] in groups


@pytest.mark.parametrize("texts", [[], [""], ["???"]])
def test_little_or_nothing_is_no_trouble(texts):
    assert group_similar(texts) == ([[0]] if texts else [])
