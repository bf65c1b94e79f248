// Copies an address. Without this the field itself is there to be selected and copied.
(() => {
  "use strict";

  for (const field of document.querySelectorAll(".address input")) {
    field.addEventListener("focus", () => field.select());
  }
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copies]");
    if (!button) return;
    const field = document.getElementById(button.dataset.copies);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      return; // it stays selected, to be copied by hand
    }
    const words = button.firstChild;
    const before = words.textContent;
    words.textContent = "Copied";
    setTimeout(() => { words.textContent = before; }, 2500);
  });
})();
