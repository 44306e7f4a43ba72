"""What staff edit without a release, and the team."""

from collections.abc import Iterator
from datetime import timedelta

from bot.gallery import Example, office, samples, show
from handlers.screens.secretariat import library as screens
from handlers.screens.secretariat import team
from locales import content as files
from locales.translator import Translator
from models import Campaign, FaqEntry, FaqText, Language, Role
from services.team import TRAIL_PAGE
from services.workdays import Calendar


def examples(t: Translator) -> Iterator[Example]:
    yield show("", screens.library, t)
    yield show("to list", screens.categories, samples.faq_categories(), t)
    yield show("for a question", screens.categories, samples.faq_categories(), t, of_question=samples.LARGE)
    yield show("every entry", screens.entries, samples.faq_entries(), t)
    versions = [office.version()] * 9
    for note, texts in (("in three languages", _texts(*Language)), ("a draft in one", _texts(Language.KY))):
        published_at = samples.NOW if len(texts) > 1 else None
        one = FaqEntry(id="e" * 40, category_id="c", position=1, related="", published_at=published_at, texts=texts)
        yield show(note, screens.entry, one, versions, office.KNOWN, t)
    for field in screens.FIELDS.values():
        yield show(field, screens.ask_faq, "e" * 40, Language.KY, field, t)
    keys = list(files.fact_wordings())
    said: dict[str, str] = {lang.value: "<b>+996</b> & more " * 26 for lang in Language}
    yield show("some not stated", screens.facts, {key: said if key == keys[0] else {} for key in keys}, t)
    yield show("the longest values", screens.fact, keys[0], said, versions, office.KNOWN, t)
    yield show("not stated", screens.fact, keys[0], {}, [], {}, t)
    yield show("", screens.ask_fact, keys[0], Language.RU, t)
    campaign = Campaign(id="c", plan_id="nap", opens_at=samples.NOW, closes_at=samples.NOW + timedelta(days=60))
    yield show("none announced", screens.campaigns, [], [samples.plan()], [], {}, t)
    moved = [office.version("campaign:c", f"{campaign.opens_at.isoformat()} / {campaign.closes_at.isoformat()}")] * 9
    yield show("many", screens.campaigns, [campaign] * 20, [samples.plan()], moved, office.KNOWN, t)
    yield show("", screens.ask_dates, t)
    yield from _team(t)


def _texts(*languages: Language) -> list[FaqText]:
    answer = ("Anybody may: <b>also</b> from abroad &amp; without a passport. " * 60)[:3000]
    return [
        FaqText(lang=lang, title="Who may send an <initiative> & how?" + "?" * 25, answer=answer) for lang in languages
    ]


def _team(t: Translator) -> Iterator[Example]:
    agencies, known = samples.names()["agency"], office.KNOWN
    roles, links = [office.role(role) for role in Role], [office.invitation(role) for role in Role]
    yield show("one of each role", team.team, roles, links, agencies, known, t)
    yield show("a large team", team.team, roles * 8, links * 2, agencies, known, t)
    yield show("", team.choose_role, t)
    yield show("", team.choose_agency, agencies, t)
    link = f"https://t.me/{samples.BOT}?start=" + "x" * 64
    for invitation in links:
        yield show(invitation.role.value, team.invited, invitation, link, agencies, t)
    yield show("", team.confirm_revocation, office.role(), agencies, known, t)
    for role in roles:
        yield show(role.role.value, team.welcome, role, agencies, t)
    yield show("nothing yet", team.trail, [], {}, t)
    page = [office.entry(is_refused=number % 2 == 1) for number in range(TRAIL_PAGE + 1)]
    yield show("a whole page", team.trail, page, known, t)
    calendar = Calendar(t.zone)
    yield show("no holidays", team.term, calendar, [], t)
    yield show("sixty holidays", team.term, calendar, office.holidays(), t)
