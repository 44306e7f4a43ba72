// The technical panel: the bot's requests, faults to switch on, and the bot's own process.

import { h } from "./dom.js";
import { form } from "./dialogs.js";
import { act, listen, orderProcess, personName, state } from "./state.js";
import { t } from "./words.js";

const FAULTS = ["lost_reply", "reset", "slow", "too_many", "server_error"];
const TIMED = { slow: 2, too_many: 5 };
const TABS = ["calls", "faults", "bot"];
const PAUSE = 150;

export class Panel {
  constructor(element) {
    this.element = element;
    this.tab = "calls";
    this.openCalls = new Set();
    this.polling = false;
    this.body = h("div", { class: "panel-body", role: "tabpanel", id: "panel-body", tabindex: "0" });
    listen("call", () => this.tab === "calls" && this.soon());
    for (const kind of ["loaded", "faults", "process", "rates"]) listen(kind, () => this.soon());
  }

  // Requests come by the dozen: draw at most a few times a second, and only what is looked at.
  soon() {
    if (this.element.hidden) return;
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.refreshBody();
    }, PAUSE);
  }

  refresh() {
    const tabs = TABS.map((name) => h("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-selected": String(name === this.tab), "aria-controls": "panel-body", tabindex: name === this.tab ? "0" : "-1", onclick: () => this.choose(name) }, t(`tab_${name}`)));
    const bar = h("div", { class: "tabs", role: "tablist", "aria-label": t("panel") }, tabs);
    bar.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step) this.choose(TABS.at((TABS.indexOf(this.tab) + step) % TABS.length));
    });
    this.element.replaceChildren(h("h2", { class: "unseen" }, t("panel")), bar, this.body);
    this.refreshBody();
  }

  choose(name) {
    this.tab = name;
    this.refresh();
    this.focus();
  }

  focus() {
    document.getElementById(`tab-${this.tab}`).focus();
  }

  refreshBody() {
    this.body.setAttribute("aria-labelledby", `tab-${this.tab}`);
    const key = this.body.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const top = this.body.scrollTop;
    this.body.replaceChildren(...{ calls: () => this.calls(), faults: () => this.faults(), bot: () => this.bot() }[this.tab]());
    this.body.scrollTop = top;
    if (key) this.body.querySelector(`[data-key="${key}"]`)?.focus();
  }

  calls() {
    const shown = state.calls.filter((call) => this.polling || call.method.toLowerCase() !== "getupdates").reverse();
    const polling = h("label", { class: "check" }, h("input", { type: "checkbox", "data-key": "polling", checked: this.polling, onchange: (event) => this.setPolling(event.target.checked) }), t("show_polling"));
    if (!shown.length) return [polling, h("p", { class: "hint" }, t("calls_none"))];
    return [polling, h("ul", { class: "calls", "aria-label": t("calls_label") }, shown.map((call) => this.call(call)))];
  }

  setPolling(on) {
    this.polling = on;
    this.refreshBody();
  }

  call(call) {
    const [kind, words] = outcome(call);
    const whose = state.people.get(Number(call.parameters.chat_id));
    const took = call.took === null ? "" : t("milliseconds", { n: Math.round(call.took) });
    const summary = h("summary", { "data-key": `call-${call.id}` }, h("span", { class: `outcome ${kind}` }, words), h("code", {}, call.method), h("span", { class: "whose" }, whose ? personName(whose) : call.parameters.chat_id ?? ""), h("span", { class: "took" }, took));
    const details = h("details", { open: this.openCalls.has(call.id) }, summary);
    details.addEventListener("toggle", () => {
      if (details.open) this.openCalls.add(call.id);
      else this.openCalls.delete(call.id);
      if (details.open && details.children.length === 1) details.append(...callBody(call));
    });
    if (details.open) details.append(...callBody(call));
    return h("li", {}, details);
  }

  faults() {
    return [h("p", { class: "hint" }, t("faults_intro")), ...FAULTS.map((kind) => this.fault(kind)), this.rates()];
  }

  fault(kind) {
    const on = state.faults.find((fault) => fault.kind === kind);
    this.wishes ??= {};
    const wish = (this.wishes[kind] ??= { seconds: TIMED[kind] ?? 0, times: 0 });
    const set = async (isOn) => {
      if (isOn) await act("add_fault", { kind, ...wish });
      else await act("clear_faults", { kind });
    };
    const hint = `hint-${kind}`;
    const input = h("input", { type: "checkbox", role: "switch", "data-key": kind, checked: Boolean(on), "aria-describedby": hint, onchange: (event) => set(event.target.checked) });
    const more = [];
    if (kind in TIMED) more.push(h("label", { class: "small-field" }, t("seconds"), h("input", { type: "number", min: "1", max: "120", value: String(wish.seconds), "data-key": `${kind}-seconds`, onchange: (event) => (wish.seconds = Number(event.target.value)) })));
    more.push(h("label", { class: "check" }, h("input", { type: "checkbox", checked: wish.times === 1, "data-key": `${kind}-once`, onchange: (event) => (wish.times = event.target.checked ? 1 : 0) }), t("only_next")));
    return h("section", { class: `switch-card${on ? " on" : ""}` }, h("label", { class: "switch" }, input, h("b", {}, t(`fault_${kind}`))), h("p", { id: hint }, t(`fault_${kind}_hint`)), h("div", { class: "switch-more" }, more));
  }

  rates() {
    const input = h("input", { type: "checkbox", role: "switch", "data-key": "rates", checked: state.limited, "aria-describedby": "hint-rates", onchange: (event) => act("limit_rates", { limited: event.target.checked }) });
    return h("section", { class: "switch-card" }, h("label", { class: "switch" }, input, h("b", {}, t("rates"))), h("p", { id: "hint-rates" }, t("rates_hint")));
  }

  bot() {
    const now = state.process;
    if (!now) {
      const settings = `TELEGRAM_API_URL=${location.origin}\nBOT_TOKEN=${state.bot.token}`;
      return [h("p", { class: "process" }, t("bot_elsewhere")), h("p", { class: "hint" }, t("bot_elsewhere_hint")), h("pre", { tabindex: "0" }, settings), startOverButton()];
    }
    const order = (name, className = "plain") => h("button", { type: "button", class: className, "data-key": name, onclick: () => orderProcess(name) }, t(`bot_${name}`));
    const isUp = now.state === "running";
    return [
      h("p", { class: `process ${now.state}`, role: "status" }, t(`bot_${now.state}`, { code: now.code })),
      isUp ? h("div", { class: "orders" }, order("kill", "danger"), h("p", { class: "hint" }, t("bot_kill_hint")), order("restart"), order("stop")) : h("div", { class: "orders" }, order("start", "primary")),
      startOverButton(),
    ];
  }
}

function outcome(call) {
  if (call.took === null) return ["running", t("call_running")];
  if (!call.status || call.faults.includes("lost_reply")) return ["bad", t("call_lost")];
  return [call.status < 300 ? "good" : "bad", String(call.status)];
}

function callBody(call) {
  const readable = (text) => {
    try {
      return JSON.stringify(JSON.parse(text), null, 2);
    } catch {
      return text;
    }
  };
  const parameters = Object.fromEntries(Object.entries(call.parameters).map(([name, value]) => [name, parsed(value)]));
  return [h("h3", {}, t("parameters")), h("pre", { tabindex: "0" }, JSON.stringify(parameters, null, 2)), h("h3", {}, t("answer")), h("pre", { tabindex: "0" }, readable(call.answer))];
}

function parsed(value) {
  if (!/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function startOverButton() {
  const ask = async () => {
    const values = await form(t("start_over"), h("p", {}, t("start_over_ask")), t("start_over_yes"), { danger: true });
    if (!values) return;
    localStorage.removeItem("seen");
    if (state.process) await orderProcess("start_over");
    else await act("start_over");
  };
  return h("div", { class: "orders apart" }, h("button", { type: "button", class: "danger-plain", "data-key": "start-over", onclick: ask }, t("start_over")));
}
