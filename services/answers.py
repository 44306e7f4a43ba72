"""The search as the bot uses it: one index for the process, rebuilt when the content changes."""

import asyncio
import functools
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from locales import content as files
from models import Commitment, FaqEntry
from models.database import Database
from services import beside, commitments, similar
from services.search import Commitment as CommitmentDocument
from services.search import (
    Corpus,
    Decision,
    Embedder,
    Hit,
    Index,
    Topic,
    build_index,
    corpus_from_files,
    find_embedder,
)
from services.search import Initiative as InitiativeDocument
from services.search.corpus import Phrases

Reading = Decision
# More than are shown: the person's own are among them.
_MOST_SIMILAR = 12
_MOST_OF_A_TEXT = 400


class Answers:
    """Holds the present index. Building the first one takes a second, in which presses need not wait.

    ``folder`` remembers what was computed of the corpus, for the next start.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._index: Index | None = None
        self._embedder: Embedder | None = None
        self._first: asyncio.Task[None] | None = None
        self._held: dict[int, similar.Version] = {}  # the initiatives in the index, as they were read
        self._changing = asyncio.Lock()
        self._stopping = asyncio.Event()

    def begin(self, database: Database) -> None:
        """Build the first index beside everything else; ``ready`` waits for it."""
        self._first = asyncio.create_task(self.rebuild(database), name="first index")

    @property
    def is_ready(self) -> bool:
        """Whether there is an index."""
        return self._index is not None

    async def ready(self) -> None:
        """Wait until there is an index. Raises what its building raised; is cancelled when it is given up."""
        if self._first is not None:
            await asyncio.shield(self._first)

    def stop(self) -> None:
        """The process ends: nobody waits for what is being built. A text that waits for the first index is not looked
        up: it stays open for the next start."""
        self._stopping.set()
        if self._first is not None:
            self._first.cancel()

    async def close(self) -> None:
        """Stop building."""
        self.stop()
        if self._first is not None:
            await asyncio.gather(self._first, return_exceptions=True)

    @property
    def index(self) -> Index:
        """The index. Raises RuntimeError before the first rebuild."""
        if self._index is None:
            raise RuntimeError("the search has not been built yet")
        return self._index

    @classmethod
    def from_files(cls, folder: Path | None = None, *, is_plain: bool = False) -> "Answers":
        """The search over the content files, without a database; ``is_plain`` leaves out the sentence model."""
        answers = cls(folder)
        answers._embedder = None if is_plain else find_embedder(folder)
        answers._index = build_index(corpus_from_files(), embedder=answers._embedder, folder=folder)
        return answers

    async def rebuild(self, database: Database) -> None:
        """Build the index anew from what the database holds now; readers keep the old one meanwhile, or for good when
        the process is told to end."""
        async with self._changing:
            corpus = await corpus_of(database)
            build = functools.partial(build_index, corpus, embedder=self._embedder, folder=self._folder)
            building = asyncio.ensure_future(beside.run(build))
            stopping = asyncio.ensure_future(self._stopping.wait())
            try:
                await asyncio.wait({building, stopping}, return_when=asyncio.FIRST_COMPLETED)
                if building.done():
                    self._held = await _bring_up(building.result(), {}, database)
                    self._index = building.result()
            finally:
                building.cancel()
                stopping.cancel()

    async def refresh(self, database: Database) -> None:
        """Take in the initiatives that were sent, changed or published since, and take out what is gone."""
        await self.ready()
        async with self._changing:
            self._held = await _bring_up(self.index, self._held, database)

    async def sharpen(self, database: Database) -> bool:
        """Add the sentence model, if it is installed; False if not.

        The vectors of the content files are shipped. Those of texts that staff have written since are computed
        once, some 20 ms each, and kept in the folder. Until then the lexical index answers.
        """
        self._embedder = await beside.run(find_embedder, self._folder)
        if self._embedder is None:
            return False
        await self.rebuild(database)
        return True

    def decide(self, text: str, language: str = "ky") -> Reading:
        """What to make of a typed text: the one way by which chat, inline and the command line come to a
        decision.

        Of a long text the index looks at the beginning and the end. Raises RuntimeError before the first
        rebuild.
        """
        return self.index.ask(text, language)

    async def read(self, text: str, language: str = "ky") -> Reading:
        """As ``decide``, beside the event loop, once there is an index: no transaction may be open."""
        await self.ready()
        return await asyncio.to_thread(self.decide, text, language)

    async def similar(self, text: str) -> tuple[int, ...]:
        """Initiatives that ask for much the same, best first, drafts never. No transaction may be open."""
        await self.ready()
        hits = await asyncio.to_thread(self.index.similar, text[:_MOST_OF_A_TEXT], _MOST_SIMILAR)
        return tuple(int(hit.id) for hit in hits)

    async def search(self, text: str, limit: int) -> tuple[Hit, ...]:
        """Public documents of every kind, best first. No transaction may be open."""
        await self.ready()
        return await asyncio.to_thread(self.index.search, text[:_MOST_OF_A_TEXT], limit)


async def _bring_up(index: Index, held: dict[int, similar.Version], database: Database) -> dict[int, similar.Version]:
    async with database.read() as session:
        present = await similar.versions(session)
        changed = [id_ for id_, version in present.items() if held.get(id_) != version]
        texts = await similar.texts_of(session, changed)

    def change() -> None:
        for gone in held.keys() - present.keys():
            index.remove_initiative(str(gone))
        for id_, (title, text) in texts.items():
            index.add_initiative(InitiativeDocument(str(id_), title, text), is_pending=not present[id_].is_published)

    if held.keys() - present.keys() or texts:
        await beside.run(change)
    return present


async def corpus_of(database: Database) -> Corpus:
    """Everything the search knows, as plain data: published FAQ entries, commitments, and the word lists."""
    async with database.read() as session:
        whole = (selectinload(FaqEntry.texts), selectinload(FaqEntry.phrasings))
        query = select(FaqEntry).where(FaqEntry.published_at.is_not(None)).options(*whole)
        entries = (await session.scalars(query.order_by(FaqEntry.position))).all()
        plan = await commitments.list_all(session)
    small_talk = files.small_talk()
    return Corpus(
        topics=tuple(_topic(entry) for entry in entries),
        commitments=tuple(_commitment(one) for one in plan),
        off_topic=_phrases(files.read("off_topic")),
        small_talk={kind: _phrases(about["phrases"]) for kind, about in small_talk.items()},
        complaints=_phrases(files.read("complaints")),
    )


def _topic(entry: FaqEntry) -> Topic:
    phrasings: dict[str, tuple[str, ...]] = {}
    for phrasing in sorted(entry.phrasings, key=lambda one: one.text):
        phrasings[phrasing.lang] = (*phrasings.get(phrasing.lang, ()), phrasing.text)
    return Topic(
        id=entry.id,
        titles=commitments.by_language(entry.texts, "title"),
        answers=commitments.by_language(entry.texts, "answer"),
        phrasings=phrasings,
    )


def _commitment(row: Commitment) -> CommitmentDocument:
    return CommitmentDocument(
        id=row.id,
        titles=commitments.by_language(row.texts, "title"),
        short=commitments.by_language(row.texts, "short"),
    )


def _phrases(by_language: dict[str, list[str]]) -> Phrases:
    return {language: tuple(phrases) for language, phrases in by_language.items()}
