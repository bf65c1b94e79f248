// Makes the pages quicker or kinder. Nothing here is needed: every page works without it.
(() => {
  "use strict";

  // The account menu closes on Escape and on a click elsewhere.
  const menu = document.querySelector("details.me");
  if (menu) {
    document.addEventListener("click", (event) => {
      if (menu.open && !menu.contains(event.target)) menu.open = false;
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && menu.open) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
    });
  }

  // Light or dark paper: a cookie, so that the server writes the page right the next time.
  const switcher = document.querySelector("[data-paper-switch]");
  if (switcher) {
    const root = document.documentElement;
    const show = () => {
      for (const button of switcher.querySelectorAll("button")) {
        button.setAttribute("aria-pressed", String(button.value === (root.dataset.theme || "")));
      }
    };
    switcher.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if (button.value) root.dataset.theme = button.value;
      else delete root.dataset.theme;
      const age = button.value ? 31536000 : 0;
      document.cookie = `paper=${button.value}; path=/; max-age=${age}; SameSite=Lax`;
      show();
    });
    switcher.hidden = false;
    show();
  }

  // What only works with JavaScript is shown only with it.
  for (const part of document.querySelectorAll("[data-needs-script]")) part.hidden = false;

  // After a refused form, the list of what is wrong takes the focus.
  const summary = document.querySelector(".error-summary");
  if (summary) summary.focus();

  // A form sent once is not sent twice by a second press.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) event.preventDefault();
    else {
      form.dataset.sent = "yes";
      setTimeout(() => delete form.dataset.sent, 4000); // a form that answers with a file leaves the page standing
    }
  });

  // A choice in a filter form sends it; the button stays for everybody else.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-send-on-change]");
    if (form) form.requestSubmit();
  });

  // A part of a page that could not be fetched says so.
  const notices = document.getElementById("notices");
  const say = (words) => {
    if (!notices) return;
    const line = document.createElement("div");
    line.className = "notice error";
    line.setAttribute("role", "alert");
    const text = document.createElement("p");
    text.textContent = words;
    line.append(text);
    notices.append(line);
  };
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    say("The passkey was not read. Nothing was changed. Try again, or go on another way.");
  });
  document.addEventListener("htmx:responseError", () =>
    say("The portal could not do that. Nothing was changed. Reload the page and try again."));
  document.addEventListener("htmx:sendError", () =>
    say("There is no connection. Nothing was sent. Try again when you are back online."));
})();
