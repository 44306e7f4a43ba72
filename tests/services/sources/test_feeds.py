"""Feeds as state sites really publish them, sound and broken."""

from datetime import date

import pytest

from models import Language
from services.sources import feeds
from services.sources.parsing import ShapeChanged

ITEM = """<item><title>{title}</title><link>{link}</link><guid isPermaLink="false">{guid}</guid>
<pubDate>{day}</pubDate><description><![CDATA[{text}]]></description></item>"""


def rss(*items: str, encoding: str = "utf-8") -> str:
    body = "\n".join(items)
    return f"""<?xml version="1.0" encoding="{encoding}"?>
<rss version="2.0"><channel><title>Исполнение НПД</title><link>https://www.ogp.el.kg/</link>
<description>Отчёты государственных органов</description>{body}</channel></rss>"""


def item(number: int = 1, **other: str) -> str:
    facts = {
        "title": f"Отчёт № {number} об исполнении НПД",
        "link": f"https://www.ogp.el.kg/ru/report/{number}",
        "guid": f"ogp-{number}",
        "day": "Mon, 23 Nov 2026 00:30:00 +0600",
        "text": "<p>Реестр испытан в&nbsp;пяти судах.</p><p>Опубликовано 1200&nbsp;актов.</p>",
    }
    return ITEM.format(**facts | other)


def test_an_entry_becomes_a_report_with_plain_words() -> None:
    found = feeds.parse(rss(item()).encode())
    (report,) = found.reports
    assert report.external_id == "ogp-1"
    assert report.reported_on == date(2026, 11, 23)  # the day in Bishkek, not in London
    words = report.texts[Language.RU]
    assert words.title == "Отчёт № 1 об исполнении НПД"
    assert "Реестр испытан в пяти судах." in words.done
    assert "<" not in words.done
    assert report.evidence_url == "https://www.ogp.el.kg/ru/report/1"


@pytest.mark.parametrize("label", ["utf-8", "windows-1251"])
@pytest.mark.parametrize("content_type", ["text/xml", "text/xml; charset=utf-8", "text/xml; charset=windows-1251"])
def test_windows_1251_is_read_whatever_the_labels_say(label: str, content_type: str) -> None:
    text = rss(item(), encoding=label)
    for real in ("windows-1251", "utf-8"):
        found = feeds.parse(text.encode(real), content_type=content_type)
        assert found.reports[0].texts[Language.RU].title == "Отчёт № 1 об исполнении НПД"


def test_missing_and_unreadable_dates_are_no_date() -> None:
    found = feeds.parse(rss(item(1, day=""), item(2, day="на днях"), item(3, day="23 ноября 2026 г.")).encode())
    assert [one.reported_on for one in found.reports] == [None, None, date(2026, 11, 23)]


def test_relative_links_are_made_absolute_and_dangerous_ones_dropped() -> None:
    found = feeds.parse(
        rss(item(1, link="/ru/report/7"), item(2, link="javascript:alert(1)")).encode(),
        base="https://www.ogp.el.kg/ru/rss.xml",
    )
    assert [one.evidence_url for one in found.reports] == ["https://www.ogp.el.kg/ru/report/7", None]


def test_an_atom_feed_in_kyrgyz_with_dates_in_its_own_zone() -> None:
    atom = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ky">
<title>УИПтин аткарылышы</title><id>urn:ogp</id><updated>2026-11-23T01:00:00+06:00</updated>
<entry><id>urn:ogp:5</id><title type="html">Сот актыларынын реестри: &lt;b&gt;үчүнчү чейрек&lt;/b&gt;</title>
<link rel="alternate" href="https://www.ogp.el.kg/ky/5"/><updated>2026-11-23T01:00:00+06:00</updated>
<content type="html">&lt;p&gt;Беш сот туташтырылды.&lt;/p&gt;</content></entry></feed>"""
    (report,) = feeds.parse(atom.encode()).reports
    assert report.texts[Language.KY].done == "Беш сот туташтырылды."
    assert report.reported_on == date(2026, 11, 23)


def test_an_entry_without_id_and_link_is_a_fault_and_the_others_are_read() -> None:
    found = feeds.parse(rss(item(1, guid="", link=""), item(2)).encode())
    assert [one.external_id for one in found.reports] == ["ogp-2"]
    assert len(found.faults) == 1


def test_a_feed_cut_off_in_the_middle_still_gives_its_whole_entries() -> None:
    text = rss(item(1), item(2), item(3))
    cut = text[: text.index("Отчёт № 3")]
    assert {one.external_id for one in feeds.parse(cut.encode()).reports} >= {"ogp-1", "ogp-2"}


@pytest.mark.parametrize(
    "content",
    [b"", b"<html><body><h1>502 Bad Gateway</h1></body></html>", b"\x00\x01\x02", b'{"ok": false}'],
)
def test_what_is_no_feed_is_a_fault_never_no_reports(content: bytes) -> None:
    with pytest.raises(ShapeChanged):
        feeds.parse(content)


def test_an_honest_empty_feed_has_no_reports() -> None:
    assert feeds.parse(rss().encode()).reports == []


def test_ten_thousand_entries_with_duplicates_are_read() -> None:
    found = feeds.parse(rss(*(item(number % 9_000) for number in range(10_000))).encode())
    assert len(found.reports) == 10_000
    assert len({one.external_id for one in found.reports}) == 9_000


def test_characters_that_no_database_keeps_are_left_out() -> None:
    found = feeds.parse(rss(item(1, title="Отчёт &#0;&#11; за квартал")).encode())
    assert found.reports[0].texts[Language.RU].title == "Отчёт за квартал"


def test_broken_xml_is_told_and_without_an_entry_it_is_no_empty_feed() -> None:
    found = feeds.parse(rss(item(1), "<item><title>Сумма < 5 млн & больше</title><guid>2</guid></item>").encode())
    assert found.reports[0].external_id == "ogp-1"
    assert found.faults[0].startswith("the XML is broken")
    with pytest.raises(ShapeChanged, match="the XML is broken"):
        feeds.parse('<rss version="2.0"><channel><title>Исполнение НПД</titl'.encode())


def test_entries_that_share_an_id_with_other_words_are_told() -> None:
    found = feeds.parse(rss(item(1), item(1), item(2, guid="ogp-1")).encode())
    assert found.faults == ["two entries are named ogp-1: only the first is read"]


def test_entities_that_swell_are_not_followed() -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    bomb = f'<!DOCTYPE rss [<!ENTITY l0 "lol">{levels}]>'
    text = rss(item(1, title="&l8;")).replace("<rss", f"{bomb}<rss", 1)
    assert all(len(one.texts[Language.RU].title or "") <= 300 for one in feeds.parse(text.encode()).reports)
