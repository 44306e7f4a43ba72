// The page: who is at the desk, whose phones lie on it, light or dark, in which language.

import { h, icon } from "./dom.js";
import { Panel } from "./panel.js";
import { People } from "./people.js";
import { Phone } from "./phone.js";
import { catchUp, connect, listen, load, state, tell } from "./state.js";
import { applyWords, currentLanguage, LANGUAGES, loadWords, setLanguage, t } from "./words.js";

const WIDE = matchMedia("(min-width: 1080px)");
const THEMES = ["auto", "light", "dark"];
const NOTICE_TIME = 6000;
const find = (id) => document.getElementById(id);

// Up to two phones side by side; one where the window is narrow.
class Desk {
  constructor(element) {
    this.element = element;
    this.phones = [];
    listen("opened", () => this.remember());
    WIDE.addEventListener("change", () => this.fit());
  }

  openPeople() {
    return this.phones.map((phone) => phone.personId);
  }

  remember() {
    localStorage.setItem("phones", JSON.stringify(this.phones.map(({ personId, chatId }) => ({ personId, chatId }))));
  }

  // What lay open last time, else the first two people.
  begin() {
    const known = JSON.parse(localStorage.getItem("phones") ?? "[]").filter((one) => state.people.has(one.personId));
    const first = [...state.people.keys()].slice(0, 2).map((personId) => ({ personId, chatId: personId }));
    for (const { personId, chatId } of known.length ? known : first) this.add(personId, chatId);
    this.fit();
  }

  fit() {
    while (!WIDE.matches && this.phones.length > 1) this.close(this.phones.at(-1));
    this.element.classList.toggle("two", this.phones.length > 1);
    for (const phone of this.phones) phone.closeButton.hidden = this.phones.length < 2;
  }

  add(personId, chatId) {
    const phone = new Phone(this.phones.length, { onClose: () => this.close(phone) });
    this.phones.push(phone);
    this.element.append(phone.element);
    // The phone in use: another one is opened beside it, not in its place.
    for (const kind of ["focusin", "pointerdown"]) phone.element.addEventListener(kind, () => (this.inUse = phone));
    phone.show(personId, chatId);
    return phone;
  }

  // Where the person's phone already lies open it is taken up; else it replaces the first.
  open(personId) {
    const there = this.phones.find((phone) => phone.personId === personId) ?? this.phones[0];
    if (!there) this.add(personId, personId);
    else if (there.personId !== personId) there.show(personId, personId);
    this.fit();
    (there ?? this.phones[0]).element.querySelector("textarea, .big-button, .chat-row")?.focus();
  }

  openBeside(personId) {
    if (!WIDE.matches) return this.open(personId);
    if (this.phones.length < 2) this.add(personId, personId);
    else this.phones.find((phone) => phone !== (this.inUse ?? this.phones[0])).show(personId, personId);
    this.fit();
    return undefined;
  }

  async openNew(personId) {
    await catchUp();
    this.open(personId);
  }

  close(phone) {
    phone.remove();
    this.phones = this.phones.filter((one) => one !== phone);
    if (this.inUse === phone) this.inUse = null;
    this.fit();
    tell("opened");
  }
}

function showTheme(theme) {
  if (theme === "auto") document.documentElement.removeAttribute("data-theme");
  else document.documentElement.dataset.theme = theme;
  const button = find("theme");
  const label = `${t("theme")}: ${t(`theme_${theme}`)}`;
  button.replaceChildren(icon(theme));
  button.setAttribute("aria-label", label);
  button.title = label;
  button.onclick = () => {
    const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
    localStorage.setItem("theme", next);
    showTheme(next);
  };
}

function showLanguages() {
  const buttons = Object.entries(LANGUAGES).map(([code, name]) => h("button", { type: "button", lang: code, "aria-pressed": String(code === currentLanguage()), title: name, onclick: () => changeLanguage(code) }, h("span", { class: "full" }, name), h("span", { class: "short", "aria-hidden": "true" }, code.toUpperCase())));
  find("language").replaceChildren(...buttons);
}

// Everything is drawn anew: simpler than telling each part, and it happens rarely.
function changeLanguage(code) {
  setLanguage(code);
  location.reload();
}

function showPanel(isOpen, byHand = false) {
  find("panel").hidden = !isOpen;
  document.body.classList.toggle("with-panel", isOpen);
  const button = find("panel-switch");
  button.setAttribute("aria-expanded", String(isOpen));
  button.title = t("panel");
  if (isOpen) panel.refresh();
  if (!byHand) return;
  localStorage.setItem("panel", isOpen ? "open" : "closed");
  if (isOpen) panel.focus();
  else button.focus();
}

function notice(text) {
  const line = find("notice");
  line.textContent = text;
  line.classList.add("shown");
  clearTimeout(notice.timer);
  notice.timer = setTimeout(() => {
    line.classList.remove("shown");
    line.textContent = "";
  }, NOTICE_TIME);
}

await loadWords();
applyWords();
showLanguages();
showTheme(localStorage.getItem("theme") ?? "auto");
const desk = new Desk(find("phones"));
const people = new People(find("people"), desk);
const panel = new Panel(find("panel"));
find("panel-switch").append(icon("panel"));
find("panel-switch").onclick = () => showPanel(find("panel").hidden, true);
find("panel").addEventListener("keydown", (event) => event.key === "Escape" && showPanel(false, true));
listen("offline", () => (find("offline").hidden = false));
listen("online", () => (find("offline").hidden = true));
listen("said", ({ words }) => notice(words));
listen("refused", ({ why }) => notice(t("cannot", { why })));
await load();
desk.begin();
people.refresh();
const wished = localStorage.getItem("panel");
showPanel(wished ? wished === "open" : matchMedia("(min-width: 1500px)").matches);
connect();
document.body.dataset.ready = "true";
