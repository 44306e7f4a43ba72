"""Which commitment a report is about: by the id it names, else a suggestion that an officer confirms."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from models import Commitment
from services import commitments
from services.search.normal import words

# A title shares this much of its weight with a commitment's words, or nothing is suggested.
ENOUGH = 0.25
_OWN_AGENCY = 1.5  # a body mostly reports on what it leads itself
_STEM = 5  # letters: Kyrgyz and Russian endings fall away, stems mostly stay


@dataclass(frozen=True)
class Entry:
    """What is known of one commitment for matching."""

    id: str
    names: frozenset[str]  # every way to name it: id, number, OGP code
    leads: frozenset[str]
    wordings: tuple[frozenset[str], ...]  # stems of its title and short title in each language

    @property
    def stems(self) -> frozenset[str]:
        return frozenset().union(*self.wordings)


class Register:
    """The commitments, ready to be looked up. Numbers mean the newest plan's."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = {entry.id: entry for entry in entries}
        self._by_name: dict[str, str] = {}
        for entry in entries:
            for name in entry.names:
                self._by_name.setdefault(name, entry.id)
        counts = Counter(stem for entry in entries for stem in entry.stems)
        self._weight = {stem: math.log(1 + len(entries) / n) for stem, n in counts.items()}

    def find(self, name: str) -> str | None:
        """The commitment with this id, number or OGP code."""
        return self._by_name.get(name.strip().casefold())

    def is_led_by(self, commitment_id: str, agency_id: str) -> bool:
        return agency_id in self.entries[commitment_id].leads

    def refusal(self, name: str, agency_id: str | None) -> str | None:
        """Why a body may not report on the commitment of this name; None when it may."""
        found = self.find(name)
        if found is None:
            return f"there is no commitment {name!r}: give its id, its number in the plan or its OGP code"
        if agency_id is not None and not self.is_led_by(found, agency_id):
            return f"commitment {found} is not led by {agency_id}"
        return None

    def suggest(self, title: str, agency_id: str | None) -> str | None:
        """The likeliest commitment for these words; None when nothing is near enough."""
        wanted = _stems(title) & self._weight.keys()
        if not wanted:
            return None
        scored = [(self._score(entry, wanted, agency_id), entry.id) for entry in self.entries.values()]
        best, id_ = max(scored, key=lambda one: (one[0], one[1]))
        return id_ if best >= ENOUGH else None

    def _score(self, entry: Entry, wanted: set[str], agency_id: str | None) -> float:
        share = max((self._likeness(wanted, wording) for wording in entry.wordings), default=0.0)
        return share * (_OWN_AGENCY if agency_id in entry.leads else 1.0)

    def _likeness(self, wanted: set[str], wording: frozenset[str]) -> float:
        """How much weight two sets of stems share, 0 to 1; rare words weigh more."""
        both = self._weigh(wanted) * self._weigh(wording)
        return self._weigh(wanted & wording) / math.sqrt(both) if both else 0.0

    def _weigh(self, stems: Iterable[str]) -> float:
        return sum(self._weight[stem] for stem in stems)


async def register(session: AsyncSession) -> Register:
    """The register of every commitment there is."""
    return Register([_entry(one) for one in await commitments.list_all(session)])


def _entry(one: Commitment) -> Entry:
    names = {one.id, str(one.position), *([one.ogp_code] if one.ogp_code else [])}
    return Entry(
        id=one.id,
        names=frozenset(name.casefold() for name in names),
        leads=frozenset(lead.agency_id for lead in one.leads),
        wordings=tuple(frozenset(_stems(part)) for text in one.texts for part in (text.title, text.short)),
    )


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in words(text) if len(word) > 3}
