// What pops up above the text field: the bot's commands, and its answers to "@bot something".

import { h } from "./dom.js";
import { act, listen, state } from "./state.js";
import { t } from "./words.js";

const PAUSE = 350;
// Telegram's apps give up on a silent bot.
const PATIENCE = 10000;

export class Suggestions {
  constructor(phone, composer) {
    this.phone = phone;
    this.composer = composer;
    this.list = h("div", { class: "suggestions", role: "listbox", tabindex: "0", hidden: true });
    this.list.addEventListener("keydown", (event) => this.key(event));
    this.status = h("p", { class: "unseen", role: "status" });
    this.element = h("div", {}, this.list, this.status);
    this.query = null;
    listen("inline", (event) => this.answered(event.query), phone.signal);
  }

  // Open while the text is a command being typed, or a question to the bot by its name.
  follow(text) {
    clearTimeout(this.timer);
    if (text.startsWith("/") && !/\s/.test(text)) {
      this.showCommands(text.slice(1).toLowerCase(), false);
      return;
    }
    const asked = text.match(/^@(\w+)\s([\s\S]*)$/);
    if (asked && asked[1].toLowerCase() === state.bot.username.toLowerCase()) {
      this.timer = setTimeout(() => this.ask(asked[2]), PAUSE);
      return;
    }
    this.close();
  }

  close() {
    this.query = null;
    this.list.hidden = true;
    this.composer.field?.removeAttribute("aria-activedescendant");
  }

  showCommands(beginning = "", toggle = true) {
    if (toggle && !this.list.hidden) {
      this.close();
      return;
    }
    const commands = this.phone.commandList().filter((one) => one.command.startsWith(beginning));
    this.show(t("commands"), commands.map(({ command, description }) => ({
      title: `/${command}`,
      note: description,
      choose: () => {
        this.composer.field.value = "";
        this.composer.typed();
        this.phone.say(`/${command}`);
      },
    })));
    if (toggle) this.composer.field.focus();
  }

  async ask(text) {
    this.show(t("inline_results"), []);
    this.say(t("inline_waiting"));
    const query = await act("ask_inline", { ...this.phone.place(), text });
    if (!query) return;
    this.query = query.id;
    if (this.early?.id === query.id) this.answered(this.early);
    setTimeout(() => this.query === query.id && this.status.textContent === t("inline_waiting") && this.say(t("inline_none")), PATIENCE);
  }

  answered(query) {
    // The answer may overtake the reply to the question itself.
    this.early = query;
    if (query.id !== this.query) return;
    const results = query.answer.results;
    this.show(t("inline_results"), results.map((result) => ({
      shape: "found",
      title: result.title,
      note: result.description,
      choose: () => {
        this.composer.field.value = "";
        this.composer.typed();
        act("choose_inline", { ...this.phone.place(), query_id: query.id, result_id: result.id });
      },
    })));
    this.status.textContent = "";
    if (!results.length) this.say(t("inline_none"));
  }

  say(words) {
    this.list.replaceChildren(h("p", { class: "hint" }, words));
    this.list.removeAttribute("role");
    this.list.hidden = false;
    this.status.textContent = words;
  }

  show(label, items) {
    this.items = items;
    this.at = -1;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", label);
    this.list.hidden = items.length === 0;
    this.list.replaceChildren(...items.map((item, index) => {
      const option = h("div", { role: "option", class: `suggestion ${item.shape ?? ""}`, id: `option-${crypto.randomUUID()}`, "aria-selected": "false" }, h("b", {}, item.title), h("span", {}, item.note));
      // Not on click: the field would lose its focus first.
      option.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        this.choose(index);
      });
      return option;
    }));
  }

  choose(index) {
    const item = this.items[index];
    this.close();
    item.choose();
  }

  // Arrows and Enter while the list is open. Returns whether the key was ours.
  key(event) {
    if (this.list.hidden || !this.items?.length) return false;
    const last = this.items.length - 1;
    if (event.key === "ArrowDown") this.mark(this.at >= last ? 0 : this.at + 1);
    else if (event.key === "ArrowUp") this.mark(this.at <= 0 ? last : this.at - 1);
    else if (event.key === "Escape") this.close();
    else if ((event.key === "Enter" || event.key === "Tab") && this.at >= 0) this.choose(this.at);
    else return false;
    event.preventDefault();
    return true;
  }

  mark(index) {
    this.at = index;
    [...this.list.children].forEach((option, number) => {
      option.setAttribute("aria-selected", String(number === index));
      if (number !== index) return;
      option.scrollIntoView({ block: "nearest" });
      for (const holder of [this.composer.field, this.list]) holder.setAttribute("aria-activedescendant", option.id);
    });
  }
}
