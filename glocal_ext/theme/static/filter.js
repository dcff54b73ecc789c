/* Filters the lines of an index as a reader types. Without it the index stands whole, and each
   way of looking at it has a page. A classic script: pages opened from a file load no modules. */
"use strict";

(() => {
  const fold = (text) =>
    text
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .toLowerCase();

  const template = document.querySelector("#filter");
  const form = template.content.firstElementChild.cloneNode(true);
  template.replaceWith(form);
  const field = form.querySelector("input");
  const status = form.querySelector("[role=status]");
  const groups = [...document.querySelectorAll("main .records")].map((section) => ({
    section,
    name: fold(section.querySelector("h2").textContent),
    lines: [...section.querySelectorAll("li")].map((line) => [line, fold(line.textContent)]),
  }));

  const filter = () => {
    const words = fold(field.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const { section, name, lines } of groups) {
      let shown = 0;
      for (const [line, text] of lines) {
        line.hidden = !words.every((word) => text.includes(word) || name.includes(word));
        shown += !line.hidden;
      }
      section.hidden = !shown;
      count += shown;
    }
    const said = count === 1 ? "one" : count ? "other" : "none";
    status.textContent = words.length ? status.dataset[said].replace("{count}", count) : "";
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", filter);
  filter(); // a browser that goes back has kept the words
})();
