"""Lists on state sites, read by selectors; a page that has changed says so."""

from datetime import date

import pytest

from models import Completion, Language
from services.sources import pages
from services.sources.config import Selectors
from services.sources.parsing import ShapeChanged

# As the sites of that generation are built: tables for the list, relative links, dates in words.
PAGE = """<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1251">
<title>Исполнение НПД</title></head><body><div class="menu"><a href="/ru/">Главная</a></div>
<div class="content"><h1>Исполнение НПД</h1>
<div class="news-item"><span class="date">23 ноября 2026</span>
  <h3><a href="/ru/npd/report/41">Верховный суд: реестр судебных актов</a></h3>
  <div class="status">Существенное выполнение</div>
  <p>Реестр испытан в пяти судах.<br>Опубликовано 1200&nbsp;актов.</p></div>
<div class="news-item"><span class="date">2026-жылдын 5-октябры</span>
  <h3><a href="report/40">Финансы министрлиги: ачык бюджет порталы</a></h3>
  <div class="status">Чектелүү деңгээлде аткарылды</div><p>Порталга жаңы бөлүм кошулду.</p></div>
<div class="news-item"><span class="date"></span><h3><a href="https://old.kg/1">Второй отчёт без даты</a></h3></div>
</div></body></html>"""
SELECT = Selectors(item="div.news-item", title="h3 a", link="h3 a", date="span.date", summary="p", status=".status")
BASE = "https://www.ogp.el.kg/ru/npd/"


def read(page: str = PAGE, select: Selectors = SELECT, encoding: str = "windows-1251"):
    return pages.parse(page.encode(encoding, "xmlcharrefreplace"), select, base=BASE)


def test_each_item_becomes_a_report() -> None:
    first, second, third = read(encoding="utf-8").reports
    assert first.external_id == first.evidence_url == "https://www.ogp.el.kg/ru/npd/report/41"
    assert (first.reported_on, first.status) == (date(2026, 11, 23), Completion.SUBSTANTIAL)
    assert first.texts[Language.RU].done == "Реестр испытан в пяти судах. Опубликовано 1200 актов."
    assert second.evidence_url == "https://www.ogp.el.kg/ru/npd/report/40"
    assert (second.reported_on, second.status) == (date(2026, 10, 5), Completion.LIMITED)
    assert second.texts[Language.KY].title == "Финансы министрлиги: ачык бюджет порталы"
    assert (third.reported_on, third.texts[Language.RU].done) == (None, "Второй отчёт без даты")


def test_windows_1251_and_utf8_under_the_wrong_label_read_the_same() -> None:
    in_1251, in_utf8 = read(encoding="windows-1251").reports[0], read(encoding="utf-8").reports[0]
    assert in_1251 == in_utf8


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        (PAGE.replace("news-item", "card"), "nothing on the page matches"),
        (PAGE.replace("<h3>", "<h4>").replace("</h3>", "</h4>"), "cannot be read"),
        (PAGE.replace('class="date"', 'class="when"'), "no item has a date"),
        ("<html><body>Сайт на обслуживании</body></html>", "nothing on the page matches"),
        ("", "nothing on the page matches"),
    ],
)
def test_a_page_whose_shape_changed_says_so(changed: str, why: str) -> None:
    with pytest.raises(ShapeChanged, match=why):
        read(changed, encoding="utf-8")


def test_a_selector_that_is_no_css_is_a_fault_of_the_configuration() -> None:
    with pytest.raises(ShapeChanged):
        read(select=Selectors(item="div[", title="a"), encoding="utf-8")


def test_one_broken_item_among_many_is_told_and_the_others_are_read() -> None:
    page = PAGE.replace('<a href="https://old.kg/1">Второй отчёт без даты</a>', "Отчёт без ссылки")
    found = read(page, encoding="utf-8")
    assert len(found.reports) == 2
    assert found.faults == ["item 3: no title at 'h3 a'"]


def test_a_base_element_decides_where_relative_links_lead() -> None:
    page = PAGE.replace("<title>", '<base href="/archive/"><title>')
    assert read(page, encoding="utf-8").reports[1].evidence_url == "https://www.ogp.el.kg/archive/report/40"


def test_a_list_of_links_may_be_its_own_items() -> None:
    page = '<ul><li><a href="/a">Отчёт за первый квартал</a></li><li><a href="/b">Отчёт за второй квартал</a></li></ul>'
    found = read(page, Selectors(item="li a", title="&", link="&"), encoding="utf-8")
    assert [one.evidence_url for one in found.reports] == ["https://www.ogp.el.kg/a", "https://www.ogp.el.kg/b"]


def test_a_page_nested_without_end_is_refused_before_it_is_read() -> None:
    with pytest.raises(ShapeChanged, match="within one another"):
        read("<div>" * 200_000, encoding="utf-8")
    assert len(read(PAGE.replace("</div></body>", "<p><li>" * 5_000), encoding="utf-8").reports) == 3


@pytest.mark.parametrize("link", ["#", "javascript:void(0)", "mailto:press@ogp.kg", BASE])
def test_a_link_that_leads_nowhere_names_no_report(link: str) -> None:
    found = read(PAGE.replace("https://old.kg/1", link), encoding="utf-8")
    assert len(found.reports) == 2
    assert "leads nowhere" in found.faults[0]


def test_reports_on_one_page_are_told_apart_by_their_anchors() -> None:
    found = read(PAGE.replace("https://old.kg/1", "#n3").replace("report/40", "#n2"), encoding="utf-8")
    assert [one.external_id for one in found.reports][1:] == [f"{BASE}#n2", f"{BASE}#n3"]
