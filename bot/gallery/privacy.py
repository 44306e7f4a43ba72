"""/privacy."""

from collections.abc import Iterator
from dataclasses import replace

from bot.gallery import Example, show
from handlers.screens import privacy as screens
from locales import content as files
from locales.translator import Translator
from services.privacy import Holdings

MUCH = Holdings(
    drafts=5,
    initiatives=120,
    published=21,
    questions=300,
    subscriptions=40,
    assessments=2,
    files=99,
    supported=500,
    seminars=77,
    merged_into=22,
    reports=31,
    evidence=9,
)
NOTHING = Holdings(
    drafts=0, initiatives=0, published=0, questions=0, subscriptions=0, assessments=2, files=0, supported=0, seminars=0
)


def examples(t: Translator) -> Iterator[Example]:
    facts = dict.fromkeys(files.fact_wordings(), "the Secretariat of the Forum, info@example.kg")
    yield show("much is kept", screens.policy, MUCH, facts, has_consented=True, inbox_hours=48, t=t)
    yield show("nothing is kept", screens.policy, NOTHING, {}, has_consented=False, inbox_hours=48, t=t)
    yield show("", screens.file, {"telegram_id": 1}, t)
    yield show("", screens.revoked, t)
    yield show("much", screens.really_erase, MUCH, t)
    one_of_each = replace(NOTHING, initiatives=2, published=1, merged_into=1, reports=1)
    yield show("one of each stays", screens.really_erase, one_of_each, t)
    yield show("nothing", screens.really_erase, NOTHING, t)
    yield show("", screens.erased, t)
