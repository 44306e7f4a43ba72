// The people of this playground: whose phone is open, who has something unread.

import { avatar, h, icon, iconButton } from "./dom.js";
import { addPerson } from "./gestures.js";
import { chatsOf, listen, orderProcess, personName, state, tell } from "./state.js";
import { has, t } from "./words.js";

export class People {
  constructor(element, desk) {
    this.element = element;
    this.desk = desk;
    this.seen = JSON.parse(localStorage.getItem("seen") ?? "{}");
    listen("loaded", () => this.refresh());
    listen("message", () => this.refresh());
    listen("opened", () => {
      this.refresh();
      // On a phone the people are a row that may be longer than the window.
      this.element.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    });
  }

  unread(person) {
    const since = this.seen[person.id] ?? 0;
    return chatsOf(person.id).flatMap((chatId) => [...(state.entries.get(chatId)?.values() ?? [])]).filter((entry) => entry.by_bot && entry.at > since).length;
  }

  refresh() {
    const open = this.desk.openPeople();
    for (const id of open) this.seen[id] = state.seq;
    localStorage.setItem("seen", JSON.stringify(this.seen));
    const cards = [...state.people.values()].map((person) => this.card(person, open));
    const add = h("button", { type: "button", class: "add-person", "data-key": "add", onclick: () => this.add() }, icon("plus"), h("span", {}, t("add_person")));
    // Only a bot of the demo's own can be handed a report.
    const publish = state.process && h("button", { type: "button", class: "add-person", "data-key": "publish", "aria-busy": String(Boolean(this.publishing)), onclick: () => this.publish() }, icon("file"), h("span", {}, t(this.publishing ? "publishing" : "publish")));
    const focused = this.element.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    this.element.replaceChildren(h("h2", { class: "unseen" }, t("people")), h("ul", {}, cards), add, ...(publish ? [publish] : []));
    if (focused) this.element.querySelector(`[data-key="${focused}"]`)?.focus();
  }

  card(person, open) {
    const name = personName(person);
    const unread = this.unread(person);
    const isOpen = open.includes(person.id);
    const main = h(
      "button",
      { type: "button", class: "person", "data-key": `open-${person.id}`, "aria-current": isOpen ? "true" : null, onclick: () => this.desk.open(person.id) },
      h("span", { class: "face" }, avatar(name, person.id), isOpen || !unread ? null : h("span", { class: "badge", "aria-hidden": "true" }, String(unread))),
      h("span", { class: "person-words" }, h("b", {}, person.first_name, person.last_name && h("span", { class: "last-name" }, ` ${person.last_name}`)), h("small", {}, this.about(person))),
      isOpen || !unread ? null : h("span", { class: "unseen" }, t("unread", { n: unread })),
    );
    const beside = iconButton("beside", t("open_beside", { name }), () => this.desk.openBeside(person.id), { class: "icon-button beside", "data-key": `beside-${person.id}` });
    return h("li", {}, main, isOpen ? null : beside);
  }

  about(person) {
    if (person.deactivated) return t("account_deleted");
    if (person.blocked) return t("has_blocked");
    const role = has(`role_${person.role}`) ? t(`role_${person.role}`) : "";
    const code = person.language_code.split("-")[0];
    const language = has(`language_${code}`) ? t(`language_${code}`) : code || t("app_language_none");
    return [role, language].filter(Boolean).join(" · ");
  }

  async publish() {
    if (this.publishing) return;
    this.publishing = true;
    this.refresh();
    const isDone = await orderProcess("publish_report");
    this.publishing = false;
    this.refresh();
    if (isDone) tell("said", { words: t("published") });
  }

  async add() {
    const person = await addPerson();
    if (person) this.desk.openNew(person.id);
  }
}
