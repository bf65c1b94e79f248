// Lists of lines: add, remove, move. Without this a line has a number for its place, and an empty one is left out.
(() => {
  "use strict";

  // Lines that wait empty are for those without a script: here a button adds one. An empty list keeps one to begin with.
  const tidy = (list) => {
    const all = [...list.querySelectorAll(":scope > ol > .line")];
    const spare = all.filter((line) => line.classList.contains("spare"));
    for (const line of spare.slice(spare.length === all.length ? 1 : 0)) line.remove();
  };
  for (const list of document.querySelectorAll("[data-lines]:has(> template)")) tidy(list);

  const lines = (list) => [...list.querySelectorAll(":scope > ol > .line")];

  const number = (list) => {
    lines(list).forEach((line, index) => {
      for (const shown of line.querySelectorAll("[data-number]")) shown.textContent = index + 1;
      const place = line.querySelector(".place input");
      if (place) place.value = index + 1;
    });
    list.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const move = (line, by) => {
    const other = by < 0 ? line.previousElementSibling : line.nextElementSibling;
    if (!other) return;
    if (by < 0) other.before(line);
    else other.after(line);
    number(line.closest("[data-lines]"));
  };

  const add = (list) => {
    const used = [...list.querySelectorAll("[name]")].map((one) => Number((one.name.match(/-(\d+)-[a-z_]+$/) || [])[1] || 0));
    const next = Math.max(-1, ...used) + 1;
    const pattern = list.querySelector("template").innerHTML.replaceAll("__n__", next);
    const holder = document.createElement("ol");
    holder.innerHTML = pattern;
    const line = holder.firstElementChild;
    for (const part of line.querySelectorAll("[data-needs-script]")) part.hidden = false;
    list.querySelector("ol").append(line);
    number(list);
    line.querySelector("input, textarea, select").focus();
  };

  const remove = (line) => {
    const list = line.closest("[data-lines]");
    const near = line.nextElementSibling || line.previousElementSibling;
    line.remove();
    number(list);
    const next = near ? near.querySelector("[data-remove]") : list.querySelector("[data-add]");
    if (next) next.focus();
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-lines] button");
    if (!button) return;
    const line = button.closest(".line");
    if ("add" in button.dataset) add(button.closest("[data-lines]"));
    else if ("remove" in button.dataset) remove(line);
    else {
      move(line, "up" in button.dataset ? -1 : 1);
      button.focus(); // moving a line in the page takes the focus away
    }
  });

  // Alt and an arrow move the line in which somebody writes.
  document.addEventListener("keydown", (event) => {
    const line = event.altKey && event.target.closest("[data-lines] .line");
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!line || !by || !line.querySelector("[data-up]")) return;
    event.preventDefault();
    const focused = document.activeElement;
    move(line, by);
    focused.focus();
  });
})();
