// Sorts and filters the table of people. Without it the page is whole; what it adds is made here.
(() => {
  "use strict";
  const form = document.querySelector("form.tools");
  const table = document.querySelector("table.people");
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const texts = rows.map((row) => (row.cells[0].textContent + " " + row.cells[3].textContent).toLowerCase());
  const places = new Map(rows.map((row, place) => [row, place]));
  const said = form.querySelector("[role=status]");

  const filter = () => {
    const words = form.elements.find.value.toLowerCase().split(/\s+/).filter(Boolean);
    const group = form.elements.group.value;
    let shown = 0;
    rows.forEach((row, place) => {
      const kept = (!group || row.classList.contains(group)) && words.every((word) => texts[place].includes(word));
      row.hidden = !kept;
      shown += kept;
    });
    const counts = { "#": shown, "##": rows.length };
    said.textContent = form.dataset.shown.replace(/##?/g, (sign) => counts[sign]);
  };

  const number = (text) => parseFloat(text.replace(",", ".").replace("\u2013", ""));
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: "base" });
  const compared = (one, other, numeric) => {
    if (!numeric) return collator.compare(one, other);
    const [a, b] = [number(one), number(other)];
    return Number.isNaN(a) || Number.isNaN(b) ? Number.isNaN(a) - Number.isNaN(b) : a - b;
  };

  const sort = (head) => {
    const column = head.cellIndex;
    const down = head.getAttribute("aria-sort") === "ascending";
    const numeric = head.classList.contains("n");
    const keys = new Map(rows.map((row) => [row, row.cells[column].textContent.trim()]));
    const empty = (row) => numeric && Number.isNaN(number(keys.get(row)));
    const sorted = [...rows].sort((one, other) => {
      // Rows without a figure stay at the end in both directions.
      if (empty(one) !== empty(other)) return empty(one) - empty(other);
      const order = compared(keys.get(one), keys.get(other), numeric);
      return (down ? -order : order) || places.get(one) - places.get(other);
    });
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    body.append(...sorted);
  };

  for (const head of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.title = form.dataset.sort.replace("#", head.textContent);
    button.addEventListener("click", () => sort(head));
    head.replaceChildren(button);
  }
  for (const entry of document.querySelectorAll(".mistakes > li")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "show";
    button.textContent = form.dataset.show;
    button.addEventListener("click", () => {
      form.elements.group.value = "m-" + entry.id.slice("mistake-".length);
      filter();
      form.scrollIntoView();
      form.elements.group.focus();
    });
    entry.querySelector(".mistake-head").append(button);
  }
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  filter();
})();
