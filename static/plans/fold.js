// Parts that are folded on a phone stand open where there is room, and whoever is led into one finds it open.
(() => {
  "use strict";
  const wide = matchMedia("(min-width: 60rem)");
  const unfold = () => {
    if (wide.matches) for (const one of document.querySelectorAll("details.part:not([data-stays])")) one.open = true;
    for (const one of document.querySelectorAll("[data-unfolds]")) one.hidden = wide.matches;
  };
  wide.addEventListener("change", unfold);
  unfold();

  const lead = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (!target) return;
    const inside = target.querySelector(":scope > details.part");
    if (inside) inside.open = true;
    for (let one = target.closest("details.part"); one; one = one.parentElement.closest("details.part")) one.open = true;
    target.scrollIntoView();
  };
  window.addEventListener("hashchange", lead);
  document.addEventListener("click", (event) => {
    if (event.target.closest('a[href^="#"]')) setTimeout(lead); // also where the address is that one already
  });
  if (location.hash) lead();
})();
