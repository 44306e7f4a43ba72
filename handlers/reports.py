"""Everybody reads the agencies' reports."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from handlers.context import Context
from handlers.guards import command, pressed
from handlers.screens import reports as screens
from handlers.screens.commitments import ALL
from handlers.screens.screen import Screen
from services import assessments, commitments, deadlines, reports, timelines
from services.errors import NotFound


async def show_list(_update: Update, context: Context) -> None:
    """/reports: the latest ones."""
    context.show(await list_screen(context, screens.OpenReports(0)))


async def open_list(_update: Update, context: Context, press: screens.OpenReports) -> None:
    context.show(await list_screen(context, press))


async def list_screen(context: Context, press: screens.OpenReports) -> Screen:
    """A page of reports; a page beyond the end shows the last one. Raises NotFound for no such commitment."""
    session = context.session
    titles = screens.short_titles(await commitments.list_all(session), context.t)
    if press.commitment not in {ALL, *titles}:
        raise NotFound
    of = None if press.commitment == ALL else press.commitment
    total = await reports.count_published(session, commitment_id=of)
    page = min(max(press.page, 0), max(0, (total - 1) // screens.PER_PAGE))
    found = await reports.list_published(
        session, commitment_id=of, limit=screens.PER_PAGE, offset=page * screens.PER_PAGE
    )
    return screens.listing(found, total, screens.OpenReports(page, press.commitment), titles, context.t)


async def open_report(_update: Update, context: Context, press: screens.OpenReport) -> None:
    context.show(await card_screen(context, str(press.id)))


async def card_screen(context: Context, key: str) -> Screen:
    """A published report by its id, as a link names it. Raises NotFound."""
    if not (key.isascii() and key.isdigit() and len(key) < 18):
        raise NotFound
    session = context.session
    report = await reports.get_public(session, int(key))
    commitment = await commitments.get(session, report.commitment_id or "")
    names = await commitments.names(session, "agency")
    tally = await assessments.tally(session, report.id, minimum=context.turn.watch_minimum)
    return screens.card(report, commitment, names, tally, context.t)


async def read_report(_update: Update, context: Context, press: screens.ReadReport) -> None:
    """The whole words, under the card."""
    for screen in screens.in_full(await reports.get_public(context.session, press.id), context.t):
        context.show(screen, anew=True)


async def show_evidence(_update: Update, context: Context, press: screens.ShowEvidence) -> None:
    for screen in screens.evidence(await reports.get_public(context.session, press.id), context.t):
        context.show(screen, anew=True)


async def timeline(context: Context, commitment_id: str) -> Screen:
    """What stands under a commitment: silence, its reports, and what people say of the latest."""
    session = context.session
    total = await reports.count_published(session, commitment_id=commitment_id)
    found = await reports.list_published(session, commitment_id=commitment_id, limit=screens.ON_A_CARD)
    latest = found[0].id if found else 0
    tally = await assessments.tally(session, latest, minimum=context.turn.watch_minimum)
    names = await commitments.names(session, "agency")
    every = await deadlines.list_silent(session, now=context.now, zone=context.turn.voices.zone)
    overdue = [one.due_on for one in every if one.commitment_id == commitment_id]
    events = await timelines.events(session, commitment_id, limit=screens.EVENTS_ON_A_CARD)
    return screens.timeline(commitment_id, found, total, tally, names, context.t, overdue, events)


def build() -> list["BaseHandler[Update, Context, Any]"]:
    return [
        command("reports", show_list),
        pressed(screens.OpenReports, open_list),
        pressed(screens.OpenReport, open_report),
        pressed(screens.ReadReport, read_report),
        pressed(screens.ShowEvidence, show_evidence),
    ]
