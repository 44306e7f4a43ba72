"""Weights that are kept: the shipped ones are those of the content files, and what is new is fitted on top."""

import dataclasses

import numpy as np
import pytest

from services.search import corpus_from_files
from services.search.examples import examples_of
from services.search.grams import Grams
from services.search.index import build_index
from services.search.memory import Memory
from services.search.readings import Reader
from services.search.semantic import SHIPPED as VECTORS
from services.search.semantic import CachedEmbedder
from services.search.weights import SHIPPED, Examples, keep, weights_of
from tests.services.search.corpora import SMALL

CLASSES = ["demand", "offer"]


def examples(texts, *, recipe="one"):
    """Texts of two classes by their first word, alike by their letters."""
    grams = Grams(list(texts))
    labels = [CLASSES[text.startswith("we")] for text in texts]
    return Examples(labels, list(texts), lambda places: np.exp(grams.among_themselves(places) - 1), 1.0, recipe)


HOW = [f"case{number}" for number in range(100, 170)]
MANY = [f"{who} {what} {how}" for who in ("we", "they") for what in ("give", "take", "see") for how in HOW]


@pytest.fixture
def kept(tmp_path):
    """The weights of many texts in a file, with the weights themselves."""
    whole = examples(MANY)
    weights = weights_of(whole, CLASSES, None, Memory())
    keep(whole, CLASSES, weights, tmp_path / "kept.npz")
    return tmp_path / "kept.npz", weights


class Counted:
    """Counts the similarities that were asked for."""

    def __init__(self, whole):
        self.rows = 0
        self.examples = dataclasses.replace(whole, near=self._near)
        self._of = whole.near

    def _near(self, places):
        self.rows += len(places)
        return self._of(places)


def test_what_is_kept_is_not_fitted_again_whatever_the_order(kept):
    path, weights = kept
    turned = Counted(examples(MANY[::-1]))
    found = weights_of(turned.examples, CLASSES[::-1], path, Memory())
    assert turned.rows == 0
    assert np.allclose(found[::-1, ::-1], weights, atol=1e-3)


def test_a_text_more_is_fitted_on_top(kept):
    path, _ = kept
    more = Counted(examples([*MANY, "we lend 71"]))
    weights = weights_of(more.examples, CLASSES, path, Memory())
    assert more.rows == 1
    anew = weights_of(examples([*MANY, "we lend 71"]), CLASSES, None, Memory())
    near = more.examples.near(np.arange(len(MANY) + 1))
    assert np.allclose(near @ weights, near @ anew, atol=0.03)


def test_a_text_less_changes_little_for_the_others(kept):
    path, _ = kept
    fewer = Counted(examples(MANY[1:]))
    weights = weights_of(fewer.examples, CLASSES, path, Memory())
    assert fewer.rows == 0
    near = fewer.examples.near(np.arange(len(MANY) - 1))
    here, anew = near @ weights, near @ weights_of(examples(MANY[1:]), CLASSES, None, Memory())
    assert np.array_equal(here.argmax(axis=1), anew.argmax(axis=1))
    assert np.quantile(np.abs(here - anew), 0.9) < 0.03  # its nearest neighbours may lose more


@pytest.mark.parametrize("changed", [examples(MANY[:300]), examples(MANY, recipe="other")])
def test_another_corpus_or_recipe_is_fitted_anew(kept, changed):
    path, _ = kept
    counted = Counted(changed)
    weights = weights_of(counted.examples, CLASSES, path, Memory())
    assert counted.rows == len(changed.texts)
    assert np.array_equal(weights, weights_of(changed, CLASSES, None, Memory()))


@pytest.mark.parametrize("content", [b"", b"PK no archive", None])
def test_a_damaged_or_missing_file_costs_time_only(tmp_path, content):
    path = tmp_path / "kept.npz"
    if content is not None:
        path.write_bytes(content)
    assert np.array_equal(
        weights_of(examples(MANY), CLASSES, path, Memory()), weights_of(examples(MANY), CLASSES, None, Memory())
    )


def test_an_index_on_kept_weights_decides_as_the_one_that_wrote_them(tmp_path):
    fitted = build_index(SMALL, kept=None)
    fitted.keep_weights(tmp_path)
    again = build_index(SMALL, kept=tmp_path)
    for text in ("как подать инициативу", "семинар качан", "погода завтра", "врач вымогает взятку"):
        here, there = fitted.ask(text, "ru"), again.ask(text, "ru")
        assert here.kind == there.kind
        assert [hit.id for hit in here.hits] == [hit.id for hit in there.hits]


def test_what_the_kept_weights_do_not_serve_is_fitted_once_and_remembered(kept, tmp_path):
    path, _ = kept
    first, again = Counted(examples(MANY[:300])), Counted(examples(MANY[:300]))
    fitted = weights_of(first.examples, CLASSES, path, Memory(tmp_path / "search"))
    assert np.array_equal(weights_of(again.examples, CLASSES, path, Memory(tmp_path / "search")), fitted)
    assert (first.rows, again.rows) == (300, 0)


def test_what_the_kept_weights_serve_is_not_written_down_again(kept, tmp_path):
    path, _ = kept
    weights_of(examples([*MANY, "we lend 71"]), CLASSES, path, Memory(tmp_path / "search"))
    assert not (tmp_path / "search").exists()


@pytest.mark.parametrize("other", [examples(MANY, recipe="other"), examples(MANY[::-1]), examples(MANY[1:])])
def test_other_texts_order_or_recipe_are_not_taken_for_what_is_remembered(tmp_path, other):
    weights_of(examples(MANY), CLASSES, None, Memory(tmp_path))
    counted = Counted(other)
    weights_of(counted.examples, CLASSES, None, Memory(tmp_path))
    assert counted.rows == len(other.texts)


class Untouched:
    """A model that must not be asked: its vectors are shipped."""

    def __init__(self, name):
        self.name = name

    def embed(self, texts):
        raise AssertionError(f"{len(texts)} vectors are not shipped: run `achyk content vectors`")


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.npz")), ids=lambda path: path.stem)
def test_the_shipped_weights_solve_the_equations_of_the_content_files(path, monkeypatch):
    """Of every tenth text; whatever is changed in content or method, `achyk content vectors` makes them anew."""
    learned = {}

    def remember(found, classes, kept, memory):
        learned[kept.name] = (found, classes)
        return weights_of(found, classes, kept, memory)

    monkeypatch.setattr("services.search.classifier.weights_of", remember)
    vectors = VECTORS / path.name
    model = CachedEmbedder(Untouched(path.stem), shipped=vectors) if vectors.exists() else None
    build_index(corpus_from_files(), embedder=model)
    found, classes = learned[path.name]
    counted = Counted(found)
    weights = weights_of(counted.examples, classes, path, Memory())
    assert counted.rows == 0, "run `achyk content vectors`"
    places = np.arange(0, len(found.texts), 10)
    said = found.near(places) @ weights + found.ridge * weights[places]
    own = np.array([classes.index(found.labels[place]) for place in places])
    assert np.abs(said - np.eye(len(classes))[own]).max() < 0.02


def test_there_are_weights_for_letters_and_for_the_model_whose_vectors_are_shipped():
    assert {path.stem for path in SHIPPED.glob("*.npz")} == {"letters", *(path.stem for path in VECTORS.glob("*.npz"))}


def test_the_content_files_are_as_large_as_the_reader_says():
    """Guards the test above against an empty corpus."""
    corpus = corpus_from_files()
    assert len(list(examples_of(corpus))) > 7000
    assert Reader(corpus.texts()).read("демилге").outline == "демилге"
