"""Finds the answer to what people type: FAQ topics, commitments, initiatives; or says honestly that it has
none.

Pure ranking, without Telegram and without a database.

- `build_index(corpus, embedder=find_embedder(folder))` takes plain data and gives an `Index`.
- `Index.ask(text, language) -> Decision`: answer, offer up to three, hand over, small talk, or complaint.
- `Index.search(text, limit) -> tuple[Hit, ...]`: documents of every kind for a list, as an inline query shows.
- `Index.similar(text, limit=3) -> tuple[Hit, ...]`: initiatives that ask for much the same as a draft, given as
  "title. text", best first; none when nothing is near. `add_initiative` and `remove_initiative` keep it in step
  with what is published or pending, one document's work each. `Index.similar_commitments` ranks commitments the
  same way.
- `group_similar(texts) -> list[list[int]]`: places of texts that say much the same, for the list of what could
  not be answered.

Asking takes the processor for milliseconds: from asyncio, call it in a thread. docs/search.md says how all this
works and what each part is worth.
"""

from services.search.corpus import Commitment, Corpus, Initiative, Topic, corpus_from_files
from services.search.decision import Decision, DecisionKind, DocumentKind, Hit
from services.search.groups import group_similar
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
    "group_similar",
]
