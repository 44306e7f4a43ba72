"""Deciding an initiative: outcome, commitment, reason; then, as an act of its own, publication."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from handlers.context import Context, text_of
from handlers.guards import pressed
from handlers.screens.secretariat import deciding as screens
from handlers.secretariat import cards
from handlers.secretariat.typing import Step, Taker, done, expect, expected
from models import Language, Outcome
from services import commitments, decisions, reviews, templates
from services.errors import OneLanguageOnly


async def decide(_update: Update, context: Context, press: screens.Decide) -> Step:
    review = await reviews.get(context.session, context.citizen, press.id, now=context.now)
    context.show(screens.choose_outcome(review.initiative, context.t))
    return done(context)


async def choose_outcome(_update: Update, context: Context, press: screens.ChooseOutcome) -> Step:
    one = (await reviews.get(context.session, context.citizen, press.id, now=context.now)).initiative
    if press.outcome is Outcome.IN_PLAN:
        context.show(screens.choose_commitment(one, await commitments.list_all(context.session), context.t))
        return done(context)
    return await _ask_reason(context, press.id, press.outcome, None)


async def choose_commitment(_update: Update, context: Context, press: screens.ChooseCommitment) -> Step:
    return await _ask_reason(context, press.id, Outcome.IN_PLAN, press.commitment)


async def _ask_reason(context: Context, initiative_id: int, outcome: Outcome, commitment: str | None) -> Step:
    one = (await reviews.get(context.session, context.citizen, initiative_id, now=context.now)).initiative
    offered = await templates.list_for(context.session, outcome)
    context.show(screens.ask_reason(one, outcome, offered, context.t))
    return expect(context, "reason", id=one.id, outcome=outcome.value, commitment=commitment)


async def use_template(_update: Update, context: Context, press: screens.UseTemplate) -> Step:
    """A wording that was chosen with its outcome. Drawn for an earlier decision: back to the card."""
    about = expected(context, "reason")
    if about is None or about["id"] != press.id:
        await cards.show_initiative(context, press.id)
        return done(context)
    template = await templates.get(context.session, press.template)
    return await _write(context, about, templates.reasons_of(template))


async def no_reason(_update: Update, context: Context, press: screens.NoReason) -> Step:
    about = expected(context, "reason")
    if about is None or about["id"] != press.id:
        await cards.show_initiative(context, press.id)
        return done(context)
    return await _write(context, about, {})


async def take_reason(update: Update, context: Context, about: dict[str, Any]) -> Step:
    """The reason as typed, in the author's language."""
    one = (await reviews.get(context.session, context.citizen, int(about["id"]), now=context.now)).initiative
    return await _write(context, about, {one.lang: text_of(update)})


async def _write(context: Context, about: dict[str, Any], reasons: dict[Language, str]) -> Step:
    decision = await decisions.decide(
        context.session,
        context.citizen,
        int(about["id"]),
        Outcome(about["outcome"]),
        reasons=reasons,
        commitment_id=about.get("commitment"),
        now=context.now,
    )
    one = await reviews.load(context.session, decision.initiative_id)
    context.show(screens.written(decision, one, context.t))
    return done(context)


async def open_decision(_update: Update, context: Context, press: screens.OpenDecision) -> Step:
    decision = await decisions.get(context.session, context.citizen, press.id, now=context.now)
    one = await reviews.load(context.session, decision.initiative_id)
    if decision.published_at is not None:
        context.show(screens.published(decision, one, context.t))
    else:
        context.show(screens.written(decision, one, context.t))
    return done(context)


async def write_reason(_update: Update, context: Context, press: screens.WriteReason) -> Step:
    decision = await decisions.get(context.session, context.citizen, press.id, now=context.now)
    context.show(screens.ask_wording(decision, press.lang, context.t))
    return expect(context, "wording", id=decision.id, lang=press.lang.value)


async def take_wording(update: Update, context: Context, about: dict[str, Any]) -> Step:
    decision = await decisions.reword(
        context.session, context.citizen, int(about["id"]), Language(about["lang"]), text_of(update), now=context.now
    )
    one = await reviews.load(context.session, decision.initiative_id)
    context.show(screens.written(decision, one, context.t, context.t("The reason is kept.")))
    return done(context)


async def publish(_update: Update, context: Context, press: screens.PublishDecision) -> Step:
    decision = await decisions.get(context.session, context.citizen, press.id, now=context.now)
    review = await reviews.get(context.session, context.citizen, decision.initiative_id, now=context.now)
    one = review.initiative
    if press.sure == 0 and decision.published_at is None:
        listeners = review.supporters + (one.author_id is not None)
        context.show(screens.confirm_publication(decision, one, listeners, context.t))
        return done(context)
    try:
        await decisions.publish(context.session, context.citizen, press.id, now=context.now, confirmed=press.sure == 2)
    except OneLanguageOnly as refused:
        context.show(screens.confirm_languages(decision, refused.missing, context.t))
        return done(context)
    context.show(screens.published(decision, one, context.t))
    return done(context)


TAKERS: dict[str, Taker] = {"reason": take_reason, "wording": take_wording}


def build() -> list["BaseHandler[Update, Context, Any]"]:
    return [
        pressed(screens.Decide, decide),
        pressed(screens.ChooseOutcome, choose_outcome),
        pressed(screens.ChooseCommitment, choose_commitment),
        pressed(screens.UseTemplate, use_template),
        pressed(screens.NoReason, no_reason),
        pressed(screens.OpenDecision, open_decision),
        pressed(screens.WriteReason, write_reason),
        pressed(screens.PublishDecision, publish),
    ]
