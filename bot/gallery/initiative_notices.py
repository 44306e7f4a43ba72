"""What authors and supporters are told of an initiative, and an author's clarification."""

from collections.abc import Iterator

from bot.gallery import Example, office, samples, show
from handlers.clarifications import FORM
from handlers.screens import clarifications
from handlers.screens import initiative_notices as screens
from handlers.screens.screen import Screen
from locales.translator import Translator
from models import Outcome


def examples(t: Translator) -> Iterator[Example]:
    one, other = samples.initiative(is_long=True), samples.initiative()
    yield show("", screens.under_review, one, t)
    yield show("", screens.published, one, t)
    for is_author in (True, False):
        who = "author" if is_author else "supporter"
        yield show(who, screens.merged, one, other, samples.LONG_TITLE, t, is_author=is_author)
        yield show(f"{who}, its title unread", screens.merged, one, other, None, t, is_author=is_author)
        joining = {"is_author": is_author, "followed": samples.commitments()[0]}
        yield show(f"{who}, part of a commitment", screens.merged, one, other, samples.LONG_TITLE, t, **joining)
        for outcome in Outcome:
            commitment = samples.commitments()[0] if outcome is Outcome.IN_PLAN else None
            decided = office.decision(outcome)
            yield show(f"{outcome}, {who}", screens.decided, one, decided, commitment, t, is_author=is_author)
    asked, answered = office.clarification(), office.clarification(is_answered=True)
    labels = [t.plain(field.label) for field in FORM.fields]
    request = Screen(clarifications.request(asked, one, labels, t), clarifications.answer_rows(asked.id, t))
    yield Example(clarifications.request, "every field", (request,))
    introduction = Screen(clarifications.introduction(asked, one, t))
    yield Example(clarifications.introduction, "above the first field", (introduction,))
    names = samples.names()
    yield show("left as it was", clarifications.preview, FORM, asked, one, FORM.fields, names, t)
    yield show("every field anew", clarifications.preview, FORM, answered, one, FORM.fields, names, t)
    for is_off in (False, True):
        yield show("off the list" if is_off else "", clarifications.sent, one, t, is_off_list=is_off)
    yield show("", clarifications.left, asked.id, t)
