"""/settings."""

from collections.abc import Iterator

from bot.gallery import Example, samples, show
from handlers.screens import settings as screens
from locales.translator import Translator
from models import Frequency


def examples(t: Translator) -> Iterator[Example]:
    regions = samples.names()["region"]
    somebody, plain = samples.citizen(often=Frequency.WEEKLY), samples.citizen(is_plain=True)
    yield show("everything set", screens.overview, somebody, regions, t)
    yield show("nothing set", screens.overview, plain, regions, t)
    said = t("Saved. You get no announcements any more.")
    yield show("after a change", screens.saved, screens.overview(plain, regions, t), said)
    yield show("a region chosen", screens.region, somebody, regions, t)
    yield show("at once", screens.frequency, plain, t)
    yield show("weekly", screens.frequency, somebody, t)
    yield show("", screens.hour, t)
    yield show("", screens.quiet, somebody, t)
    yield show("the second half", screens.quiet_until, 22, t)
    yield show("on", screens.announcements, somebody, t)
    yield show("off", screens.announcements, plain, t)
    yield show("all on", screens.kinds, somebody, t)
    yield show("all off, with a role", screens.kinds, plain, t)
