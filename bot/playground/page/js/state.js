// What the stand-in knows, kept current by its stream of events.

export const bus = new EventTarget();

export const state = {
  seq: 0,
  life: "",
  bot: {},
  people: new Map(),
  chats: new Map(),
  entries: new Map(),
  keyboards: new Map(),
  calls: [],
  faults: [],
  limited: true,
  process: null,
  waitingPresses: new Set(),
};

const SHOWN_CALLS = 200;
let loading = null;
let early = [];

export function tell(kind, detail = {}) {
  bus.dispatchEvent(new CustomEvent(kind, { detail }));
}

export function listen(kind, handler, signal) {
  bus.addEventListener(kind, (event) => handler(event.detail), { signal });
}

async function ask(path, options) {
  const answer = await (await fetch(`/_playground/${path}`, options)).json();
  if (!answer.ok) throw new Error(answer.description);
  return answer.result;
}

// Do one gesture. A refusal is told to the person at the page and gives undefined.
export async function act(action, wish = {}, files = []) {
  const form = new FormData();
  form.append("wish", JSON.stringify(wish));
  for (const file of files) form.append("file", file, file.name);
  try {
    return await ask(`do/${action}`, { method: "POST", body: form });
  } catch (error) {
    tell("refused", { why: error.message });
    return undefined;
  }
}

// Gives whether it was done; a refusal is told to the person at the page.
export async function orderProcess(order) {
  try {
    state.process = await ask(`process/${order}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" });
    tell("process");
    return true;
  } catch (error) {
    tell("refused", { why: error.message });
    return false;
  }
}

// Two loads in one moment become one.
export function load() {
  loading ??= readAll().finally(() => {
    loading = null;
    const waiting = early;
    early = [];
    waiting.forEach(take);
  });
  return loading;
}

// Wait until everything that the stand-in knows by now is known here too.
export async function catchUp() {
  await loading;
  await load();
}

async function readAll() {
  const [all, process] = await Promise.all([ask("look/state"), ask("process")]);
  state.seq = all.seq;
  state.life = all.life;
  state.bot = all.bot;
  state.people = new Map(all.people.map((person) => [person.id, person]));
  state.chats = new Map(all.chats.map((chat) => [chat.id, chat]));
  state.entries = new Map();
  for (const [chatId, entries] of Object.entries(all.entries)) {
    state.entries.set(Number(chatId), new Map(entries.map((entry) => [entry.id, entry])));
  }
  state.keyboards = new Map(Object.entries(all.keyboards).map(([id, keyboard]) => [Number(id), keyboard]));
  state.calls = all.calls;
  state.faults = all.faults;
  state.limited = all.limited;
  state.process = process;
  tell("loaded");
}

export function connect() {
  const stream = new EventSource("/_playground/events");
  stream.onmessage = (message) => take(JSON.parse(message.data));
  stream.onerror = () => tell("offline");
}

function take(event) {
  if (loading) {
    early.push(event);
    return;
  }
  if (event.kind === "hello") {
    tell("online");
    if (event.seq !== state.seq || event.life !== state.life) load();
    return;
  }
  if (event.seq <= state.seq) return;
  state.seq = event.seq;
  (APPLY[event.kind] ?? (() => {}))(event);
  tell(event.kind, event);
}

const APPLY = {
  message(event) {
    const chat = state.entries.get(event.chat_id) ?? new Map();
    state.entries.set(event.chat_id, chat);
    if (event.entry.deleted) chat.delete(event.entry.id);
    else chat.set(event.entry.id, event.entry);
  },
  keyboard(event) {
    if (event.keyboard) state.keyboards.set(event.chat_id, event.keyboard);
    else state.keyboards.delete(event.chat_id);
  },
  call(event) {
    const at = state.calls.findIndex((call) => call.id === event.call.id);
    if (at >= 0) state.calls[at] = event.call;
    else state.calls.push(event.call);
    if (state.calls.length > SHOWN_CALLS) state.calls.shift();
  },
  press(event) {
    if (event.press.answer) state.waitingPresses.delete(event.press.id);
  },
  faults(event) {
    state.faults = event.faults;
  },
  rates(event) {
    state.limited = event.limited;
  },
  process(event) {
    state.process = event.process;
  },
  people: load,
  profile: load,
  reset: load,
};

export function chatEntries(chatId) {
  return [...(state.entries.get(chatId)?.values() ?? [])].sort((one, other) => one.id - other.id);
}

// The chats on a person's phone: the bot's first, then groups and channels they are in.
export function chatsOf(personId) {
  const groups = [...state.chats.values()].filter((chat) => {
    const rank = chat.members[personId];
    return rank && rank !== "left" && rank !== "kicked" && !chat.upgraded_to;
  });
  return [personId, ...groups.map((chat) => chat.id)];
}

export function chatName(chatId, personId) {
  if (chatId === personId) return state.people.get(personId)?.bot_name ?? state.bot.first_name;
  return state.chats.get(chatId)?.title ?? "";
}

export function personName(person) {
  return [person.first_name, person.last_name].filter(Boolean).join(" ");
}
