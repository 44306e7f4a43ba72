// Where a person writes: text, commands, attachments, the bot's keyboard, inline questions.

import { menu } from "./dialogs.js";
import { h, icon, iconButton } from "./dom.js";
import { Recorder } from "./recorder.js";
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
    this.voiceButton = iconButton("mic", t("record"), () => this.record());
    this.recorder = new Recorder({
      onVoice: (file, seconds) => this.sendFiles("voice", [file], { seconds }),
      onEnd: () => {
        this.bar.hidden = false;
        this.field.focus();
      },
    });
    this.modeLine = h("div", { class: "mode", hidden: true });
    this.suggestions = new Suggestions(phone, this);
    this.bar = h("div", { class: "writing" }, this.commands, this.attachButton, this.field, this.keyboardButton, this.voiceButton, this.sendButton);
    this.keys = h("div", { class: "reply-keyboard", role: "group", "aria-label": t("keyboard"), hidden: true });
    this.element = h("form", { class: "composer" }, this.suggestions.element, this.modeLine, this.bar, this.recorder.element, this.keys);
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("input", () => this.typed());
    this.field.addEventListener("paste", (event) => this.takeDropped(event, event.clipboardData));
    this.commands.addEventListener("click", () => this.suggestions.showCommands());
  }

  // In a group several people of this playground may be writing.
  get draftKey() {
    return `${this.phone.personId}:${this.phone.chatId}`;
  }

  open() {
    this.mode = null;
    this.modeLine.hidden = true;
    this.field.value = this.drafts.get(this.draftKey) ?? "";
    this.hidden = false;
    this.refresh();
    this.typed();
  }

  write(text) {
    this.field.value = text;
    this.typed();
    this.field.focus();
  }

  refresh() {
    const list = this.phone.commandList();
    this.commands.hidden = list.length === 0 || this.phone.chatId < 0;
    this.showKeyboard();
  }

  typed() {
    this.drafts.set(this.draftKey, this.field.value);
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, 140)}px`;
    this.suggestions.follow(this.field.value);
    // As in messengers: the microphone until something is written, then the arrow.
    const isEmpty = !this.field.value.trim() && !this.mode;
    if (isEmpty && this.sendButton.contains(document.activeElement)) this.field.focus();
    this.voiceButton.hidden = !isEmpty;
    this.sendButton.hidden = isEmpty;
  }

  async record() {
    await this.recorder.begin();
    this.bar.hidden = !this.recorder.element.hidden;
  }

  // Pictures and files pasted or dropped onto the chat.
  takeDropped(event, transfer) {
    const files = [...(transfer?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    this.sendFiles(files.every((file) => file.type.startsWith("image/")) ? "photo" : "document", files);
  }

  // What is written in the field goes along as the caption.
  sendFiles(kind, files, more = {}) {
    const caption = kind === "voice" ? "" : this.field.value.trim();
    if (caption) this.field.value = "";
    this.typed();
    return act("send_files", { ...this.phone.place(), file_kind: kind, caption, ...more }, files);
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
    const done = mode?.kind === "edit" ? await act("edit", { ...this.phone.place(), message_id: mode.entry.id, text }) : await this.phone.say(text, mode?.entry.id);
    // What could not be sent is not lost.
    if (done === undefined && !this.field.value) {
      this.field.value = text;
      this.typed();
    }
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
    this.typed();
  }

  showAttach() {
    const pick = (kind, accept) => {
      const input = h("input", { type: "file", accept, multiple: kind !== "voice" });
      input.addEventListener("change", () => input.files.length && this.sendFiles(kind, [...input.files]));
      input.click();
    };
    menu(this.attachButton, [
      [t("attach_photo"), () => pick("photo", "image/png,image/jpeg,image/gif,image/webp")],
      [t("attach_file"), () => pick("document", "")],
      [t("attach_audio"), () => pick("voice", "audio/*")],
      [t("attach_sample_photo"), () => this.sendFiles("photo", [])],
      [t("attach_sample_voice"), () => this.sendFiles("voice", [])],
      [t("attach_contact"), () => act("send_contact", this.phone.place())],
      [t("attach_location"), () => act("send_location", this.phone.place())],
      [t("attach_sticker"), () => act("send_sticker", this.phone.place())],
      ...["poll", "video_note", "dice"].map((what) => [t(what), () => act("send_odd", { ...this.phone.place(), what })]),
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
