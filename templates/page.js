/* What the page does beyond being read: choose, sort and group rows, open one, copy, save. Everything it shows stands in the
   file already. The view is kept in the address after #, so that a link opens it: #rating=Red&group=portfolio&open=ED-08 */
"use strict";
(() => {
  const root = document.documentElement, body = document.body;
  const all = (what, where = document) => [...where.querySelectorAll(what)];
  const one = (what, where = document) => where.querySelector(what);
  root.classList.add("js");

  const table = one("#score"), kpis = one("#kpis"), columns = table.tHead.rows[0].cells.length;
  const selects = all(".filters select"), display = all(".display select"), filters = selects.filter(each => !["group", "sort"].includes(each.dataset.key));
  const search = one("input[type=search]");
  const USUAL = { group: one("select[data-key=group]").value, sort: "rating" };
  const articles = new Map(all("article.kpi").map(each => [each.dataset.ref, each]));

  const rows = all("tr[data-ref]").map((tr, at) => {
    const values = {};
    for (const key of ["rating", ...filters.map(each => each.dataset.key)]) values[key] = (tr.dataset[key] || "").split("|");
    const order = {};
    for (const cell of tr.cells) if (cell.dataset.s !== undefined) order[table.tHead.rows[0].cells[cell.cellIndex].dataset.key] = Number(cell.dataset.s);
    const link = one(".opens", tr), name = link.textContent;
    return { tr, at, ref: tr.dataset.ref, values, order, link, name, words: `${tr.dataset.ref} ${name} ${tr.dataset.words}`.toLowerCase(), shown: true };
  });
  const byRef = new Map(rows.map(row => [row.ref, row]));

  /* The view: what stands in the address. Words that are not known are left alone. */
  const CHOICES = ["rating", ...filters.map(each => each.dataset.key), "find"];
  const KEYS = [...CHOICES, "group", "sort", "open", "view", "of", "with", "look", "text"];
  const VIEWS = ["compare", "meeting"].filter(name => one(`#${name}`));
  let view = {};
  const decoded = text => { try { return decodeURIComponent(text); } catch { return text; } };
  const read = () => {
    const text = decoded(location.hash.slice(1)), found = {};
    const named = rows.find(row => articles.get(row.ref).id === text);
    if (named) return { ...view, open: named.ref, view: "" };
    if (VIEWS.includes(text)) return { ...view, view: text, open: "", of: "" };
    if (text === "scorecard") return { ...view, view: "" };
    for (const part of new URLSearchParams(location.hash.slice(1))) if (KEYS.includes(part[0])) found[part[0]] = part[1];
    return found;
  };
  const address = () => {
    const told = new URLSearchParams();
    for (const key of KEYS) if (view[key] !== undefined && view[key] !== "" && view[key] !== USUAL[key]) told.set(key, view[key]);
    return `#${told}`;
  };
  const go = (changes, push = true) => {
    view = { ...view, ...changes };
    const to = address();
    if (to !== location.hash) history[push ? "pushState" : "replaceState"](null, "", to === "#" ? location.pathname + location.search : to);
    show();
  };
  const say = words => { one("#said").textContent = words; clearTimeout(say.last); say.last = setTimeout(() => { one("#said").textContent = ""; }, 8000); };

  /* Which rows are shown. */
  const chosen = key => (view[key] || "").split("|").filter(Boolean);
  const fits = row => {
    const ratings = chosen("rating");
    if (ratings.length && !ratings.some(each => row.values.rating.includes(each))) return false;
    for (const each of filters) if (view[each.dataset.key] && !row.values[each.dataset.key].includes(view[each.dataset.key])) return false;
    return (view.find || "").toLowerCase().split(/\s+/).every(word => row.words.includes(word));
  };
  const LAST = { gap: -1e9 };
  const compare = key => (a, b) => {
    if (key === "name") return a.name.localeCompare(b.name);
    const missing = LAST[key] === undefined ? 1e9 : LAST[key];
    const left = a.order[key] === undefined ? missing : a.order[key], right = b.order[key] === undefined ? missing : b.order[key];
    return key === "gap" ? right - left || a.at - b.at : left - right || a.order.rating - b.order.rating || a.at - b.at;
  };
  const tiles = new Map(all(".tile").map(each => [each.dataset.key, each]));
  const ratingWord = key => one(".what", tiles.get(key)).textContent.replace(/^\S\s/, "").trim();

  let arranged = `${USUAL.group} ${USUAL.sort}`, groups = all("tbody", table).map(each => ({ body: each, name: one(".group .group", each).textContent, rows: rows.filter(row => row.tr.parentNode === each) }));
  const arrange = () => {
    const group = view.group === undefined ? USUAL.group : view.group, sort = view.sort || USUAL.sort;
    if (arranged === `${group} ${sort}`) return;
    arranged = `${group} ${sort}`;
    close();
    const sorted = [...rows].sort(compare(sort)), found = new Map();
    for (const row of sorted) {
      const name = group ? (row.values[group] || [""])[0] : "";
      if (!found.has(name)) found.set(name, []);
      found.get(name).push(row);
    }
    const ranks = [...tiles.keys()];
    const names = [...found.keys()].sort((a, b) => group === "rating" ? ranks.indexOf(a) - ranks.indexOf(b) : (a === "") - (b === "") || (group === USUAL.group ? first.indexOf(a) - first.indexOf(b) : a.localeCompare(b)));
    groups.forEach(each => each.body.remove());
    groups = names.map(name => {
      const made = document.createElement("tbody");
      made.setAttribute("role", "rowgroup");
      if (group) {
        const tr = made.insertRow(), th = document.createElement("th");
        tr.className = "group";
        th.colSpan = columns; th.scope = "rowgroup"; th.setAttribute("role", "rowheader"); tr.setAttribute("role", "row");
        for (const kind of ["group", "counts"]) { const span = document.createElement("span"); span.className = kind; th.append(span, " "); }
        one(".group", th).textContent = group === "rating" ? ratingWord(name) : name || "None";
        tr.append(th);
      }
      made.append(...found.get(name).map(row => row.tr));
      table.append(made);
      return { body: made, name, rows: found.get(name) };
    });
  };
  const first = groups.map(each => each.name);
  const countsOf = some => {
    const found = [...tiles.keys()].slice(0, 4).map(key => [some.filter(row => row.values.rating[0] === key).length, ratingWord(key)]).filter(each => each[0]);
    return `${some.length} ${some.length === 1 ? "KPI" : "KPIs"}: ${found.map((each, at) => `${each[0]} ${each[1]}`).join(", ")}`;
  };

  const show = () => {
    arrange();
    let number = 0;
    for (const row of rows) {
      const is = fits(row);
      if (row.shown !== is) { row.shown = is; row.tr.hidden = !is; }
      number += is;
    }
    for (const each of groups) {
      const some = each.rows.filter(row => row.shown), counts = one(".counts", each.body);
      each.body.hidden = !some.length;
      if (counts && some.length) counts.textContent = countsOf(some);
    }
    one("#shown").textContent = `${number} of ${rows.length} shown${number ? "" : ": no KPI fits all that is chosen"}`;
    for (const each of selects) each.value = view[each.dataset.key] === undefined ? USUAL[each.dataset.key] || "" : view[each.dataset.key];
    if (search !== document.activeElement) search.value = view.find || "";
    const ratings = chosen("rating");
    for (const [key, tile] of tiles) one("button", tile).setAttribute("aria-pressed", String(ratings.includes(key)));
    for (const cell of table.tHead.rows[0].cells) if (cell.dataset.sorts !== undefined) cell.setAttribute("aria-sort", cell.dataset.key === (view.sort || USUAL.sort) ? (cell.dataset.key === "gap" ? "descending" : "ascending") : "none");
    showChosen();
    showView();
  };
  const showView = () => {
    const now = VIEWS.includes(view.view) ? view.view : "";
    root.dataset.view = now;
    root.dataset.look = view.look || "";
    root.dataset.text = view.text || "";
    for (const each of display) each.value = view[each.dataset.key] || "";
    for (const link of all("nav a")) link.dataset.view === now ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current");
    if (now === "compare") { close(); showWith(); }
    else if (now === "meeting") meet();
    else open(view.open);
  };

  /* Compare: one group at a time. */
  const groupsWith = all("section.with"), which = one("select[data-key=with]");
  for (const each of groupsWith) which.add(new Option(`${each.dataset.group} (${all("tbody tr", each).length})`, each.dataset.group));
  const showWith = () => {
    const name = groupsWith.some(each => each.dataset.group === view.with) ? view.with : groupsWith[0].dataset.group;
    which.value = name;
    for (const each of groupsWith) each.hidden = each.dataset.group !== name;
  };

  /* Meeting: one KPI a screen, the highlights or the rows that are shown. */
  const agenda = () => view.of === "shown" ? inOrder().map(row => row.ref) : body.dataset.highlights.split("|").filter(ref => byRef.has(ref));
  const inOrder = () => groups.flatMap(each => each.rows).filter(row => row.shown);
  const meet = () => {
    const refs = agenda(), ref = refs.includes(view.open) ? view.open : refs[0], row = byRef.get(ref);
    one("#meeting-h").textContent = row ? `${refs.indexOf(ref) + 1} of ${refs.length}: ${row.name}` : "There is no KPI to show.";
    if (opened && opened.row === row && opened.holder.id === "stage") return;
    close();
    if (row) put(row, one("#stage"));
  };
  const step = by => {
    const refs = agenda(), at = refs.indexOf(opened && opened.row.ref) + by;
    if (at < 0 || at >= refs.length) return;
    go({ open: refs[at] });
    scrollTo(0, 0);
    say(one("#meeting-h").textContent);
  };

  /* What is chosen, each to be taken away. */
  const showChosen = () => {
    const place = one("#chosen"), had = document.activeElement && place.contains(document.activeElement);
    place.textContent = "";
    const add = (label, changes) => {
      const button = document.createElement("button");
      button.type = "button"; button.className = "pill";
      button.append(label, " ", Object.assign(document.createElement("span"), { textContent: "×", ariaHidden: "true" }));
      button.setAttribute("aria-label", `Take away: ${label}`);
      button.addEventListener("click", () => go(changes));
      place.append(button, " ");
    };
    for (const key of chosen("rating")) add(tiles.has(key) ? ratingWord(key) : key, { rating: chosen("rating").filter(each => each !== key).join("|") });
    for (const each of filters) if (view[each.dataset.key]) add(view[each.dataset.key], { [each.dataset.key]: "" });
    if (view.find) add(`“${view.find}”`, { find: "" });
    if (had) (one("button", place) || search).focus();
  };

  /* A row opens: its article is moved under it, and back to its place when it closes. */
  let opened = null;
  const close = () => {
    if (!opened) return;
    const { row, holder, mark } = opened;
    mark.replaceWith(articles.get(row.ref));
    articles.get(row.ref).hidden = "until-found";
    if (holder.id !== "stage") holder.remove();
    row.button.setAttribute("aria-expanded", "false");
    row.tr.classList.remove("is-open");
    opened = null;
  };
  const open = ref => {
    const row = byRef.get(ref);
    if (opened && (!row || opened.row !== row || opened.holder.id === "stage")) close();
    if (!row || opened) return;
    if (!row.shown) { for (const key of CHOICES) delete view[key]; history.replaceState(null, "", address()); show(); return; }
    const tr = document.createElement("tr"), cell = tr.insertCell();
    tr.className = "opened"; cell.colSpan = columns;
    tr.setAttribute("role", "row"); cell.setAttribute("role", "cell");
    row.tr.after(tr);
    row.tr.classList.add("is-open");
    row.button.setAttribute("aria-expanded", "true");
    put(row, cell, tr);
  };
  const put = (row, place, holder = place) => {
    const article = articles.get(row.ref), mark = document.createComment(row.ref);
    article.replaceWith(mark);
    article.hidden = false;
    place.append(article);
    opened = { row, holder, mark };
  };
  const toggle = row => { go({ open: view.open === row.ref ? "" : row.ref }); };

  /* Controls that only work with a script are made by it. */
  const button = (words, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.append(...[].concat(words));
    made.addEventListener("click", act);
    return made;
  };
  for (const [key, tile] of tiles) {
    const made = button([...tile.childNodes], () => {
      const now = chosen("rating");
      go({ rating: (now.includes(key) ? now.filter(each => each !== key) : [...now, key]).join("|") });
    });
    tile.append(made);
  }
  for (const cell of table.tHead.rows[0].cells) if (cell.dataset.sorts !== undefined) cell.append(button([...cell.childNodes], () => go({ sort: cell.dataset.key })));
  for (const row of rows) {
    row.button = button(row.name, () => toggle(row));
    row.button.className = "opens";
    row.button.setAttribute("aria-expanded", "false");
    row.button.setAttribute("aria-controls", articles.get(row.ref).id);
    row.link.replaceWith(row.button);
  }
  for (const [ref, article] of articles) {
    article.hidden = "until-found";
    article.addEventListener("beforematch", () => { view.open = ref; view.view = ""; history.replaceState(null, "", address()); show(); });
    const bar = document.createElement("p");
    bar.className = "actions";
    const row = byRef.get(ref), figures = one("table.figures", article);
    if (figures) bar.append(
      button("Copy figures", () => copy(lines(figures).map(cells => cells.join("\t")).join("\n"), "Figures copied.")), " ",
      button("Download CSV", () => save(csv(lines(figures)), `${ref}.csv`)), " ");
    bar.append(button("Copy link to this KPI", () => copy(location.href.split("#")[0] + "#" + article.id, "Link copied.")), " ",
      Object.assign(button("Close", () => { go({ open: "" }); row.button.focus(); }), { className: "closes" }));
    one(".beside", article).append(bar);
  }

  /* What moved is folded away, as page 2 of a paper is turned to. */
  const moved = one("#moved"), title = one("h2", moved);
  if (title) {
    const fold = button([Object.assign(document.createElement("b"), { textContent: title.textContent }), ` ${moved.dataset.told}`], () => {
      fold.setAttribute("aria-expanded", String(!moved.classList.toggle("is-folded")));
    });
    const heading = document.createElement("h2");
    heading.className = "fold-heading";
    fold.className = "fold";
    fold.setAttribute("aria-expanded", "false");
    heading.append(fold);
    moved.prepend(heading);
    moved.classList.add("is-folded");
  }

  /* Rows are laid out one by one, so that they say what they are themselves. */
  const roles = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };
  for (const each of [table, ...all("thead, tbody, tr, td", table)]) if (each.closest("table") === table) each.setAttribute("role", roles[each.tagName]);
  for (const each of all("th", table)) if (each.closest("table") === table) each.setAttribute("role", each.scope === "col" ? "columnheader" : "rowheader");

  /* Copies and files. What a sheet of figures would take for a formula is kept as text. */
  const parts = node => node.nodeType === 3 ? node.data : node.nodeName === "BR" ? " " : node.nodeType !== 1 || node.nodeName === "svg" || node.getAttribute("aria-hidden") ? "" : [...node.childNodes].map(parts).join("");
  const text = node => parts(node).replace(/\s+/g, " ").trim();
  const lines = part => all("tr", part).filter(tr => !tr.hidden && !tr.closest("[hidden]:not([hidden=until-found])")).map(tr => [...tr.cells].map(text));
  const safe = words => /^[=@+\t\r]/.test(words) || /^-(?![\d.])/.test(words) ? `'${words}` : words;
  const csv = some => "\ufeff" + some.map(cells => cells.map(cell => `"${safe(cell).replaceAll('"', '""')}"`).join(",")).join("\r\n") + "\r\n";
  const save = (words, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([words], { type: "text/csv;charset=utf-8" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    say(`Saved as ${name}.`);
  };
  const copy = async (words, done) => {
    try { await navigator.clipboard.writeText(words); } catch {
      const area = document.createElement("textarea"), back = document.activeElement;
      area.value = words;
      body.append(area);
      area.select();
      const is = document.execCommand("copy");
      area.remove();
      if (back) back.focus();
      if (!is) return say("This browser did not let it be copied.");
    }
    say(done);
  };
  const shownRows = () => {
    const head = ["Reference", ...[...table.tHead.rows[0].cells].map(text).filter((words, at) => at !== 1)];
    return [head, ...groups.flatMap(each => each.rows).filter(row => row.shown).map(row => [row.ref, row.name, ...[...row.tr.cells].slice(2).map(text)])];
  };
  const acts = {
    link: () => copy(location.href, "Link copied."),
    csv: () => save(csv(shownRows()), `${body.dataset.file}.csv`),
    print: () => print(),
    meet: () => { go({ view: "meeting", of: "shown", open: "" }); scrollTo(0, 0); one("#meeting-h").focus(); },
    before: () => step(-1),
    next: () => step(1),
    back: () => { const row = opened && opened.row; go({ view: "", of: "", open: "" }); if (row) { row.button.focus(); seen(row); } },
  };
  for (const each of all("[data-do]")) each.addEventListener("click", () => acts[each.dataset.do]());
  for (const each of selects) each.addEventListener("change", () => go({ [each.dataset.key]: each.value }));
  for (const each of [which, ...display].filter(Boolean)) each.addEventListener("change", () => go({ [each.dataset.key]: each.value }));
  search.addEventListener("input", () => go({ find: search.value.trim() }, false));

  /* Keys: arrows, Home and End go from row to row, Esc closes the open one. */
  table.addEventListener("keydown", event => {
    const at = event.target.classList.contains("opens") ? inOrder().findIndex(row => row.button === event.target) : -1;
    if (event.key === "Escape" && opened) { const row = opened.row; go({ open: "" }); row.button.focus(); return; }
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: inOrder().length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    const row = inOrder()[to];
    if (row) { event.preventDefault(); row.button.focus(); }
  });
  addEventListener("keydown", event => {
    if (root.dataset.view !== "meeting" || event.target.closest("input, select, summary, [tabindex='0']")) return;
    const act = { ArrowRight: acts.next, ArrowLeft: acts.before, Escape: acts.back }[event.key];
    if (act) { event.preventDefault(); act(); }
  });
  /* The name of a bar chooses the KPIs that it counts. */
  for (const link of all(".bar-table a")) link.addEventListener("click", event => {
    event.preventDefault();
    go({ ...Object.fromEntries(CHOICES.map(key => [key, ""])), ...Object.fromEntries(new URLSearchParams(link.hash.slice(1))) });
    one("#scorecard").scrollIntoView();
    one("button", one("#chosen")).focus({ preventScroll: true });
  });
  /* A link to a KPI opens its row, wherever it stands. */
  document.addEventListener("click", event => {
    const link = event.target.closest("a[href^='#k-']");
    if (!link) return;
    const row = rows.find(each => articles.get(each.ref).id === decodeURIComponent(link.hash.slice(1)));
    if (!row) return;
    event.preventDefault();
    go({ open: row.ref, view: "" });
    row.button.focus();
    seen(row);
  });
  /* Twice, since rows on the way take their room once they are seen. */
  const seen = row => {
    row.tr.scrollIntoView({ block: "start" });
    requestAnimationFrame(() => row.tr.scrollIntoView({ block: "start" }));
  };
  const follow = () => {
    view = read();
    show();
    /* A link to a place of the page keeps what is chosen, and so does the address. */
    if (["scorecard", ...VIEWS].includes(location.hash.slice(1))) history.replaceState(null, "", address());
    if (view.open && byRef.has(view.open)) seen(byRef.get(view.open));
  };
  addEventListener("hashchange", follow);
  addEventListener("popstate", follow);
  follow();
})();
