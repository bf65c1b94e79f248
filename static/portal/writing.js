// A page saves itself while somebody writes and, where data-here names an address, says who else is writing.
// The Save button does it all without this.
(() => {
  "use strict";
  const form = document.getElementById("write");
  if (!form) return;
  const PAUSE = 2500; // after the last key
  const EVERY = 20000; // saying that the page is open
  const MOST = 5 * 1024 * 1024; // DATA_UPLOAD_MAX_MEMORY_SIZE
  const NOT_YOURS = [403, 404, 410];
  const LEAVING = 60 * 1024; // what a browser still sends for a page that is closed
  document.documentElement.classList.add("scripted");

  let dirty = false, busy = false, timer = 0;
  let again = false; // asked to save while a save was on its way: its answer comes first
  let pressed = null; // a button, likewise
  let out = false; // not signed in: it is tried on coming back to the page, or writing on
  let renewed = false; // went on with a new sign-in: once, not in a circle
  let held = "hold" in form.dataset; // two versions are on the page: only the button saves
  const part = (name) => document.querySelector(`main [data-part="${name}"]`);

  const say = (words, shape) => {
    const tag = document.createElement("span");
    tag.className = shape ? `tag ${shape}` : "soft";
    tag.textContent = words;
    part("state").replaceChildren(tag);
  };

  const show = (answer) => {
    for (const fresh of answer.querySelectorAll("[data-part]")) {
      const old = part(fresh.dataset.part);
      if (old && old.innerHTML.trim() !== fresh.innerHTML.trim()) old.replaceChildren(...fresh.childNodes);
    }
  };

  const post = async (url, body, headers, leaving) => {
    const response = await fetch(url, {
      method: "POST", body, headers, keepalive: Boolean(leaving), credentials: "same-origin",
      signal: AbortSignal.timeout ? AbortSignal.timeout(EVERY) : undefined, // an old browser waits as long as it takes
    });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return { status: response.status, answer: page.querySelector("[data-answer]") };
  };

  const later = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  };

  const save = async (leaving) => {
    clearTimeout(timer);
    if (!dirty || held) return;
    if (busy) {
      again = true;
      return;
    }
    const body = new URLSearchParams(new FormData(form));
    if (body.toString().length > MOST) {
      say("Not saved: this is more than the portal takes at once (5 MB). Take some of it out.", "late");
      return;
    }
    dirty = out = false;
    busy = true;
    let pause = PAUSE;
    try {
      const { status, answer } = await post(form.getAttribute("action") || location.pathname, body, { "X-Save": "as-you-go" }, leaving);
      if (!answer) {
        dirty = true;
        held = NOT_YOURS.includes(status); // only the button tries again
        out = status < 500;
        pause = EVERY;
        say(held ? "Not saved: this part is no longer there, or no longer yours to write. Copy what you wrote before you leave the page."
          : status === 413 ? "Not saved: this is more than the portal takes at once. Take some of it out."
          : status >= 500 ? "Not saved: the portal could not. Your words are still here, and it is tried again."
          : "Not saved: you may be signed out. Your words are still here: sign in again in another window, then press Save.", "late");
      } else {
        show(answer);
        if (answer.dataset.start) form.elements.start.value = answer.dataset.start;
        held = status === 409 || "gone" in answer.dataset;
        out = status === 403; // not signed in, or somebody else is
        dirty ||= out;
        if (answer.dataset.token && !renewed) { // signed in again: the page goes on with the mark of that
          form.elements.csrfmiddlewaretoken.value = answer.dataset.token;
          out = false;
          pause = 0;
        }
        renewed = Boolean(answer.dataset.token);
      }
    } catch {
      dirty = true;
      if (!leaving) say("Not saved yet: there is no connection. It is tried again.", "late");
      pause = 3 * PAUSE;
    } finally {
      busy = false;
      if (pressed) form.requestSubmit(pressed);
      else if (dirty && !held && !out) later(again ? 0 : pause);
      again = false;
    }
  };

  const wrote = (event) => {
    if (event.target.closest("[data-chosen-by]")) return;
    // Leaving a text that was typed in says nothing new, and must not move the button under the finger.
    if (event.type === "change" && dirty && event.isTrusted) return;
    dirty = true;
    later(PAUSE);
    if (!held) say("Not saved yet", "");
  };
  form.addEventListener("input", wrote);
  form.addEventListener("change", wrote);

  // What is ticked below a folded list is named above it.
  form.addEventListener("change", (event) => {
    const field = event.target.closest("fieldset");
    const named = field && field.querySelector("[data-chosen]");
    if (!named) return;
    const ticked = [...field.querySelectorAll("input:checked")].map((one) => one.closest("label").textContent.trim());
    named.textContent = ticked.join(", ") || "None";
  });

  let sent = false;
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (busy) { // first hear what stands there now
      pressed = event.submitter || form.querySelector("button");
      event.preventDefault();
      return;
    }
    pressed = null;
    dirty = false;
    held = sent = true;
  });
  // The back button may bring this very page back as it was left: it goes on, and saves what is not saved yet.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted || !sent) return;
    held = "hold" in form.dataset;
    sent = false;
    dirty = true;
    save();
  });
  window.addEventListener("focus", () => save()); // back from signing in, perhaps
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save(true);
  });
  window.addEventListener("beforeunload", (event) => {
    if (!dirty && !busy) return;
    const small = new URLSearchParams(new FormData(form)).toString().length < LEAVING;
    if (held || out || busy || !small) event.preventDefault(); // the browser asks
    else save(true);
  });

  const here = async () => {
    if (document.visibilityState === "hidden") return;
    const { csrfmiddlewaretoken, writer } = form.elements;
    const body = new URLSearchParams({ csrfmiddlewaretoken: csrfmiddlewaretoken.value, writer: writer.value });
    if (form.dataset.place) body.set("place", form.dataset.place);
    try {
      const { answer } = await post(form.dataset.here, body, {});
      if (answer) show(answer);
    } catch {
      // The next one may get through; saving says when there is no connection.
    }
  };
  if (!form.dataset.here) return;
  here();
  setInterval(here, EVERY);
})();
