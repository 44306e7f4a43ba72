// What a message says: text with its entities, pictures, files, voice, places.

import { h, icon } from "./dom.js";
import { showPhoto } from "./dialogs.js";
import { t } from "./words.js";

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre", blockquote: "blockquote", expandable_blockquote: "blockquote" };
const ODDITIES = ["poll", "dice", "venue", "video_note", "animation", "audio", "story"];
const fileUrl = (file) => `/_playground/file/${file.file_id}`;

// Entities count UTF-16 units, as JavaScript's strings do. They nest or stand apart, never cross.
export function rich(text, entities, gestures) {
  const build = (start, end, inside) => {
    const parts = [];
    let at = start;
    for (const [index, entity] of inside.entries()) {
      if (entity.offset < at) continue;
      const stop = Math.min(entity.offset + entity.length, end);
      parts.push(text.slice(at, entity.offset));
      const deeper = inside.slice(index + 1).filter((one) => one.offset >= entity.offset && one.offset + one.length <= stop);
      parts.push(wrap(entity, text.slice(entity.offset, stop), build(entity.offset, stop, deeper), gestures));
      at = stop;
    }
    parts.push(text.slice(at, end));
    return parts;
  };
  return build(0, text.length, entities ?? []);
}

function wrap(entity, text, children, gestures) {
  switch (entity.type) {
    case "text_link":
      return link(entity.url, children, gestures);
    case "url":
      return link(text.includes("://") ? text : `https://${text}`, children, gestures);
    case "email":
      return h("a", { href: `mailto:${text}` }, children);
    case "bot_command":
      return command(text, children, gestures);
    case "spoiler": {
      const veil = h("button", { type: "button", class: "spoiler", "aria-expanded": "false" }, children);
      veil.addEventListener("click", () => veil.setAttribute("aria-expanded", "true"));
      return veil;
    }
    case "mention":
    case "hashtag":
      return h("span", { class: "tinted" }, children);
    default:
      return h(TAGS[entity.type] ?? "span", {}, children);
  }
}

function link(url, children, gestures) {
  const anchor = h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, children);
  anchor.addEventListener("click", (event) => {
    event.preventDefault();
    gestures.openLink(url);
  });
  return anchor;
}

// A link, not a button: a button would be torn from the bracket or full stop beside it at the end of a line.
function command(text, children, gestures) {
  const press = (event) => {
    event.preventDefault();
    gestures.say(text);
  };
  return h("a", { href: "#", class: "link", onclick: press }, children);
}

export function media(message) {
  const parts = [];
  if (message.photo) parts.push(photo(message));
  if (message.video) parts.push(h("video", { class: "photo", src: fileUrl(message.video), controls: true, "aria-label": t("video") }));
  if (message.voice) parts.push(voice(message.voice));
  if (message.document && !message.animation) parts.push(file(message.document));
  if (message.sticker) parts.push(h("span", { class: "sticker", role: "img", "aria-label": `${t("sticker")} ${message.sticker.emoji}` }, message.sticker.emoji));
  if (message.contact) {
    const name = [message.contact.first_name, message.contact.last_name].filter(Boolean).join(" ");
    parts.push(attachment("person", name, message.contact.phone_number));
  }
  if (message.location && !message.venue) {
    const { latitude, longitude } = message.location;
    parts.push(attachment("pin", t("location"), `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`));
  }
  for (const kind of ODDITIES) if (message[kind]) parts.push(oddity(kind, message[kind]));
  return parts;
}

// What the bot has no use for is named and not played: the page is about the bot's answer to it.
function oddity(kind, what) {
  if (kind === "poll") return attachment("panel", what.question, [t("poll"), ...what.options.map((option) => option.text)].join(" · "));
  if (kind === "dice") return h("span", { class: "sticker", role: "img", "aria-label": `${t("dice")} ${what.value}` }, what.emoji);
  return attachment(kind === "venue" ? "pin" : kind === "story" ? "person" : "play", t(kind), what.title ?? what.file_name ?? "");
}

function photo(message) {
  const largest = message.photo.at(-1);
  const words = message.caption || t("photo");
  const image = h("img", { class: "photo", src: fileUrl(largest), alt: words, loading: "lazy" });
  image.width = largest.width;
  image.height = largest.height;
  return h("button", { type: "button", class: "photo-button", "aria-label": `${t("open_photo")}: ${words}`, onclick: () => showPhoto(fileUrl(largest), words) }, image);
}

function attachment(shape, title, note, extra = {}) {
  const tag = extra.href ? "a" : "span";
  return h(tag, { class: "attachment", ...extra }, h("span", { class: "attachment-icon" }, icon(shape)), h("span", { class: "attachment-words" }, h("b", {}, title), h("small", {}, note)));
}

function file(document_) {
  const name = document_.file_name || t("document");
  const size = t("kilobytes", { n: Math.max(1, Math.round(document_.file_size / 1024)) });
  return attachment("file", name, size, { href: fileUrl(document_), download: name, "aria-label": t("download", { name: `${name}, ${size}` }) });
}

const WAVE = [5, 9, 14, 8, 12, 18, 10, 6, 13, 20, 15, 9, 12, 7, 16, 19, 11, 6, 9, 14, 8, 5, 10, 6];

function voice(recording) {
  const sound = new Audio();
  const label = t("voice", { seconds: recording.duration });
  const button = h("button", { type: "button", class: "attachment-icon", "aria-label": `${t("play")}: ${label}` }, icon("play"));
  const wave = h("span", { class: "wave", "aria-hidden": "true" }, WAVE.map((height) => {
    const bar = h("i");
    bar.style.height = `${height}px`;
    return bar;
  }));
  const show = (playing) => {
    button.replaceChildren(icon(playing ? "pause" : "play"));
    button.setAttribute("aria-label", `${t(playing ? "pause" : "play")}: ${label}`);
  };
  button.addEventListener("click", () => {
    if (!sound.src) sound.src = fileUrl(recording);
    if (sound.paused) sound.play().catch(() => show(false));
    else sound.pause();
  });
  sound.addEventListener("play", () => show(true));
  for (const end of ["pause", "ended"]) sound.addEventListener(end, () => show(false));
  sound.addEventListener("timeupdate", () => {
    const done = (sound.currentTime / (recording.duration || 1)) * WAVE.length;
    [...wave.children].forEach((bar, index) => bar.classList.toggle("played", index < done));
  });
  const minutes = `${Math.floor(recording.duration / 60)}:${String(recording.duration % 60).padStart(2, "0")}`;
  return h("span", { class: "attachment voice" }, button, h("span", { class: "attachment-words" }, wave, h("small", {}, minutes)));
}

// One line for replies and chat lists.
export function inShort(message) {
  if (message.text) return message.text;
  for (const kind of ["photo", "voice", "video", "contact", ...ODDITIES, "location", "sticker"]) {
    if (message[kind]) return message.caption || t(kind, { seconds: message.voice?.duration });
  }
  if (message.document) return message.document.file_name;
  return serviceWords(message) ?? "";
}

// Lines such as "Aizada joined": the message is about the chat, not said in it.
export function serviceWords(message) {
  const name = (user) => [user.first_name, user.last_name].filter(Boolean).join(" ");
  if (message.group_chat_created || message.channel_chat_created) return t("event_created", { name: message.from ? name(message.from) : message.chat.title });
  if (message.new_chat_members) return t("event_joined", { name: message.new_chat_members.map(name).join(", ") });
  if (message.left_chat_member) return t("event_left", { name: name(message.left_chat_member) });
  if (message.migrate_to_chat_id || message.migrate_from_chat_id) return t("event_upgraded");
  return null;
}
