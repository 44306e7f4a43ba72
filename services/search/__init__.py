"""Finds the answer to what people type: FAQ topics, commitments, initiatives; or says honestly that it has
none.

Pure ranking, without Telegram and without a database. `build_index(corpus)` takes plain data, `Index.ask`
decides.
"""

from services.search.corpus import Commitment, Corpus, Initiative, Topic, corpus_from_files
from services.search.decision import Decision, DecisionKind, DocumentKind, Hit
from services.search.index import Index, build_index
from services.search.semantic import Embedder, find_embedder

__all__ = [
    "Commitment",
    "Corpus",
    "Decision",
    "DecisionKind",
    "DocumentKind",
    "Embedder",
    "Hit",
    "Index",
    "Initiative",
    "Topic",
    "build_index",
    "corpus_from_files",
    "find_embedder",
]
