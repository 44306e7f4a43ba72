"""A small corpus and a stand-in for the sentence model, for tests that need no real content."""

import zlib
from collections.abc import Sequence

import numpy as np

from services.search.corpus import Commitment, Corpus, Topic
from services.search.normal import words
from services.search.semantic import Vectors

SMALL = Corpus(
    topics=(
        Topic(
            id="how-to-submit",
            titles={
                "ky": "Демилгени кантип жөнөтөм?",
                "ru": "Как подать инициативу?",
                "en": "How do I submit an initiative?",
            },
            answers={"ru": "Нажмите <b>Новая инициатива</b> и ответьте на вопросы. {fact:other_channels}"},
            phrasings={"ru": ("хочу предложить идею", "отправить предложение"), "ky": ("сунушумду кайда жазам",)},
        ),
        Topic(
            id="initiative-vs-complaint",
            titles={"ky": "Демилге менен даттануунун айырмасы эмнеде?", "ru": "Чем инициатива отличается от жалобы?"},
            phrasings={"en": ("is a complaint an initiative",)},
        ),
        Topic(
            id="seminars",
            titles={
                "ky": "Семинарлар кайда өтөт?",
                "ru": "Где проходят семинары?",
                "en": "Where are the seminars held?",
            },
            phrasings={"ky": ("окуу качан болот",)},
        ),
        Topic(
            id="unsubscribe-how",
            titles={"ky": "Жазылуудан кантип чыгам?", "ru": "Как отписаться?", "en": "How do I unsubscribe?"},
            phrasings={"ru": ("не присылайте мне больше сообщения",)},
        ),
    ),
    off_topic={
        "ky": ("паспорт качан даяр болот", "бүгүн аба ырайы кандай"),
        "ru": ("какая завтра погода", "сколько стоит паспорт"),
        "en": ("what is the weather like",),
    },
    small_talk={
        "hello": {"ky": ("салам", "саламатсызбы"), "ru": ("привет", "добрый день"), "en": ("hello",)},
        "thanks": {"ky": ("рахмат", "чоң рахмат"), "ru": ("спасибо", "спасибо большое"), "en": ("thanks",)},
        "who-are-you": {"ru": ("кто ты",), "ky": ("сен кимсиң",)},
    },
    complaints={
        "ky": ("участкалык арызымды албай жатат",),
        "ru": ("участковый не принимает заявление", "врач вымогает взятку"),
    },
    commitments=(
        Commitment(
            "archives", {"ru": "Доступ к архивным документам", "ky": "Архивдик документтерге жетүү"}, {"ru": "Архивы"}
        ),
        Commitment("mining", {"ru": "Раскрытие данных в горнодобывающей отрасли"}, {"ru": "Лицензии недр"}),
    ),
)


class FakeEmbedder:
    """Sums a fixed vector a word: same words, same meaning. Counts the texts that it was asked for."""

    name = "fake-1"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return np.stack([sum((_vector(word) for word in words(text)), _vector("")) for text in texts])


def _vector(word: str) -> Vectors:
    seed = zlib.crc32(word.encode())
    return np.random.default_rng(seed).standard_normal(64).astype(np.float32)
