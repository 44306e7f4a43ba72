// Where a person writes: text, commands, attachments, the bot's keyboard, inline questions.

import { menu } from "./dialogs.js";
import { h, icon, iconButton } from "./dom.js";
import { Suggestions } from "./suggestions.js";
import { act, state } from "./state.js";
import { t } from "./words.js";

export class Composer {
  // `phone` knows who writes and where: personId, chatId, say(text).
  constructor(phone) {
    this.phone = phone;
    this.mode = null;
    this.drafts = new Map();
    this.field = h("textarea", { rows: "1", "aria-label": t("write"), placeholder: t("write"), autocomplete: "off" });
    this.commands = h("button", { type: "button", class: "commands-button", "aria-label": t("commands") }, icon("menu"), h("span", {}, t("menu")));
    this.sendButton = iconButton("send", t("send"), null, { type: "submit", class: "icon-button send" });
    this.attachButton = iconButton("clip", t("attach"), () => this.showAttach(), { "aria-haspopup": "menu" });
    this.keyboardButton = iconButton("keyboard", t("show_keyboard"), () => this.toggleKeyboard());
    this.modeLine = h("div", { class: "mode", hidden: true });
    this.suggestions = new Suggestions(phone, this);
    this.bar = h("div", { class: "writing" }, this.commands, this.attachButton, this.field, this.keyboardButton, this.sendButton);
    this.keys = h("div", { class: "reply-keyboard", role: "group", "aria-label": t("keyboard"), hidden: true });
    this.element = h("form", { class: "composer" }, this.suggestions.element, this.modeLine, this.bar, this.keys);
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("input", () => this.typed());
    this.commands.addEventListener("click", () => this.suggestions.showCommands());
  }

  open() {
    this.leaveMode();
    this.field.value = this.drafts.get(this.phone.chatId) ?? "";
    this.hidden = false;
    this.refresh();
    this.typed();
  }

  refresh() {
    const list = this.phone.commandList();
    this.commands.hidden = list.length === 0 || this.phone.chatId < 0;
    this.showKeyboard();
  }

  typed() {
    this.drafts.set(this.phone.chatId, this.field.value);
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, 140)}px`;
    this.suggestions.follow(this.field.value);
  }

  key(event) {
    if (this.suggestions.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Escape" && this.mode) {
      event.preventDefault();
      this.leaveMode();
    }
  }

  async send() {
    const text = this.field.value.trim();
    if (!text) return;
    const mode = this.mode;
    this.field.value = "";
    this.leaveMode();
    this.typed();
    this.field.focus();
    if (mode?.kind === "edit") await act("edit", { ...this.phone.place(), message_id: mode.entry.id, text });
    else await this.phone.say(text, mode?.entry.id);
  }

  enterMode(kind, entry, words) {
    this.mode = { kind, entry };
    const leave = iconButton("close", t("cancel"), () => this.leaveMode());
    this.modeLine.replaceChildren(h("span", {}, h("b", {}, kind === "edit" ? t("editing") : t("reply")), h("span", {}, words)), leave);
    this.modeLine.hidden = false;
    if (kind === "edit") this.field.value = entry.message.text ?? entry.message.caption ?? "";
    this.typed();
    this.field.focus();
  }

  leaveMode() {
    if (this.mode?.kind === "edit") this.field.value = "";
    this.mode = null;
    this.modeLine.hidden = true;
  }

  showAttach() {
    const send = (kind, files) => act("send_files", { ...this.phone.place(), file_kind: kind, caption: "" }, files);
    const pick = (kind, accept) => {
      const input = h("input", { type: "file", accept, multiple: kind !== "voice" });
      input.addEventListener("change", () => input.files.length && send(kind, [...input.files]));
      input.click();
    };
    menu(this.attachButton, [
      [t("attach_photo"), () => pick("photo", "image/png,image/jpeg,image/gif,image/webp")],
      [t("attach_file"), () => pick("document", "")],
      [t("attach_audio"), () => pick("voice", "audio/*")],
      [t("attach_sample_photo"), () => send("photo", [])],
      [t("attach_sample_voice"), () => send("voice", [])],
      [t("attach_contact"), () => act("send_contact", this.phone.place())],
      [t("attach_location"), () => act("send_location", this.phone.place())],
      [t("attach_sticker"), () => act("send_sticker", this.phone.place())],
    ]);
  }

  toggleKeyboard() {
    this.hidden = !this.hidden;
    this.showKeyboard();
  }

  // The reply keyboard the bot has laid below this chat.
  showKeyboard() {
    const keyboard = state.keyboards.get(this.phone.chatId);
    const rows = keyboard?.keyboard;
    this.keyboardButton.hidden = !rows;
    this.keyboardButton.setAttribute("aria-label", this.hidden ? t("show_keyboard") : t("hide_keyboard"));
    this.keyboardButton.setAttribute("aria-expanded", String(!this.hidden));
    this.keys.hidden = !rows || this.hidden;
    this.field.placeholder = keyboard?.input_field_placeholder ?? t("write");
    const row = (buttons) => h("div", { class: "row" }, buttons.map((button) => this.replyKey(button)));
    this.keys.replaceChildren(...(rows ?? []).map(row));
  }

  replyKey(button) {
    const text = typeof button === "string" ? button : button.text;
    const press = () => {
      if (button.request_contact) act("send_contact", this.phone.place());
      else if (button.request_location) act("send_location", this.phone.place());
      else this.phone.say(text);
    };
    return h("button", { type: "button", class: "key", onclick: press }, text);
  }
}
