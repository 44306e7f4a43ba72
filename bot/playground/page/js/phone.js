// One phone: a list of chats, or one chat with its messages and the place to write.

import { Composer } from "./composer.js";
import { inShort } from "./content.js";
import { alert, menu } from "./dialogs.js";
import { avatar, botAvatar, h, iconButton } from "./dom.js";
import { chatMenu, chooseChat, createChat, forwardMessage, leave, openLink } from "./gestures.js";
import { Messages } from "./messages.js";
import { act, catchUp, chatEntries, chatName, chatsOf, listen, personName, state, tell } from "./state.js";
import { t } from "./words.js";

const TOAST_TIME = 4500;
const PRESS_TIME = 20000;
const ACTION_TIME = 5500;

// What stands under the bot's name. It takes the bot some seconds from its start to its first request.
function botWords() {
  const { process, calls } = state;
  if (!process) return t("bot");
  if (process.state !== "running") return t("bot_down");
  return calls.some((call) => call.at >= process.since) ? t("bot") : t("bot_waking");
}

export class Phone {
  constructor(slot, { onClose }) {
    this.slot = slot;
    this.life = new AbortController();
    this.signal = this.life.signal;
    this.pressed = new Map();
    this.messages = new Messages({
      say: (text) => this.say(text),
      openLink: (url) => this.openLink(url),
      press: (entry, button, element) => this.press(entry, button, element),
      menu: (anchor, entry) => this.messageMenu(anchor, entry),
    });
    this.composer = new Composer(this);
    this.owner = h("h2", { class: "phone-owner" });
    this.closeButton = iconButton("close", t("close_phone"), onClose, { class: "icon-button close-phone" });
    this.bar = h("header", { class: "phone-bar" });
    this.body = h("div", { class: "phone-body" });
    this.toastLine = h("div", { class: "toast", role: "status" });
    const screen = h("div", { class: "phone-screen" }, this.bar, this.body, this.toastLine);
    this.element = h("section", { class: "phone-place" }, h("div", { class: "phone-top" }, this.owner, this.closeButton), h("div", { class: "phone" }, screen));
    this.body.addEventListener("dragover", (event) => event.preventDefault());
    this.body.addEventListener("drop", (event) => {
      if (this.body.contains(this.composer.element)) this.composer.takeDropped(event, event.dataTransfer);
    });
    listen("message", (event) => this.whenMessage(event), this.signal);
    listen("keyboard", (event) => event.chat_id === this.chatId && this.composer.refresh(), this.signal);
    listen("action", (event) => event.chat_id === this.chatId && this.showAction(event.action), this.signal);
    listen("press", (event) => this.whenAnswered(event.press), this.signal);
    listen("process", () => this.status && this.endAction(), this.signal);
    listen("call", () => this.status?.textContent === t("bot_waking") && this.endAction(), this.signal);
    listen("loaded", () => this.reload(), this.signal);
  }

  get person() {
    return state.people.get(this.personId);
  }

  place() {
    return { person: this.personId, chat: this.chatId };
  }

  commandList() {
    if (this.chatId > 0) return this.person?.commands ?? [];
    return state.chats.get(this.chatId)?.commands[this.personId] ?? [];
  }

  show(personId, chatId) {
    this.personId = personId;
    this.chatId = chatId;
    this.reload();
    tell("opened", { slot: this.slot, personId, chatId });
  }

  async showNew(chatId) {
    await catchUp();
    this.show(this.personId, chatId);
  }

  reload() {
    if (!this.person) return;
    // A group that has become a supergroup goes on in the new chat, on every phone that shows it.
    this.chatId = state.chats.get(this.chatId)?.upgraded_to || this.chatId;
    if (this.chatId && !chatsOf(this.personId).includes(this.chatId)) this.chatId = null;
    this.owner.textContent = personName(this.person);
    this.element.setAttribute("aria-label", t("phone_of", { name: personName(this.person) }));
    this.element.dataset.person = String(this.personId);
    if (this.chatId) this.showChat();
    else this.showChats();
  }

  showChats() {
    const add = iconButton("plus", t("new_group"), () => createChat(this, "group"));
    const more = iconButton("more", t("chat_menu"), () => menu(more, [
      [t("new_group"), () => createChat(this, "group")],
      [t("new_channel"), () => createChat(this, "channel")],
      [t("open_link"), () => openLink(this)],
    ]), { "aria-haspopup": "menu" });
    this.bar.replaceChildren(h("div", { class: "bar-words" }, h("h3", {}, t("chats"))), add, more);
    const rows = chatsOf(this.personId).map((chatId) => {
      const last = chatEntries(chatId).at(-1);
      const name = chatName(chatId, this.personId);
      const face = chatId > 0 ? botAvatar() : avatar(name, chatId);
      return h("li", {}, h("button", { type: "button", class: "chat-row", onclick: () => this.show(this.personId, chatId) }, face, h("span", {}, h("b", {}, name), h("small", {}, last ? inShort(last.message) : t("no_messages")))));
    });
    this.opened = null;
    this.body.replaceChildren(h("ul", { class: "chat-list" }, rows));
  }

  showChat() {
    const { chatId, personId } = this;
    const name = chatName(chatId, personId);
    const back = iconButton("back", t("back_to_chats"), () => {
      this.show(personId, null);
      this.body.querySelector("button")?.focus();
    });
    const more = iconButton("more", t("chat_menu"), () => menu(more, chatMenu(this)), { "aria-haspopup": "menu" });
    this.status = h("p", { class: "status", "aria-live": "off" }, this.statusWords());
    this.bar.replaceChildren(back, chatId > 0 ? botAvatar() : avatar(name, chatId), h("div", { class: "bar-words" }, h("h3", {}, name), this.status), more);
    const isSame = this.opened === `${personId}:${chatId}`;
    this.opened = `${personId}:${chatId}`;
    if (!isSame) {
      this.messages.open(personId, chatId);
      this.composer.open();
    } else {
      this.messages.refresh();
      this.composer.refresh();
    }
    this.arrange();
  }

  // Before the first message: what the bot can do, and Start. When blocked: Unblock. Else the place to write.
  arrange() {
    const fresh = this.chatId > 0 && !chatEntries(this.chatId).length;
    const face = fresh ? h("div", { class: "welcome" }, h("img", { src: "favicon.svg", alt: "", width: "88", height: "88" }), h("h4", {}, t("what_can_bot_do")), h("p", {}, this.person.description)) : this.messages.element;
    let foot = this.composer.element;
    if (this.person.deactivated) foot = h("p", { class: "composer only hint" }, t("account_deleted"));
    else if (this.chatId > 0 && this.person.blocked) foot = this.bigButton("unblock", () => act("unblock", this.place()));
    else if (fresh) foot = this.bigButton("start", () => act("follow_link", this.place()));
    if (this.body.children[0] !== face || this.body.children[1] !== foot) {
      const hadFocus = this.body.contains(document.activeElement);
      this.body.replaceChildren(face, foot);
      // Start and Unblock vanish once pressed: who pressed them with a key goes on from the place to write.
      if (hadFocus) (foot.querySelector("textarea") ?? foot.querySelector("button"))?.focus();
    }
    if (!fresh) this.messages.refresh();
  }

  bigButton(word, onclick) {
    return h("div", { class: "composer only" }, h("button", { type: "button", class: "big-button", onclick }, t(word)));
  }

  statusWords() {
    const chat = state.chats.get(this.chatId);
    if (!chat) return botWords();
    const count = Object.values(chat.members).filter((rank) => rank !== "left" && rank !== "kicked").length;
    const withBot = ["member", "administrator"].includes(chat.bot) ? 1 : 0;
    return chat.type === "channel" ? t("channel") : t("members", { n: count + withBot });
  }

  showAction(action) {
    if (!this.status) return;
    this.status.textContent = t(action.startsWith("upload") ? "uploading" : "typing");
    this.status.classList.add("busy");
    clearTimeout(this.actionTimer);
    this.actionTimer = setTimeout(() => this.endAction(), ACTION_TIME);
  }

  endAction() {
    this.status.textContent = this.statusWords();
    this.status.classList.remove("busy");
  }

  whenMessage({ chat_id: chatId, entry }) {
    if (chatId === this.chatId) {
      if (entry.by_bot) this.endAction();
      this.arrange();
    } else if (!this.chatId && chatsOf(this.personId).includes(chatId)) {
      this.showChats();
    }
  }

  say(text, replyTo = 0) {
    return act("say", { ...this.place(), text, reply_to: replyTo });
  }

  openLink(url) {
    if (!this.followLink(url)) leave(url);
  }

  // t.me/<bot>?start=… is opened in the chat with the bot; any other address is left to the browser.
  followLink(url) {
    const found = url.match(/^(?:https?:\/\/)?(?:t|telegram)\.me\/(\w+)(?:\?start=([\w-]*))?$/i);
    if (!found || found[1].toLowerCase() !== state.bot.username.toLowerCase()) return false;
    this.show(this.personId, this.personId);
    if (found[2] !== undefined) act("follow_link", { person: this.personId, payload: found[2] });
    return true;
  }

  async press(entry, button, element) {
    if (button.url) {
      this.openLink(button.url);
      return;
    }
    if (button.copy_text) {
      await navigator.clipboard.writeText(button.copy_text.text);
      this.toast(t("copied"));
      return;
    }
    const elsewhere = button.switch_inline_query ?? button.switch_inline_query_chosen_chat?.query;
    const inline = button.switch_inline_query_current_chat ?? elsewhere;
    if (inline !== undefined) {
      if (elsewhere !== undefined && !(await chooseChat(this, t("share")))) return;
      this.composer.write(`@${state.bot.username} ${inline}`);
      return;
    }
    element.classList.add("waiting");
    element.setAttribute("aria-busy", "true");
    const press = await act("press", { ...this.place(), message_id: entry.id, data: button.callback_data });
    const done = () => {
      element.classList.remove("waiting");
      element.removeAttribute("aria-busy");
    };
    if (!press) done();
    else {
      this.pressed.set(press.id, done);
      setTimeout(done, PRESS_TIME);
      if (this.early?.id === press.id) this.whenAnswered(this.early);
    }
  }

  whenAnswered(press) {
    if (!press.answer || press.person_id !== this.personId) return;
    const done = this.pressed.get(press.id);
    // The answer may overtake the reply to the press itself.
    if (!done) this.early = press;
    if (!done) return;
    done();
    this.pressed.delete(press.id);
    const { text, show_alert: isAlert, url } = press.answer;
    if (url) this.followLink(url);
    if (text && isAlert) alert(text);
    else if (text) this.toast(text);
  }

  toast(text) {
    this.toastLine.textContent = text;
    this.toastLine.classList.add("shown");
    clearTimeout(this.toastTimer);
    this.toastTimer = setTimeout(() => {
      this.toastLine.classList.remove("shown");
      this.toastLine.textContent = "";
    }, TOAST_TIME);
  }

  messageMenu(anchor, entry) {
    const { message } = entry;
    const mine = message.from?.id === this.personId;
    const words = inShort(message);
    const items = [[t("reply"), () => this.composer.enterMode("reply", entry, words)]];
    if (mine && (message.text || message.caption)) items.push([t("edit"), () => this.composer.enterMode("edit", entry, words)]);
    items.push([t("copy"), () => navigator.clipboard.writeText(words).then(() => this.toast(t("copied")))]);
    items.push([t("forward"), () => forwardMessage(this, entry)]);
    if (mine || this.chatId > 0) items.push([t("delete"), () => act("delete", { ...this.place(), message_id: entry.id }), null, true]);
    menu(anchor, items);
  }

  remove() {
    this.life.abort();
    this.element.remove();
  }
}
