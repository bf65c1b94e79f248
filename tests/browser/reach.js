// What a keyboard cannot use: controls out of the order of Tab, and controls that do not show that they have the focus.
() => {
  const wrong = [];
  const controls = "a[href], button, input, select, textarea, summary, [tabindex]";
  const look = (style) => [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow].join();
  const name = (element) => `${element.tagName.toLowerCase()} ${(element.id && "#" + element.id) || ""} ` +
    `"${(element.getAttribute("aria-label") || element.textContent || element.name || "").trim().slice(0, 40)}"`;
  for (const element of document.querySelectorAll(controls)) {
    if (element.disabled || element.type === "hidden" || !element.checkVisibility({ visibilityProperty: true })) continue;
    if (element.tabIndex > 0) wrong.push(`tabindex ${element.tabIndex}: ${name(element)}`);
    if (element.tabIndex < 0) {
      const isControl = element.matches("a, button, input, select, textarea, summary");
      if (isControl && !element.closest("[aria-hidden=true]")) wrong.push(`not reached by Tab: ${name(element)}`);
      continue;
    }
    document.activeElement.blur();
    const before = look(getComputedStyle(element));
    element.focus({ focusVisible: true });
    const style = getComputedStyle(element);
    if (document.activeElement !== element) wrong.push(`takes no focus: ${name(element)}`);
    else if (look(style) === before || (style.outlineStyle === "none" && style.boxShadow === "none"))
      wrong.push(`focus is not seen: ${name(element)}`);
  }
  document.activeElement.blur();
  return wrong;
}
