// Dragging changes the order of a list, and the preview of a document follows what is saved.
// Everything can be done without it: each line has buttons, and the preview is there at the next visit.
(() => {
  "use strict";

  const listsOf = (part) => (part.matches("[data-list]") ? [part] : [...part.querySelectorAll("[data-list]")]);
  const codesOf = (list) => [...list.children].map((line) => line.dataset.code);
  const orderOf = (part) => {
    const lists = listsOf(part);
    return lists.length === 1 && !lists[0].dataset.list
      ? codesOf(lists[0]).join(" ")
      : lists.map((list) => `${list.dataset.list}:${codesOf(list).join(",")}`).join(" ");
  };

  let line = null;
  let before = "";

  document.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-handle]");
    if (!handle || event.button !== 0) return;
    event.preventDefault();
    line = handle.closest("[data-code]");
    before = orderOf(line.closest("[data-arrange]"));
    line.classList.add("dragged");
    handle.setPointerCapture(event.pointerId);
  });

  document.addEventListener("pointermove", (event) => {
    if (!line) return;
    const part = line.closest("[data-arrange]");
    const over = document.elementFromPoint(event.clientX, event.clientY);
    const list = over && over.closest("[data-list]");
    if (!list || list.closest("[data-arrange]") !== part) return;
    const other = over.closest("[data-code]");
    if (other === line) return;
    if (!other) {
      if (!list.children.length) list.append(line);
      return;
    }
    const box = other.getBoundingClientRect();
    other[event.clientY < box.top + box.height / 2 ? "before" : "after"](line);
  });

  const drop = () => {
    if (!line) return;
    const part = line.closest("[data-arrange]");
    const form = document.getElementById(part.dataset.arrange);
    line.classList.remove("dragged");
    const order = orderOf(part);
    if (order !== before) {
      form.querySelector("[data-order]").value = order;
      form.querySelector("[data-moved]").value = line.dataset.code;
      form.requestSubmit();
    }
    line = null;
  };
  document.addEventListener("pointerup", drop);
  document.addEventListener("pointercancel", drop);

  // An end of a list stays where it is, and the focus with it.
  document.addEventListener("click", (event) => {
    if (event.target.closest('.line-tools [aria-disabled="true"]')) event.preventDefault();
  });

  // Parts of the page that came new: show what only works with a script.
  document.addEventListener("htmx:afterSwap", () => {
    for (const part of document.querySelectorAll("[data-handle]")) part.hidden = false;
  });

  const preview = document.querySelector("[data-preview]");
  const state = document.querySelector('[data-part="state"]');
  if (preview && state) {
    new MutationObserver(async () => {
      if (!state.querySelector(".tag.done")) return;
      const answer = await fetch(`${location.pathname}?preview`);
      if (answer.ok) preview.innerHTML = await answer.text(); // our own template, in which every text is escaped
    }).observe(state, { childList: true, subtree: true });
  }
})();
