"""`achyk bench`: what the product is measured by."""

import asyncio
import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer
from rich.console import Console
from rich.table import Table

from bot.commands_answers import search_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.search.evaluation import EvaluationResult

# The tables are wide: in a file or a pipe they are not folded to the 80 columns of an unknown terminal.
out = Console(width=None if sys.stdout.isatty() else 170)
err = Console(stderr=True)
bench = typer.Typer(no_args_is_help=True, help="Measure the bot.")

QUESTIONS = Path(__file__).parents[1] / "tests" / "evaluation" / "questions.tsv"
Result = TypeVar("Result")
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def register(app: typer.Typer) -> None:
    """Add the group to the program."""
    app.add_typer(bench, name="bench")


@bench.command("answers")
def bench_answers(
    questions: Annotated[Path, typer.Argument(help="id, lang, topic, kind and question, separated by tabs.")] = (
        QUESTIONS
    ),
    plain: Annotated[bool, typer.Option("--plain", "--no-semantic", help="Only without the sentence model.")] = False,
    ablate: Annotated[bool, typer.Option("--ablate", help="What is lost without each part; minutes.")] = False,
) -> None:
    """Put the evaluation questions to the search: without and with the sentence model, side by side.

    Each run has a process of its own on one core, so that time and memory are its own.
    """
    from services.search.evaluation_table import cost_table, part_table, score_table
    from services.search.semantic import find_embedder

    if not questions.is_file():
        err.print(f"There is no file {questions}. The set of this project is tests/evaluation/questions.tsv.")
        raise typer.Exit(2)
    modes = (False,) if plain or find_embedder(shipped=None) is None else (False, True)
    if ablate:
        for is_semantic in modes:
            title = "With the sentence model" if is_semantic else "Without the sentence model"
            out.print(part_table(_apart(_ablate, questions, is_semantic), title))
        return
    results = [_apart(_evaluate, questions, is_semantic) for is_semantic in modes]
    sides = ": without | with the sentence model" if len(results) > 1 else ", without the sentence model"
    out.print(score_table(results, f"{questions.name}{sides}, per cent"))
    out.print(cost_table(results))


@bench.command("delivery")
def bench_delivery(
    seconds: Annotated[float, typer.Option(min=4, help="How long to deliver at each rate while somebody writes.")] = 15,
    followers: Annotated[int, typer.Option(min=100, help="How many follow the report.")] = 30_000,
) -> None:
    """The achieved rate beside the allowed one, and how much longer /start takes while thousands are delivered."""
    from bot import log
    from bot.bench.delivery import measure

    log.start("WARNING", "text")
    runs = []
    for rate in (30, 1000):
        with out.status(f"delivering to {followers} followers at {rate} a second …"):
            runs.append(asyncio.run(measure(rate, seconds=seconds, followers=followers)))
    table = Table("allowed, replies included", *(f"{run.allowed:.0f}/s" for run in runs))
    for name, said in (
        ("used / allowed, while nobody writes", [f"{run.alone.share:.3f}" for run in runs]),
        ("  in a usual second", [f"{run.alone.usual_share:.3f}" for run in runs]),
        ("used / allowed, while somebody writes", [f"{run.visited.share:.3f}" for run in runs]),
        ("  in a usual second", [f"{run.visited.usual_share:.3f}" for run in runs]),
        ("most in any second", [str(run.most) for run in runs]),
        ("refused with 429, of messages sent", [f"{run.refused} of {run.sent:,}" for run in runs]),
        ("processor time a message", [f"{run.cpu * 1000:.2f} ms" for run in runs]),
        ("/start when idle: median, 95 of 100", [_milliseconds(run.idle.median, run.idle.p95) for run in runs]),
        ("/start meanwhile: median, 95 of 100", [_milliseconds(run.busy.median, run.busy.p95) for run in runs]),
        ("/start meanwhile / idle", [f"{run.latency_ratio:.2f}" for run in runs]),
    ):
        table.add_row(name, *said)
    out.print(table)


@bench.command("claims")
def bench_claims(
    messages: Annotated[int, typer.Option(min=2000, help="How many messages wait at the start.")] = 1_000_000,
    database: Annotated[str | None, typer.Option(help="An empty database; default: a temporary SQLite file.")] = None,
) -> None:
    """How long taking the next message takes, at the start and halfway through very many."""
    from bot.bench.claims import ROUND, measure

    with out.status(f"claiming from {messages} messages …"):
        found = asyncio.run(measure(messages, url=database))
    table = Table("a claim", "at the start", "halfway")
    for name, start, halfway in (
        ("of one message", found.start.one, found.halfway.one),
        ("  the statement alone", found.start.one_in_database, found.halfway.one_in_database),
        (f"of {ROUND}, each: the statement", found.start.one_of_a_round, found.halfway.one_of_a_round),
    ):
        table.add_row(name, f"{start * 1000:.3f} ms", f"{halfway * 1000:.3f} ms")
    out.print(table)
    out.print(f"{messages:,} messages; halfway the database looks for the next one so: {found.plan}", highlight=False)


@bench.command("broadcast")
def bench_broadcast(
    people: Annotated[int, typer.Option(min=1000, help="How many get the announcement.")] = 1_000_000,
    seconds: Annotated[float, typer.Option(min=1, help="How long to send when all recipients are written down.")] = 20,
    database: Annotated[str | None, typer.Option(help="An empty database; default: a temporary SQLite file.")] = None,
) -> None:
    """What an announcement to very many people costs: seconds, memory, and the waits of people who write meanwhile."""
    from bot import log
    from bot.bench.broadcast import measure

    log.start("WARNING", "text")
    with out.status(f"announcing to {people} people …"):
        found = asyncio.run(measure(people, seconds=seconds, url=database))
    table = Table("what", "measured")
    table.add_row("people", f"{found.people:,}")
    table.add_row("counting them for the card, beside everything else", f"{found.counted:.2f} s")
    table.add_row("confirming", f"{found.confirmed:.2f} s")
    table.add_row("until every recipient is written down", f"{found.frozen:.1f} s")
    table.add_row("sent until the end of the run", f"{found.sent:,}")
    table.add_row("memory: this process grew by at most", f"{found.memory / 1e6:.0f} MB")
    for name, waits in (("idle", found.idle), ("meanwhile", found.busy)):
        said = (
            f"median {waits.median * 1000:.1f} ms, 99 of 100 within {waits.most * 1000:.0f} ms, "
            f"longest {waits.longest * 1000:.0f} ms of {waits.count:,}"
        )
        table.add_row(f"a person's write, {name}", said)
    table.add_row("longest wait, meanwhile / idle", f"{found.ratio:.1f}")
    out.print(table)


def _milliseconds(*seconds: float) -> str:
    return ", ".join(f"{one * 1000:.0f}" for one in seconds) + " ms"


def _apart(work: "Callable[[Path, Path | None, bool], Result]", questions: Path, is_semantic: bool) -> "Result":
    """Run in a new process that has one core: threads are counted when a library is loaded."""
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=context, initializer=_keep_to_one_core) as pool:
        return pool.submit(work, questions, search_folder(), is_semantic).result()


def _keep_to_one_core() -> None:
    if hasattr(os, "sched_setaffinity"):  # Linux only
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def _evaluate(questions: Path, folder: Path | None, is_semantic: bool) -> "EvaluationResult":
    from services.search import build_index, corpus_from_files, find_embedder
    from services.search.evaluation import evaluate, read_questions

    index = build_index(corpus_from_files(), embedder=find_embedder(folder) if is_semantic else None)
    return evaluate(index, read_questions(questions))


def _ablate(questions: Path, folder: Path | None, is_semantic: bool) -> "list[tuple[str, EvaluationResult]]":
    from services.search import corpus_from_files, find_embedder
    from services.search.ablation import variants
    from services.search.evaluation import evaluate, read_questions

    asked = read_questions(questions)
    embedder = find_embedder(folder) if is_semantic else None
    return [(one.name, evaluate(one.build(), asked)) for one in variants(corpus_from_files(), embedder)]
