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
    seconds: Annotated[float, typer.Option(min=3, help="How long to deliver at each rate.")] = 15,
    followers: Annotated[int, typer.Option(min=100, help="How many follow the report.")] = 20_000,
) -> None:
    """The achieved rate beside the allowed one, and how much longer /start takes while thousands are delivered."""
    from bot import log
    from bot.bench.delivery import measure

    log.start("WARNING", "text")
    table = Table(
        "allowed",
        "sent",
        "used / allowed",
        "in a usual second",
        "most in 1 s",
        "429",
        "CPU ms a message",
        "/start idle: median, p95",
        "busy: median, p95",
        "busy / idle",
    )
    for rate in (30, 1000):
        with out.status(f"delivering to {followers} followers at {rate} a second …"):
            found = asyncio.run(measure(rate, seconds=seconds, followers=followers))
        table.add_row(
            f"{found.allowed:.0f}/s",
            str(found.sent),
            f"{found.share:.3f}",
            f"{found.usual_share:.3f}",
            str(found.most),
            str(found.refused),
            f"{found.cpu * 1000:.2f}",
            f"{found.idle.median * 1000:.0f}, {found.idle.p95 * 1000:.0f} ms",
            f"{found.busy.median * 1000:.0f}, {found.busy.p95 * 1000:.0f} ms",
            f"{found.latency_ratio:.2f}",
        )
    out.print(table)


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

    # Built without what earlier starts remember: the table says how much memory that takes.
    index = build_index(corpus_from_files(), embedder=find_embedder(folder) if is_semantic else None)
    return evaluate(index, read_questions(questions))


def _ablate(questions: Path, folder: Path | None, is_semantic: bool) -> "list[tuple[str, EvaluationResult]]":
    from services.search import corpus_from_files, find_embedder
    from services.search.ablation import variants
    from services.search.evaluation import evaluate, read_questions

    asked = read_questions(questions)
    embedder = find_embedder(folder) if is_semantic else None
    return [(one.name, evaluate(one.build(), asked)) for one in variants(corpus_from_files(), embedder)]
