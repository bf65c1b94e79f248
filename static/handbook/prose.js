// The editor for text with headings, lists and links, over a textarea that holds Markdown without it.
import {
  Blockquote, Bold, BulletList, Document, Dropcursor, Gapcursor, HardBreak, Heading, History, Italic, Link, ListItem,
  Menu, NoSpellCheck, OrderedList, Paragraph, Text, createTextareaEditor,
} from "django-prose-editor/editor";

// What adapters.markup shows and Markdown holds, and nothing else: pasted colours, images and scripts fall away.
const EXTENSIONS = [
  Document, Dropcursor, Gapcursor, Paragraph, Text, HardBreak, History, Menu, NoSpellCheck,
  Bold, Italic, BulletList, OrderedList, ListItem, Blockquote,
  Heading.configure({ levels: [2, 3] }),
  Link.configure({ enableTarget: false, autolink: false, linkOnPaste: true, defaultProtocol: "https", protocols: ["http", "https", "mailto"] }),
];

for (const area of document.querySelectorAll("textarea[data-rich][data-html]")) {
  const label = document.querySelector(`label[for="${area.id}"]`);
  const described = area.getAttribute("aria-describedby");
  const kind = document.createElement("input");
  kind.type = "hidden";
  kind.name = `${area.name}-form`;
  kind.value = "html";
  area.value = area.dataset.html;
  area.after(kind);
  createTextareaEditor(area, EXTENSIONS);
  const page = area.closest(".prose-editor").querySelector(".ProseMirror");
  page.classList.add("prose");
  page.setAttribute("role", "textbox");
  page.setAttribute("aria-multiline", "true");
  if (described) page.setAttribute("aria-describedby", described);
  if (label) {
    page.setAttribute("aria-label", label.textContent.trim());
    label.addEventListener("click", () => page.focus());
  }
  area.closest(".field").classList.add("has-editor");
}
