// What a person does beyond writing and tapping: links, blocking, groups, forwarding.

import { checks, choice, field, form } from "./dialogs.js";
import { h } from "./dom.js";
import { act, chatName, chatsOf, personName, state } from "./state.js";
import { LANGUAGES, t } from "./words.js";

export async function openLink(phone) {
  const values = await form(t("open_link"), field("link", t("open_link_label"), { required: true, placeholder: t("open_link_hint") }), t("open"));
  if (!values) return;
  const link = values.get("link").trim();
  if (link.includes("/") && phone.followLink(link)) return;
  const payload = link.match(/[?&]start=([\w-]*)/)?.[1] ?? link;
  phone.show(phone.personId, phone.personId);
  act("follow_link", { person: phone.personId, payload });
}

// As Telegram's apps do: say where a link leads, and leave only when asked to.
export async function leave(url) {
  if (await form(t("leave_ask"), h("p", { class: "address" }, url), t("open"))) window.open(url, "_blank", "noopener");
}

export function chatMenu(phone) {
  const { person, chatId } = phone;
  const place = phone.place();
  if (chatId > 0 && person.deactivated) return [[t("add_person"), addPerson]];
  if (chatId > 0) {
    return [
      [t("open_link"), () => openLink(phone)],
      person.blocked ? [t("unblock"), () => act("unblock", place)] : [t("block"), () => act("block", place), null, true],
      [t("delete_account"), () => deleteAccount(phone), null, true],
    ];
  }
  const chat = state.chats.get(chatId);
  const isIn = ["member", "administrator"].includes(chat.bot);
  const items = [];
  if (!isIn) items.push([t("add_the_bot"), () => act("bot_membership", { ...place, rank: "member" })]);
  if (chat.bot === "member") items.push([t("make_bot_admin"), () => act("bot_membership", { ...place, rank: "administrator" })]);
  items.push([t("add_person"), () => addMember(phone)]);
  if (chat.type === "group") items.push([t("upgrade"), () => act("upgrade", place)]);
  if (isIn) items.push([t("remove_the_bot"), () => act("bot_membership", { ...place, rank: "none" }), null, true]);
  return items;
}

async function deleteAccount(phone) {
  const values = await form(t("delete_account"), h("p", {}, t("delete_account_ask")), t("delete"), { danger: true });
  if (values) act("delete_account", phone.place());
}

async function addMember(phone) {
  const chat = state.chats.get(phone.chatId);
  const others = [...state.people.values()].filter((person) => !["creator", "member", "administrator"].includes(chat.members[person.id]));
  if (!others.length) return;
  const options = others.map((person) => [person.id, personName(person)]);
  const values = await form(t("add_person"), choice("member", t("name"), options), t("add"));
  if (values) act("membership", { ...phone.place(), member: Number(values.get("member")) });
}

export async function createChat(phone, type) {
  const others = [...state.people.values()].filter((person) => person.id !== phone.personId);
  const fields = [field("title", t("chat_title"), { required: true, maxlength: "128" }), checks("members", t("who_joins"), others.map((person) => [person.id, personName(person)])), checks("bot", state.bot.first_name, [["yes", t("add_the_bot")]])];
  const values = await form(t(type === "channel" ? "new_channel" : "new_group"), fields, t("create"));
  if (!values) return;
  const wish = { person: phone.personId, type, title: values.get("title"), members: values.getAll("members").map(Number), with_bot: values.has("bot") };
  const chat = await act("create_chat", wish);
  if (chat) phone.showNew(chat.id);
}

// Ask for one of the person's chats and open it; gives its id, or null when they think better of it.
export async function chooseChat(phone, title) {
  const options = chatsOf(phone.personId).map((chatId) => [chatId, chatName(chatId, phone.personId)]);
  const values = await form(title, choice("chat", t("forward_to"), options), t("choose"));
  if (!values) return null;
  const chatId = Number(values.get("chat"));
  phone.show(phone.personId, chatId);
  return chatId;
}

export async function forwardMessage(phone, entry) {
  const source = { person: phone.personId, from_chat: phone.chatId, message_id: entry.id };
  const chat = await chooseChat(phone, t("forward"));
  if (chat) act("forward", { ...source, chat });
}

export async function addPerson() {
  const languages = [...Object.entries(LANGUAGES), ["uz", "Oʻzbekcha"], ["", "—"]];
  const fields = [field("name", t("name"), { required: true, maxlength: "64", placeholder: t("name_hint") }), choice("language_code", t("persons_language"), languages)];
  const values = await form(t("add_person"), fields, t("add"));
  if (!values) return null;
  return act("add_person", { name: values.get("name"), language_code: values.get("language_code"), role: "citizen" });
}
