/* How things look: a colour for each family of classes, a shape for each class, and the colours of the theme. */

const CONCEPT = "http://www.w3.org/2004/02/skos/core#Concept";
const COLOURS = 7; /* c0 to c6; c7 is the slate of concepts and of what has no type, c8 for times, figures and further families */
const SHAPES = [
  polygon(24, 0), polygon(4, 45), polygon(4, 0, 1.15), polygon(3, -90, 1.2), polygon(6, 0, 1.05), star(5), polygon(3, 90, 1.2), polygon(5, -90, 1.08), plus(),
];
const CIRCLE = 0;

function polygon(sides, turn, size = 1) {
  return Array.from({ length: sides }, (_, i) => {
    const angle = ((turn + (360 * i) / sides) * Math.PI) / 180;
    return [size * Math.cos(angle), size * Math.sin(angle)];
  });
}

function star(points) {
  return Array.from({ length: 2 * points }, (_, i) => {
    const angle = -Math.PI / 2 + (Math.PI * i) / points;
    const size = i % 2 ? 0.56 : 1.25;
    return [size * Math.cos(angle), size * Math.sin(angle)];
  });
}

function plus() {
  const a = 0.4, b = 1.08;
  return [[-a, -b], [a, -b], [a, -a], [b, -a], [b, a], [a, a], [a, b], [-a, b], [-a, a], [-b, a], [-b, -a], [-a, -a]];
}

function outline(shape, x, y, r) {
  return `M${SHAPES[shape].map(([dx, dy]) => `${(x + dx * r).toFixed(2)} ${(y + dy * r).toFixed(2)}`).join("L")}Z`;
}

function makeLook(graph) {
  const { classes } = graph.data;
  const members = new Array(classes.length).fill(0);
  for (let node = 0; node < graph.count; node++) for (const kind of graph.types(node)) members[kind]++;

  /* The class that a node is drawn as: the least common of its classes, which says the most. */
  const drawn = Int32Array.from({ length: graph.count }, (_, node) =>
    graph.types(node).reduce((best, kind) => (best < 0 || members[kind] < members[best] ? kind : best), -1));
  const counts = new Array(classes.length).fill(0);
  for (const kind of drawn) if (kind >= 0) counts[kind]++;

  const families = new Map();
  classes.forEach(([, family], kind) => {
    if (counts[kind]) families.set(family, [...(families.get(family) || []), kind]);
  });
  const weight = (kinds) => kinds.reduce((sum, kind) => sum + (classes[kind][2] ? 0 : counts[kind]), 0);
  const ordered = [...families.entries()].sort(([f, a], [g, b]) => weight(b) - weight(a) || f - g);
  const concept = ([family]) => graph.termIri(family) === CONCEPT;
  ordered.sort((a, b) => concept(a) - concept(b));
  const styles = [];
  const worn = new Array(9).fill(0); /* how many classes wear each colour */
  let used = 0;
  ordered.forEach(([name, kinds], family) => {
    kinds.sort((a, b) => classes[a][2] - classes[b][2] || counts[b] - counts[a] || a - b);
    const colour = concept([name]) ? 7 : kinds.every((kind) => classes[kind][2]) || used >= COLOURS ? 8 : used++;
    const start = colour === 8 ? 0 : shapeOf(family);
    for (const kind of kinds) {
      const nth = worn[colour]++;
      styles[kind] = { colour, shape: (nth + start) % SHAPES.length, hollow: nth >= SHAPES.length };
    }
  });
  const nothing = { colour: 7, shape: CIRCLE, hollow: true };

  /* The first classes of the families start from different shapes, so that colour is never the only sign. */
  function shapeOf(family) {
    return [0, 1, 2, 3, 4, 5, 7, 6, 8][family % 9];
  }

  const look = {
    families: ordered, counts, colours: {},
    kind: (node) => drawn[node],
    style: (kind) => (kind < 0 ? nothing : styles[kind]),
    styleOf: (node) => look.style(drawn[node]),
    typeName: (node) => (drawn[node] < 0 ? "" : graph.className(drawn[node])),
    swatch(kind) {
      const { colour, shape, hollow } = look.style(kind);
      return el("svg", { class: `swatch c${colour}${hollow ? " hollow" : ""}`, viewBox: "-9 -9 18 18", "aria-hidden": "true" }, el("path", { d: outline(shape, 0, 0, 5.6) }));
    },
    read() {
      const css = getComputedStyle(document.documentElement);
      for (const name of ["ground", "raised", "line", "ink", "soft", "faint", "accent", "wash", "thread"]) look.colours[name] = css.getPropertyValue(`--${name}`).trim();
      look.palette = Array.from({ length: 9 }, (_, i) => css.getPropertyValue(`--c${i}`).trim());
      look.font = getComputedStyle(document.body).fontFamily;
    },
    theme() {
      return document.documentElement.dataset.theme;
    },
    setTheme(theme) {
      document.documentElement.dataset.theme = theme;
      look.read();
    },
  };
  if (look.theme() === "auto") document.documentElement.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  look.read();
  return look;
}
