/* What did the person mean? Labels, further names, pinyin and initials, in simplified or traditional characters. */

function makeNames(graph) {
  const simplified = new Map(graph.data.simplified || []);
  const traditional = simplified.size ? new RegExp(`[${[...simplified.keys()].join("")}]`, "gu") : null;

  function fold(text) {
    const plainer = String(text).normalize("NFKC").toLowerCase().replace(/[\s\p{P}\p{Cf}]+/gu, "");
    return traditional ? plainer.replace(traditional, (one) => simplified.get(one)) : plainer;
  }

  let entries = null;

  function prepare() {
    entries = [];
    const { nodes } = graph.data;
    for (let node = 0; node < graph.count; node++) {
      const texts = [nodes.zh[node], ...(nodes.en[node] ? [nodes.en[node]] : []), ...graph.names(node)];
      entries.push({ node, texts, folded: texts.map(fold), keys: graph.keys(node) });
    }
  }

  /* Matches as {node, name, score}, best first. */
  function search(text, limit = 12) {
    if (!entries) prepare();
    const wanted = fold(text);
    const iri = text.trim().replace(/^<|>$/g, "");
    if (!wanted) return [];
    const found = [];
    for (const { node, texts, folded, keys } of entries) {
      let score = graph.iri(node) === iri ? 101 : 0;
      let by = 0;
      folded.forEach((one, i) => {
        const now = one === wanted ? 100 : one.startsWith(wanted) ? 80 : one.includes(wanted) ? 60 : 0;
        if (now > score) { score = now; by = i; }
      });
      for (const key of keys) {
        const now = key === wanted ? 90 : key.startsWith(wanted) ? 70 : wanted.length > 2 && key.includes(wanted) ? 50 : 0;
        if (now > score) { score = now; by = 0; }
      }
      if (!score && wanted.length > 1 && folded.some((one) => inSequence(wanted, one))) score = 20;
      if (score) found.push({ node, name: texts[by], score });
    }
    found.sort((a, b) => b.score - a.score || graph.degree(b.node) - graph.degree(a.node) || a.node - b.node);
    return found.slice(0, limit);
  }

  function inSequence(wanted, text) {
    let at = -1;
    for (const one of wanted) {
      at = text.indexOf(one, at + 1);
      if (at < 0) return false;
    }
    return true;
  }

  return { search, prepare: () => { if (!entries) prepare(); } };
}

/* A text field that finds entities: the ARIA combobox with a list that the arrow keys walk. */
function makeCombobox(app, input, list, choose) {
  let matches = [];
  let at = -1;

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    at = -1;
  }

  function mark(next) {
    at = next;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
    if (at < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    }
  }

  function show() {
    matches = app.names.search(input.value);
    list.replaceChildren(...matches.map(({ node, name }, i) => {
      const label = app.graph.label(node);
      const item = el("li", { role: "option", id: `${list.id}-${i}`, "aria-selected": "false" },
        app.look.swatch(app.look.kind(node)), el("span", {}, said(label)), el("small", {}, said(app.look.typeName(node))),
        name === label ? null : el("span", { class: "by" }, said(name)));
      item.addEventListener("pointerdown", (event) => event.preventDefault());
      item.addEventListener("click", () => take(i));
      return item;
    }));
    const some = input.value.trim() !== "";
    list.hidden = !matches.length;
    input.setAttribute("aria-expanded", String(matches.length > 0));
    if (some) app.say(matches.length ? app.t("find.count", matches.length) : app.t("find.none"));
    mark(matches.length ? 0 : -1);
  }

  function take(i) {
    const { node } = matches[i];
    close();
    choose(node);
  }

  input.addEventListener("input", show);
  input.addEventListener("focus", () => { if (input.value && document.activeElement === input) show(); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const open = !list.hidden;
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && matches.length) {
      event.preventDefault();
      if (!open) show();
      else mark((at + (event.key === "ArrowDown" ? 1 : -1) + matches.length) % matches.length);
    } else if (event.key === "Enter" && open && at >= 0) {
      event.preventDefault();
      take(at);
    } else if (event.key === "Escape") {
      if (open) { event.stopPropagation(); close(); }
      else if (input.value) { event.stopPropagation(); input.value = ""; }
      else input.blur();
    }
  });
  return { close };
}
