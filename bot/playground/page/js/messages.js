// The list of messages of one chat, kept in step with the stand-in.

import { h, icon } from "./dom.js";
import { inShort, media, rich, serviceWords } from "./content.js";
import { chatEntries, state } from "./state.js";
import { currentLanguage, t } from "./words.js";

// Closer to the end than this many pixels counts as reading the end.
const NEAR = 120;
const time = (seconds) => new Date(seconds * 1000).toLocaleTimeString("ru", { hour: "2-digit", minute: "2-digit" });

function day(seconds) {
  const date = new Date(seconds * 1000);
  if (date.toDateString() === new Date().toDateString()) return t("today");
  return date.toLocaleDateString(currentLanguage(), { day: "numeric", month: "long" });
}

// As Telegram's apps do: a bot's screen that changes under one's taps is not marked.
const isShownEdited = ({ by_bot: byBot, message }) => message.edit_date && !(byBot && message.reply_markup);

export class Messages {
  // `gestures` says what can be done from within a message: say, openLink, press, menu.
  constructor(gestures) {
    this.gestures = gestures;
    this.list = h("ol", { class: "messages" });
    this.element = h("div", { class: "chat", role: "log", tabindex: "0" }, this.list);
    this.shown = new Map();
    // Who reads the end keeps seeing it: when a picture unfolds, a keyboard rises, the window turns.
    this.atEnd = true;
    this.element.addEventListener("scroll", () => this.scrolled());
    this.list.addEventListener("keydown", (event) => this.walk(event));
    const follower = new ResizeObserver(() => this.follow());
    follower.observe(this.element);
    follower.observe(this.list);
  }

  // The browser moves the list too when sizes change; only a person's own scrolling says what they look at.
  scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    if (this.sizes === `${scrollHeight} ${clientHeight}`) this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR;
    else this.follow();
  }

  follow() {
    const { scrollHeight, clientHeight } = this.element;
    this.sizes = `${scrollHeight} ${clientHeight}`;
    if (this.atEnd) this.toEnd();
  }

  toEnd() {
    this.element.scrollTop = this.element.scrollHeight;
  }

  open(personId, chatId) {
    this.personId = personId;
    this.chatId = chatId;
    this.shown.clear();
    this.list.replaceChildren();
    this.element.setAttribute("aria-label", t("messages"));
    this.atEnd = true;
    this.refresh();
  }

  // Rows whose message has not changed stay the same element: a screen reader then says only what is new.
  refresh() {
    const rows = [];
    let lastDay = "";
    const entries = chatEntries(this.chatId);
    const newest = entries.at(-1);
    if (newest && !this.shown.has(newest.id) && newest.message.from?.id === this.personId) this.atEnd = true;
    for (const entry of entries) {
      const today = day(entry.message.date);
      if (today !== lastDay) rows.push(this.row(`day ${today}`, 0, () => h("li", { class: "service" }, h("span", {}, today))));
      lastDay = today;
      rows.push(this.row(entry.id, entry.at, () => this.build(entry)));
    }
    const wanted = new Set(rows);
    for (const child of [...this.list.children]) if (!wanted.has(child)) child.remove();
    rows.forEach((row, index) => {
      if (this.list.children[index] !== row) this.list.insertBefore(row, this.list.children[index] ?? null);
    });
    this.rove();
    this.follow();
  }

  // One stop for the Tab key among all the messages' menus, the newest; arrows lead to the others.
  rove() {
    const menus = [...this.list.querySelectorAll(".message-menu")];
    menus.forEach((menu, index) => (menu.tabIndex = index === menus.length - 1 ? 0 : -1));
  }

  walk(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const menus = [...this.list.querySelectorAll(".message-menu")];
    const at = menus.indexOf(event.target);
    if (!step || at < 0) return;
    event.preventDefault();
    menus[at + step]?.focus();
  }

  row(key, at, build) {
    const known = this.shown.get(key);
    if (known?.at === at) return known.row;
    const row = build();
    const focused = known?.row.contains(document.activeElement) ? document.activeElement.dataset.button : undefined;
    known?.row.replaceWith(row);
    // Editing a message must not throw a keyboard's user back to the top of the page.
    if (focused !== undefined) (row.querySelector(`[data-button="${focused}"]`) ?? row.querySelector("[data-button]") ?? this.element).focus();
    this.shown.set(key, { at, row });
    return row;
  }

  build(entry) {
    const { message } = entry;
    const service = serviceWords(message);
    if (service) return h("li", { class: "service" }, h("span", {}, service));
    const mine = message.from?.id === this.personId;
    const sender = message.sender_chat?.title ?? [message.from?.first_name, message.from?.last_name].filter(Boolean).join(" ");
    const inGroup = this.chatId < 0 && !mine;
    const meta = h("span", { class: "meta" }, isShownEdited(entry) ? h("i", {}, t("edited")) : null, h("time", {}, time(message.date)));
    const words = message.text ?? message.caption;
    const bare = (message.sticker || message.dice) && !words;
    const bubble = h(
      "div",
      { class: `bubble${message.photo || message.video ? " with-photo" : ""}${bare ? " bare" : ""}` },
      h("span", { class: inGroup ? `sender tint-text-${Math.abs(message.from?.id ?? 0) % 6}` : "unseen" }, `${mine ? t("you") : sender}${inGroup ? "" : ": "}`),
      this.headers(message),
      media(message),
      words ? h("div", { class: "text" }, rich(words, message.entities ?? message.caption_entities, this.gestures)) : null,
      meta,
    );
    const more = h("button", { type: "button", class: "message-menu icon-button", "aria-label": t("message_menu"), "aria-haspopup": "menu" }, icon("more"));
    more.addEventListener("click", () => this.gestures.menu(more, entry));
    return h(
      "li",
      { class: `message ${mine ? "out" : "in"}`, "data-id": String(entry.id) },
      h("div", { class: "line" }, bubble, more),
      entry.reactions.length ? h("span", { class: "reactions" }, entry.reactions.join(" ")) : null,
      this.keyboard(entry),
    );
  }

  headers(message) {
    const parts = [];
    if (message.forward_origin) {
      const origin = message.forward_origin.sender_user ?? message.forward_origin.chat;
      parts.push(h("span", { class: "forwarded" }, t("forwarded_from", { name: origin.first_name ?? origin.title })));
    }
    if (message.via_bot) parts.push(h("span", { class: "forwarded" }, t("via", { name: message.via_bot.username })));
    if (message.reply_to_message) {
      const { from, sender_chat } = message.reply_to_message;
      const name = from?.first_name ?? sender_chat?.title ?? "";
      parts.push(h("span", { class: "quote" }, h("b", {}, name), h("span", {}, inShort(message.reply_to_message))));
    }
    return parts;
  }

  keyboard(entry) {
    const rows = entry.message.reply_markup?.inline_keyboard;
    if (!rows) return null;
    let number = 0;
    return h("div", { class: "inline-keyboard", role: "group", "aria-label": t("buttons") }, rows.map((row) => h("div", { class: "row" }, row.map((button) => {
      const element = h("button", { type: "button", class: `key ${button.style ?? ""}`, "data-button": String(number++) }, button.text, button.url ? h("span", { class: "corner", "aria-hidden": "true" }, "↗") : null);
      element.addEventListener("click", () => this.gestures.press(entry, button, element));
      return element;
    }))));
  }
}
