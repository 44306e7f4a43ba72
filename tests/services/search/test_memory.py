import numpy as np
import pytest

from services.search import build_index, memory
from services.search.memory import Memory
from tests.services.search.corpora import SMALL

WEIGHTS = np.array([[0.5, -0.25], [0.125, 1.0], [2.0, 0.0]], dtype=np.float32)


class Fitting:
    """Counts how often weights are made."""

    def __init__(self):
        self.times = 0

    def __call__(self):
        self.times += 1
        return WEIGHTS


@pytest.fixture
def fitting():
    return Fitting()


def recall(folder, fitting, texts=b"texts", shape=WEIGHTS.shape):
    return Memory(folder).weights([texts], shape, fitting)


def test_what_was_fitted_is_not_fitted_again(tmp_path, fitting):
    assert np.array_equal(recall(tmp_path, fitting), recall(tmp_path, fitting))
    assert fitting.times == 1


def test_without_a_folder_nothing_is_remembered(fitting):
    recall(None, fitting)
    recall(None, fitting)
    assert fitting.times == 2


def test_other_texts_are_other_weights(tmp_path, fitting):
    recall(tmp_path, fitting)
    recall(tmp_path, fitting, texts=b"others")
    assert fitting.times == 2


def test_other_code_is_other_weights(tmp_path, fitting, monkeypatch):
    recall(tmp_path, fitting)
    monkeypatch.setattr(memory, "_code", lambda: b"the next release")
    recall(tmp_path, fitting)
    assert fitting.times == 2


def test_the_code_is_told_by_its_bytes(tmp_path, monkeypatch):
    monkeypatch.setattr(memory, "_HERE", tmp_path)
    tell = memory._code.__wrapped__
    (tmp_path / "classifier.py").write_text("_RIDGE = 1.0\n")
    before = tell()
    (tmp_path / "classifier.py").write_text("_RIDGE = 2.0\n")
    assert tell() != before


@pytest.mark.parametrize("how", ["emptied", "cut", "one byte changed", "no archive", "another array", "another shape"])
def test_a_damaged_file_is_made_anew(tmp_path, fitting, how):
    recall(tmp_path, fitting)
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    place = whole.index(WEIGHTS.tobytes())
    spoilt = {
        "emptied": b"",
        "cut": whole[: len(whole) // 2],
        "one byte changed": whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :],
        "no archive": b"weights",
    }
    if how in spoilt:
        path.write_bytes(spoilt[how])
    else:
        np.savez(path, weights=WEIGHTS.astype(np.float64) if how == "another array" else WEIGHTS[:2])
    assert np.array_equal(recall(tmp_path, fitting), WEIGHTS)
    assert np.array_equal(recall(tmp_path, fitting), WEIGHTS)
    assert fitting.times == 2


def test_nothing_but_numbers_is_ever_read(tmp_path, fitting):
    recall(tmp_path, fitting)
    (path,) = tmp_path.iterdir()
    np.savez(path, weights=np.array([[Fitting()]], dtype=object))  # NumPy writes such a one with pickle
    recall(tmp_path, fitting)
    assert fitting.times == 2


def test_a_folder_that_cannot_be_written_costs_time_and_no_more(tmp_path, fitting, caplog):
    (tmp_path / "file").touch()
    assert np.array_equal(recall(tmp_path / "file" / "search", fitting), WEIGHTS)
    assert "not kept" in caplog.text


def test_the_folder_does_not_grow_for_ever(tmp_path, fitting):
    for number in range(10):
        recall(tmp_path, fitting, texts=str(number).encode())
    assert len(list(tmp_path.iterdir())) == memory._MOST_FILES


def test_a_remembered_index_decides_as_a_new_one(tmp_path):
    new, remembered = build_index(SMALL, folder=tmp_path), build_index(SMALL, folder=tmp_path)
    assert list(tmp_path.iterdir())
    for question in ("как подать инициативу", "отчет кайда", "seminar", "саламатсызбы"):
        assert remembered.ask(question, "ky") == new.ask(question, "ky")
