// Building elements without markup in strings: what people type can then never become part of the page.

export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name in element && typeof value !== "string") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const SHAPES = {
  back: "M15 5l-7 7 7 7",
  more: "M12 5.5v.01M12 12v.01M12 18.5v.01",
  send: "M4 12l16-8-6 16-3-7z",
  clip: "M20 11l-8.5 8.5a5 5 0 01-7-7L13 4a3.3 3.3 0 014.7 4.7l-8.4 8.4a1.6 1.6 0 01-2.3-2.3L14.500 7.500",
  keyboard: "M3 7h18v10H3zM7 10.500v.01M11 10.500v.01M15 10.500v.01M8 14h8",
  close: "M6 6l12 12M18 6L6 18",
  plus: "M12 5v14M5 12h14",
  beside: "M4 5h7v14H4zM13 5h7v14h-7z",
  mic: "M12 3a3 3 0 00-3 3v6a3 3 0 006 0V6a3 3 0 00-3-3zM5.500 11.500a6.500 6.500 0 0013 0M12 18v3M8.500 21h7",
  panel: "M4 6h16M4 12h16M4 18h10",
  light: "M12 8a4 4 0 100 8 4 4 0 000-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.400 1.400M17.600 17.600L19 19M5 19l1.400-1.400M17.600 6.400L19 5",
  dark: "M20 14.500A8.500 8.500 0 019.500 4a8.500 8.500 0 1010.500 10.500z",
  auto: "M12 3a9 9 0 100 18 9 9 0 000-18zM12 3v18",
  play: "M8 5l11 7-11 7z",
  pause: "M8 5v14M16 5v14",
  file: "M6 3h8l5 5v13H6zM14 3v5h5",
  menu: "M4 7h16M4 12h16M4 17h16",
  pin: "M12 21s7-6.500 7-11a7 7 0 10-14 0c0 4.500 7 11 7 11zM12 12.500a2.500 2.500 0 100-5 2.500 2.500 0 000 5z",
  person: "M12 12a4 4 0 100-8 4 4 0 000 8zM4 21c0-4.500 3.600-7 8-7s8 2.500 8 7",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("icon", `icon-${name}`);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}

export function iconButton(name, label, onclick, more = {}) {
  return h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, onclick, ...more }, icon(name));
}

export function avatar(name, id, className = "") {
  const letters = name.split(/\s+/).slice(0, 2).map((word) => [...word][0] ?? "").join("");
  return h("span", { class: `avatar tint-${Math.abs(id) % 6} ${className}`, "aria-hidden": "true" }, letters.toUpperCase());
}

export function botAvatar() {
  return h("img", { class: "avatar", src: "favicon.svg", alt: "" });
}
