"""The playground's page as a person uses it: by what is written on things, never by how they are built."""

import re
from dataclasses import dataclass
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from bot.playground.page_api import page_words
from locales.translator import Translator

# The bot's first start makes tables and loads content; two cores are shared with other tests.
PATIENCE_MS = 45_000
# The opening scene plays on three phones before the last thing in it is seen.
OPENING_MS = 120_000


WORDS = page_words()


@dataclass
class Phone:
    """One person's phone on the page."""

    page: Page
    place: Locator
    language: str

    def word(self, key: str, **values: object) -> str:
        """What the page itself says, in its language."""
        return WORDS[key][self.language].format(**values)

    @property
    def person_id(self) -> int:
        return int(self.place.get_attribute("data-person") or 0)

    @property
    def field(self) -> Locator:
        return self.place.get_by_role("textbox", name=self.word("write"))

    def says(self, text: str) -> None:
        self.field.fill(text)
        self.field.press("Enter")
        expect(self.field).to_have_value("")

    def begins(self, t: Translator) -> None:
        """Start the bot and choose Kyrgyz."""
        self.place.get_by_role("button", name=self.word("start"), exact=True).click()
        self.sees("Кыргызча", "Русский", "English")
        self.taps("Кыргызча")
        self.sees(t.plain("Submit an initiative"))

    def sees(self, *parts: str, within_ms: int = PATIENCE_MS) -> Locator:
        """The bot's newest message once it holds all ``parts``, buttons included."""
        newest = self.place.locator(".message.in").last
        for part in parts:
            expect(newest).to_contain_text(part, timeout=within_ms)
        return newest

    def taps(self, label: str) -> None:
        """Press the newest inline button with this label."""
        button = self.place.locator(".inline-keyboard").get_by_role("button", name=label, exact=True).last
        button.click()

    def attaches(self, kind: str, *files: Path) -> None:
        """Pick files from the paper clip's menu, with what is written in the field as their caption."""
        with self.page.expect_file_chooser() as chooser:
            self.place.get_by_role("button", name=self.word("attach")).click()
            self.place.get_by_role("menuitem", name=self.word(kind)).click()
        chooser.value.set_files(list(files))

    def chooses(self, message: Locator, word: str) -> None:
        """Open a message's own menu and take one entry."""
        message.get_by_role("button", name=self.word("message_menu")).click()
        self.place.get_by_role("menuitem", name=self.word(word)).click()

    def own(self, text: str) -> Locator:
        """One's own message with this text."""
        return self.place.locator(".message.out").filter(has_text=text)

    def in_chat_menu(self, word: str) -> None:
        self.place.get_by_role("button", name=self.word("chat_menu")).click()
        self.place.get_by_role("menuitem", name=self.word(word), exact=True).click()


@dataclass
class Desk:
    """The page: people, phones, the technical panel."""

    page: Page
    pictures: Path

    @property
    def language(self) -> str:
        return str(self.page.locator("html").get_attribute("lang"))

    def word(self, key: str, **values: object) -> str:
        return WORDS[key][self.language].format(**values)

    def phone_of(self, name: str) -> Phone:
        """The phone of someone, opened."""
        self.page.get_by_role("navigation").get_by_role("button", name=re.compile(f"^{name}")).click()
        place = self.page.get_by_role("region", name=self.word("phone_of", name=name))
        expect(place).to_be_visible()
        return Phone(self.page, place, self.language)

    def beside(self, name: str) -> Phone:
        """A second phone beside the one in use."""
        self.page.get_by_role("button", name=self.word("open_beside", name=name)).click()
        place = self.page.get_by_role("region", name=self.word("phone_of", name=name))
        expect(place).to_be_visible()
        return Phone(self.page, place, self.language)

    def adds(self, name: str, app_language: str) -> Phone:
        """Somebody new, who has just found the bot."""
        self.page.get_by_role("button", name=self.word("add_person")).click()
        window = self.page.get_by_role("dialog")
        window.get_by_label(self.word("name")).fill(name)
        window.get_by_label(self.word("persons_language")).select_option(app_language)
        window.get_by_role("button", name=self.word("add")).click()
        place = self.page.get_by_role("region", name=self.word("phone_of", name=name))
        expect(place).to_be_visible()
        return Phone(self.page, place, self.language)

    def fills_in(self, confirm: str, **values: str) -> None:
        """Fill the open window's fields, by the key of their label, and confirm."""
        window = self.page.get_by_role("dialog")
        for key, value in values.items():
            window.get_by_label(self.word(key)).fill(value)
        window.get_by_role("button", name=self.word(confirm), exact=True).click()
        expect(window).to_have_count(0)

    def opens_panel(self, tab: str) -> Locator:
        """One tab of the technical panel."""
        switch = self.page.get_by_role("button", name=self.word("panel"))
        if switch.get_attribute("aria-expanded") == "false":
            switch.click()
        self.page.get_by_role("tab", name=self.word(tab), exact=True).click()
        return self.page.get_by_role("tabpanel")

    def shoot(self, name: str) -> Path:
        """Keep a picture of the window, for people to look at."""
        self.pictures.mkdir(parents=True, exist_ok=True)
        path = self.pictures / f"{name}.png"
        self.page.screenshot(path=path, animations="disabled")
        return path

    def is_accessible(self) -> None:
        """Raises AssertionError with axe-core's report unless it finds nothing."""
        found = Axe().run(self.page)
        assert not found.response["violations"], found.generate_report()

    def nothing_is_cut(self) -> None:
        """Raises AssertionError when something sticks out of the window or its words out of itself."""
        cut = self.page.evaluate(
            """() => [...document.querySelectorAll("button, h1, h2, h3, label, .bubble, .person-words")]
              .filter((one) => one.checkVisibility() && !one.closest(".unseen, .messages, .calls, .people"))
              .filter((one) => {
                const box = one.getBoundingClientRect();
                return box.left < -1 || box.right > innerWidth + 1 || one.scrollWidth > one.clientWidth + 1;
              })
              .map((one) => one.outerHTML.slice(0, 120))"""
        )
        assert not cut, "\n".join(cut)
