// Sorts and filters the table of people. Without it the page is whole; what it adds is made here.
(() => {
  "use strict";
  const form = document.querySelector("form.tools");
  const table = document.querySelector("table.people");
  const body = table.tBodies[0];
  // A browser lays out a few hundred rows in a moment, and thousands in seconds: the rest waits for a button.
  const most = 300;
  let limit = most;
  const rows = [...body.rows];
  const texts = rows.map((row) => (row.cells[0].textContent + " " + row.cells[3].textContent).toLowerCase());
  const places = new Map(rows.map((row, place) => [row, place]));
  let order = rows;
  const said = form.querySelector("[role=status]");

  const more = document.createElement("button");
  more.type = "button";
  more.className = "show";
  more.addEventListener("click", () => {
    limit = rows.length;
    filter();
  });
  form.append(more);

  const filter = () => {
    const words = form.elements.find.value.toLowerCase().split(/\s+/).filter(Boolean);
    const group = form.elements.group.value;
    let found = 0;
    for (const row of order) {
      const text = texts[places.get(row)];
      const kept = (!group || row.classList.contains(group)) && words.every((word) => text.includes(word));
      found += kept;
      row.hidden = !kept;
      row.classList.toggle("later", found > limit);
    }
    const counts = { "#": Math.min(found, limit), "##": rows.length };
    said.textContent = form.dataset.shown.replace(/##?/g, (sign) => counts[sign]);
    more.hidden = found <= limit;
    more.textContent = form.dataset.more.replace("#", found);
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
    order = sorted;
    // Thousands of rows that change places in the page take seconds, outside of it no time.
    body.remove();
    body.replaceChildren(...order);
    filter();
    table.append(body);
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
