"""What a reading means, compared with what is known: a pure step, so that every case can be tried."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.sources.incoming import IncomingReport


@dataclass(frozen=True)
class Known:
    """What the database has under an external id: the newest version received, whether it is gone."""

    content_hash: str
    is_gone: bool = False


@dataclass(frozen=True)
class New:
    """Never seen."""

    report: IncomingReport


@dataclass(frozen=True)
class Changed:
    """Known with other content, or back after a withdrawal."""

    report: IncomingReport


@dataclass(frozen=True)
class Withdrawn:
    """The source has taken it back."""

    external_id: str


Intent = New | Changed | Withdrawn


def decide(known: Mapping[str, Known], fetched: Iterable[IncomingReport], *, is_whole: bool) -> list[Intent]:
    """What to do, in the order of the source. Of entries with the same id the first counts: sources list the
    newest first.

    ``is_whole``: the source lists everything it has, so what is missing was withdrawn. A feed that shows its
    latest entries only never withdraws by silence.
    """
    intents: list[Intent] = []
    seen: set[str] = set()
    for report in fetched:
        if report.external_id in seen:
            continue
        seen.add(report.external_id)
        before = known.get(report.external_id)
        if before is None:
            intents.append(New(report))
        elif before.is_gone or before.content_hash != report.content_hash:
            intents.append(Changed(report))
    if is_whole:
        intents += [Withdrawn(id_) for id_, one in known.items() if id_ not in seen and not one.is_gone]
    return intents
