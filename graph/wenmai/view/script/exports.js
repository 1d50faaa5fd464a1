/* What is shown, as a file: PNG and SVG of the picture; Turtle, CSV and JSON of its content. */

function makeExports(app) {
  const { graph, look, picture } = app;

  function save(format) {
    const name = `wenmai.${format}`;
    if (format === "png") return png().then((blob) => offer(name, blob));
    const [type, make] = { svg: ["image/svg+xml", svg], ttl: ["text/turtle", turtle], csv: ["text/csv", csv], json: ["application/json", json] }[format];
    return Promise.resolve(offer(name, new Blob([make()], { type: `${type};charset=utf-8` })));
  }

  function offer(name, blob) {
    const address = URL.createObjectURL(blob);
    const anchor = el("a", { href: address, download: name });
    document.body.append(anchor);
    anchor.click();
    anchor.remove();
    setTimeout(() => URL.revokeObjectURL(address), 20000);
    app.say(app.t("saved", name));
  }

  function png() {
    const { canvas } = picture;
    const copy = document.createElement("canvas");
    copy.width = canvas.width;
    copy.height = canvas.height;
    const pen = copy.getContext("2d");
    pen.fillStyle = look.colours.ground;
    pen.fillRect(0, 0, copy.width, copy.height);
    pen.drawImage(canvas, 0, 0);
    return new Promise((resolve) => { copy.toBlob(resolve, "image/png"); });
  }

  /* ---- SVG: the picture as it stands on the screen */

  function markup(text) {
    return plain(text).replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
  }

  function svg() {
    const { shown, x, y } = picture;
    const { scale, left, top } = picture.view();
    const width = picture.canvas.clientWidth, height = picture.canvas.clientHeight;
    const sx = (value) => (value * scale + left).toFixed(1), sy = (value) => (value * scale + top).toFixed(1);
    const { colours, palette } = look;
    const lit = picture.lit();
    const parts = [`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="${markup(look.font)}" font-size="12.5">`,
      `<rect width="100%" height="100%" fill="${colours.ground}"/>`,
      `<defs>${["thread", "accent"].map((name) => `<marker id="${name}" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 1 8 4 0 7z" fill="${colours[name]}"/></marker>`).join("")}</defs>`];
    for (const link of shown.links) {
      const on = Boolean(lit && lit.links.has(link));
      if (!on && app.isMuted(link)) continue;
      const a = graph.subject[link], b = graph.object[link];
      if (a === b) continue;
      const control = picture.bow(link);
      const from = control || [x[a], y[a]];
      const away = Math.hypot(x[b] - from[0], y[b] - from[1]) || 1;
      const short = Math.min(1, (picture.radius(b) + 2) / away);
      const tx = x[b] - (x[b] - from[0]) * short, ty = y[b] - (y[b] - from[1]) * short;
      const name = on ? "accent" : "thread";
      const faint = !on && (lit || app.isDim(link)) ? ' opacity=".3"' : "";
      parts.push(`<path d="M${sx(x[a])} ${sy(y[a])}${control ? `Q${sx(control[0])} ${sy(control[1])} ` : "L"}${sx(tx)} ${sy(ty)}" fill="none" stroke="${colours[name]}" stroke-width="${on ? 2 : 1.1}"${faint} marker-end="url(#${name})"><title>${markup(`${graph.label(a)} · ${graph.predicateName(graph.predicate[link])} · ${graph.label(b)}`)}</title></path>`);
    }
    for (const node of shown.nodes) {
      const { colour, shape, hollow } = look.styleOf(node);
      const faint = (lit ? !lit.nodes.has(node) : app.isDimNode(node)) ? ' opacity=".25"' : "";
      parts.push(`<path d="${outline(shape, Number(sx(x[node])), Number(sy(y[node])), picture.radius(node) * scale)}" fill="${hollow ? colours.ground : palette[colour]}" stroke="${hollow ? palette[colour] : colours.ground}" stroke-width="1.4"${faint}><title>${markup(graph.label(node))}</title></path>`);
    }
    const pen = document.createElement("canvas").getContext("2d");
    for (const label of picture.layLabels(pen, width, height)) {
      const turn = label.angle ? ` transform="rotate(${((label.angle * 180) / Math.PI).toFixed(1)} ${label.left.toFixed(1)} ${label.top.toFixed(1)})"` : "";
      parts.push(`<text x="${label.left.toFixed(1)}" y="${label.top.toFixed(1)}" dominant-baseline="central"${label.link ? ' text-anchor="middle" font-size="11.5"' : ""}${label.strong ? ' font-weight="600"' : ""} fill="${label.link ? colours.accent : colours.ink}" stroke="${colours.ground}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"${turn}>${markup(label.text)}</text>`);
    }
    parts.push("</svg>");
    return parts.join("\n");
  }

  /* ---- Turtle: the links that are shown, and the types, names and literals of their entities */

  function resource(iri) {
    if (iri.startsWith("_:")) return iri;
    return `<${iri.replace(/[\u0000-\u0020<>"{}|^`\\]/g, (one) => `\\u${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`)}>`;
  }

  function literal(text, kind) {
    const quoted = `"${text.replace(/["\\\u0000-\u001f\u007f]/g, (one) => ({ '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" })[one] || `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`)}"`;
    if (typeof kind === "string") return quoted + kind;
    const datatype = graph.termIri(kind);
    return datatype === "http://www.w3.org/2001/XMLSchema#string" ? quoted : `${quoted}^^${resource(datatype)}`;
  }

  function turtle() {
    const { shown } = picture;
    const lines = [];
    for (const node of [...shown.nodes].sort((a, b) => a - b)) {
      const me = resource(graph.iri(node));
      const facts = [
        ...graph.types(node).map((kind) => `a ${resource(graph.termIri(graph.classTerm(kind)))}`),
        ...graph.labels(node).map(([language, text]) => `<http://www.w3.org/2000/01/rdf-schema#label> ${literal(text, language ? `@${language}` : "")}`),
        ...graph.facts(node).map(([term, value, kind]) => `${resource(graph.termIri(term))} ${kind === -1 ? resource(graph.termIri(value)) : literal(value, kind)}`),
        ...graph.linksOf(node).filter((link) => graph.subject[link] === node && shown.links.has(link)).map((link) => `${resource(graph.predicateIri(graph.predicate[link]))} ${resource(graph.iri(graph.object[link]))}`),
      ];
      if (facts.length) lines.push(`${me}\n    ${facts.join(" ;\n    ")} .\n`);
    }
    return lines.join("\n");
  }

  /* ---- CSV and JSON */

  function rows() {
    return [...picture.shown.links].sort((a, b) => a - b).map((link) => ({
      subject: graph.iri(graph.subject[link]), subjectLabel: graph.label(graph.subject[link]),
      predicate: graph.predicateIri(graph.predicate[link]), predicateLabel: graph.predicateName(graph.predicate[link]),
      object: graph.iri(graph.object[link]), objectLabel: graph.label(graph.object[link]),
      time: graph.time(link) || null,
      evidence: graph.evidence(link).map((number) => {
        const [document_, start, end] = graph.data.evidence[number];
        return { document: graph.data.documents[document_][0], start: start < 0 ? null : start, end: end < 0 ? null : end };
      }),
    }));
  }

  function csv() {
    const columns = ["subject", "subjectLabel", "predicate", "predicateLabel", "object", "objectLabel", "time", "evidence"];
    const cell = (value) => (/[",\r\n]/.test(value) ? `"${value.replace(/"/g, '""')}"` : value);
    const text = (row, name) => (name === "evidence" ? row.evidence.map((one) => one.document + (one.start === null ? "" : `#char=${one.start},${one.end}`)).join(" ") : row[name] || "");
    return [columns, ...rows().map((row) => columns.map((name) => text(row, name)))].map((line) => line.map(cell).join(",")).join("\r\n") + "\r\n";
  }

  function json() {
    const nodes = [...picture.shown.nodes].sort((a, b) => a - b).map((node) => ({ iri: graph.iri(node), label: graph.label(node), types: graph.types(node).map((kind) => graph.termIri(graph.classTerm(kind))) }));
    return `${JSON.stringify({ nodes, links: rows() }, null, 1)}\n`;
  }

  return { save, make: { svg, ttl: turtle, csv, json }, png };
}
