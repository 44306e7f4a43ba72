// Windows over the page: questions, forms, alerts, one photo, and small menus.

import { h, icon, iconButton } from "./dom.js";
import { t } from "./words.js";

// Show a form in a window. Resolves to its values, or to null when it is closed.
export function form(title, fields, confirm, { danger = false } = {}) {
  return new Promise((resolve) => {
    const id = `dialog-${crypto.randomUUID()}`;
    const body = h(
      "form",
      { method: "dialog" },
      h("h2", { id }, title),
      fields,
      h("div", { class: "dialog-buttons" }, h("button", { type: "button", class: "plain", onclick: () => dialog.close() }, t("cancel")), h("button", { type: "submit", class: danger ? "danger" : "primary", value: "yes" }, confirm)),
    );
    const dialog = h("dialog", { "aria-labelledby": id }, body);
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue === "yes" ? new FormData(body) : null);
      dialog.remove();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

export function field(name, label, attributes = {}) {
  const id = `field-${name}-${crypto.randomUUID()}`;
  return h("p", { class: "field" }, h("label", { for: id }, label), h("input", { id, name, autocomplete: "off", ...attributes }));
}

export function choice(name, label, options) {
  const id = `field-${name}-${crypto.randomUUID()}`;
  return h("p", { class: "field" }, h("label", { for: id }, label), h("select", { id, name }, options.map(([value, text]) => h("option", { value }, text))));
}

export function checks(name, legend, options) {
  return h("fieldset", {}, h("legend", {}, legend), options.map(([value, text]) => h("label", { class: "check" }, h("input", { type: "checkbox", name, value }), text)));
}

export function alert(text) {
  const dialog = h("dialog", { class: "alert", "aria-label": text }, h("form", { method: "dialog" }, h("p", {}, text), h("div", { class: "dialog-buttons" }, h("button", { class: "primary" }, t("ok")))));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

export function showPhoto(url, words) {
  const dialog = h("dialog", { class: "lightbox", "aria-label": words }, h("img", { src: url, alt: words }));
  dialog.append(iconButton("close", t("close"), () => dialog.close()));
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

// A menu beside the button that opened it. `items` are [label, action, icon, danger]; arrows move, Escape closes.
export function menu(anchor, items, home = anchor.closest(".phone") ?? document.body) {
  const list = h("div", { class: "menu", role: "menu" });
  const close = (giveBack) => {
    list.remove();
    document.removeEventListener("pointerdown", outside, true);
    anchor.setAttribute("aria-expanded", "false");
    if (giveBack && anchor.isConnected) anchor.focus();
  };
  const outside = (event) => {
    if (!list.contains(event.target)) close(false);
  };
  for (const [label, action, shape, danger] of items) {
    const item = h("button", { type: "button", role: "menuitem", class: danger ? "dangerous" : "", tabindex: "-1" }, shape ? icon(shape) : null, label);
    item.addEventListener("click", () => {
      close(true);
      action();
    });
    list.append(item);
  }
  list.addEventListener("keydown", (event) => {
    const entries = [...list.children];
    const at = entries.indexOf(document.activeElement);
    const moves = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 };
    if (event.key in moves) entries.at(moves[event.key] % entries.length).focus();
    else if (event.key === "Escape" || event.key === "Tab") close(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  home.append(list);
  place(list, anchor, home);
  anchor.setAttribute("aria-expanded", "true");
  document.addEventListener("pointerdown", outside, true);
  list.firstElementChild?.focus();
}

function place(list, anchor, home) {
  const around = home.getBoundingClientRect();
  const from = anchor.getBoundingClientRect();
  const width = list.offsetWidth;
  const below = from.bottom - around.top + 4;
  const fits = below + list.offsetHeight < around.height;
  const left = Math.min(Math.max(8, from.left - around.left - width + from.width), around.width - width - 8);
  list.style.left = `${Math.max(8, left)}px`;
  list.style.top = `${fits ? below : Math.max(8, from.top - around.top - list.offsetHeight - 4)}px`;
}
