// Recording a voice message with the computer's microphone.

import { h, iconButton } from "./dom.js";
import { tell } from "./state.js";
import { t } from "./words.js";

// What browsers record; the first is what Telegram itself sends.
const KINDS = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"];

export class Recorder {
  // `onVoice` takes the file and its length in seconds; `onEnd` gives the place to write back.
  constructor({ onVoice, onEnd }) {
    this.onVoice = onVoice;
    this.onEnd = onEnd;
    this.time = h("span", { class: "recording-time", role: "timer" });
    this.element = h(
      "div",
      { class: "recording", hidden: true },
      h("span", { class: "recording-dot", "aria-hidden": "true" }),
      h("span", { class: "recording-words", role: "status" }, t("recording")),
      this.time,
      h("button", { type: "button", class: "plain", onclick: () => this.end(false) }, t("cancel")),
      iconButton("send", t("send_recording"), () => this.end(true), { class: "icon-button send" }),
    );
    this.element.addEventListener("keydown", (event) => event.key === "Escape" && this.end(false));
  }

  async begin() {
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      tell("refused", { why: t("no_microphone") });
      return;
    }
    const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
    this.recorder = new MediaRecorder(this.stream, { mimeType });
    this.began = performance.now();
    this.recorder.start();
    this.element.hidden = false;
    this.element.querySelector(".send").focus();
    this.show();
    this.clock = setInterval(() => this.show(), 500);
  }

  get seconds() {
    return Math.max(1, Math.round((performance.now() - this.began) / 1000));
  }

  show() {
    this.time.textContent = `${Math.floor(this.seconds / 60)}:${String(this.seconds % 60).padStart(2, "0")}`;
  }

  end(isWanted) {
    const { recorder, seconds } = this;
    if (recorder?.state !== "recording") return;
    clearInterval(this.clock);
    recorder.ondataavailable = ({ data }) => {
      if (isWanted) this.onVoice(new File([data], "voice.ogg", { type: "audio/ogg" }), seconds);
    };
    recorder.stop();
    this.stream.getTracks().forEach((track) => track.stop());
    this.element.hidden = true;
    this.onEnd();
  }
}
