/* The picture: vis-network pans, zooms and drags; entities, links, labels and emphasis are painted here.

   Painting all of one look at once is several times faster, and emphasis then costs no change of vis-network's data. It holds
   nothing but the entity that a pointer presses, to drag it. */

const LABEL_SIZE = 12.5;
const LABEL_CHARACTERS = 26; /* a Chinese character counts as two */
const ALWAYS = 14; /* so many of the most connected are always named */
const CROWD = 1000; /* of more links than these, long ones are left out while the picture moves */
const LONG = 110; /* screen pixels */
const NEAR = 13; /* screen pixels around a click */

function makePicture(app, container, drawn) {
  const { graph, look } = app;
  const x = new Float64Array(graph.count).fill(NaN);
  const y = new Float64Array(graph.count).fill(NaN);
  const shown = { nodes: new Set(), links: new Set(), order: [], bends: new Map(), degree: new Map() };
  let lit = null; /* {nodes: Map node → rank, links: Set, path: bool} while something is emphasised */
  let hover = -1;
  let moving = false;
  let due = false; /* from a change until the frame that shows it */
  let view = { scale: 1, left: 0, top: 0 };

  for (const row of drawn.nodes) {
    const node = Number(row.id.slice(1));
    x[node] = row.x;
    y[node] = row.y;
  }

  /* The layout is wider than high: on an upright screen it is turned on its side. */
  const upright = container.clientHeight > 1.15 * container.clientWidth;
  if (upright) for (const row of drawn.nodes) {
    const node = Number(row.id.slice(1));
    [x[node], y[node]] = [y[node], x[node]];
  }

  const pressed = new vis.DataSet();
  const network = new vis.Network(container, { nodes: pressed, edges: new vis.DataSet() }, drawn.options);
  const canvas = container.querySelector("canvas");
  container.querySelectorAll("[tabindex]").forEach((inner) => inner.setAttribute("tabindex", "-1"));
  canvas.setAttribute("aria-hidden", "true");
  network.on("beforeDrawing", paintLinks);
  network.on("afterDrawing", paintLabels);
  network.on("dragStart", ({ nodes: held }) => { moving = !held.length; });
  network.on("dragging", (event) => { for (const id of event.nodes) keep(id); });
  network.on("dragEnd", (event) => {
    moving = false;
    if (event.nodes.length) {
      event.nodes.forEach(keep);
      app.moved(event.nodes.map(number));
    } else redraw();
  });
  network.on("zoom", () => { moving = true; clearTimeout(settle.timer); settle.timer = setTimeout(settle, 140); });

  function settle() {
    moving = false;
    redraw();
  }

  /* However much changes, the picture is painted once, in the next frame; what vis-network draws until then is not seen. */
  function redraw() {
    if (due) return;
    due = true;
    requestAnimationFrame(() => { due = false; network.redraw(); });
  }

  function number(id) {
    return Number(id.slice(1));
  }

  function keep(id) {
    const at = network.getPosition(id);
    x[number(id)] = at.x;
    y[number(id)] = at.y;
  }

  /* ---- what is shown */

  function show(newNodes, newLinks) {
    place([...newNodes].filter((node) => Number.isNaN(x[node])), newNodes, newLinks);
    shown.nodes = newNodes;
    shown.links = newLinks;
    shown.degree = new Map();
    for (const link of newLinks) for (const end of [graph.subject[link], graph.object[link]]) shown.degree.set(end, (shown.degree.get(end) || 0) + 1);
    shown.order = [...newNodes].sort((a, b) => weight(b) - weight(a) || a - b);
    bend();
    redraw();
  }

  function weight(node) {
    return (shown.degree.get(node) || 0) * 4096 + Math.min(graph.degree(node), 4095);
  }

  /* Links between the same two entities bow apart, each by its own amount. */
  function bend() {
    const groups = new Map();
    for (const link of shown.links) {
      const a = graph.subject[link], b = graph.object[link];
      const pair = Math.min(a, b) * graph.count + Math.max(a, b);
      if (groups.has(pair)) groups.get(pair).push(link);
      else groups.set(pair, [link]);
    }
    shown.bends = new Map();
    for (const group of groups.values()) {
      if (group.length > 1) group.sort((a, b) => a - b).forEach((link, i) => shown.bends.set(link, (i - (group.length - 1) / 2) * (graph.subject[link] < graph.object[link] ? 1 : -1)));
    }
  }

  /* Positions for entities that have none: near those they are linked with, in the nearest free spot. */
  function place(newcomers, nodes, links) {
    if (!newcomers.length) return;
    const cell = 46;
    const taken = new Map();
    const occupy = (node) => taken.set(`${Math.round(x[node] / cell)},${Math.round(y[node] / cell)}`, node);
    let right = -Infinity, low = Infinity;
    for (const node of nodes) {
      if (Number.isNaN(x[node])) continue;
      occupy(node);
      right = Math.max(right, x[node]);
      low = Math.min(low, y[node]);
    }
    const near = new Map();
    for (const link of links) {
      const a = graph.subject[link], b = graph.object[link];
      if (!near.has(a)) near.set(a, []);
      if (!near.has(b)) near.set(b, []);
      near.get(a).push(b);
      near.get(b).push(a);
    }
    const settled = (node) => (near.get(node) || []).filter((one) => one !== node && !Number.isNaN(x[one]));
    const waiting = [...newcomers].sort((a, b) => settled(b).length - settled(a).length || a - b);
    for (const node of waiting) {
      const anchors = settled(node).sort((a, b) => graph.degree(a) - graph.degree(b)).slice(0, 3);
      const cx = anchors.length ? anchors.reduce((sum, one) => sum + x[one], 0) / anchors.length : (Number.isFinite(right) ? right + 90 : 0);
      const cy = anchors.length ? anchors.reduce((sum, one) => sum + y[one], 0) / anchors.length : (Number.isFinite(low) ? low : 0);
      for (let i = anchors.length === 1 ? 3 : 0; ; i++) {
        const radius = cell * 0.78 * Math.sqrt(i);
        const angle = i * 2.399963 + node;
        const px = cx + radius * Math.cos(angle), py = cy + radius * Math.sin(angle);
        if (!taken.has(`${Math.round(px / cell)},${Math.round(py / cell)}`)) {
          x[node] = px;
          y[node] = py;
          occupy(node);
          break;
        }
      }
    }
  }

  /* ---- geometry */

  function radius(node) {
    return (4.6 + 1.75 * Math.sqrt(Math.min(graph.degree(node), 48))) * Math.min(1.7, Math.max(0.62, 1 / Math.sqrt(view.scale)));
  }

  /* The control point of a bowed link, or null for a straight one. */
  function bow(link) {
    const amount = shown.bends.get(link) || 0;
    const a = graph.subject[link], b = graph.object[link];
    if (!amount || a === b) return null;
    const dx = x[b] - x[a], dy = y[b] - y[a];
    const length = Math.hypot(dx, dy) || 1;
    const push = amount * Math.min(44, 14 + length * 0.16) * (a < b ? 1 : 1);
    return [(x[a] + x[b]) / 2 - (dy / length) * push * 2, (y[a] + y[b]) / 2 + (dx / length) * push * 2];
  }

  function trace(pen, link) {
    const a = graph.subject[link], b = graph.object[link];
    if (a === b) {
      const r = radius(a) + 9;
      pen.moveTo(x[a] + r, y[a] - r);
      pen.arc(x[a], y[a] - r, r, 0, 2 * Math.PI);
      return;
    }
    const control = bow(link);
    pen.moveTo(x[a], y[a]);
    if (control) pen.quadraticCurveTo(control[0], control[1], x[b], y[b]);
    else pen.lineTo(x[b], y[b]);
  }

  function arrowhead(pen, link, size) {
    const a = graph.subject[link], b = graph.object[link];
    if (a === b) return;
    const from = bow(link) || [x[a], y[a]];
    const dx = x[b] - from[0], dy = y[b] - from[1];
    const length = Math.hypot(dx, dy) || 1;
    const ux = dx / length, uy = dy / length;
    const gap = radius(b) + 2.5 / view.scale;
    if (length < gap) return;
    const tx = x[b] - ux * gap, ty = y[b] - uy * gap;
    pen.moveTo(tx, ty);
    pen.lineTo(tx - ux * size - uy * size * 0.42, ty - uy * size + ux * size * 0.42);
    pen.lineTo(tx - ux * size + uy * size * 0.42, ty - uy * size - ux * size * 0.42);
    pen.closePath();
  }

  /* ---- painting */

  function aim() {
    view.scale = network.getScale();
    const origin = network.canvasToDOM({ x: 0, y: 0 });
    view.left = origin.x;
    view.top = origin.y;
  }

  function paintLinks(pen) {
    aim();
    if (due) return;
    const unit = 1 / view.scale;
    const plainLinks = [], faint = [], bright = [];
    const hasty = moving && shown.links.size > CROWD;
    for (const link of shown.links) {
      if (lit && lit.links.has(link)) bright.push(link);
      else if (app.isMuted(link) || (hasty && isLong(link))) continue;
      else if (lit || app.isDim(link)) faint.push(link);
      else plainLinks.push(link);
    }
    const crowd = plainLinks.length > 900 ? 0.55 : plainLinks.length > 350 ? 0.75 : 1;
    stroke(pen, faint, look.colours.thread, 0.9 * unit, 0.28 * crowd, false);
    stroke(pen, plainLinks, look.colours.thread, 1.1 * unit, crowd, view.scale > 0.55 && !moving);
    const many = bright.length > 40;
    stroke(pen, bright, look.colours.accent, (lit && lit.path ? 2.6 : many ? 1 : 1.7) * unit, many ? 0.55 : 1, !many || view.scale > 0.8);
  }

  function isLong(link) {
    const a = graph.subject[link], b = graph.object[link];
    return Math.abs(x[a] - x[b]) + Math.abs(y[a] - y[b]) > LONG / view.scale;
  }

  function stroke(pen, links, colour, width, alpha, arrows) {
    if (!links.length) return;
    pen.save();
    pen.globalAlpha = alpha;
    pen.strokeStyle = pen.fillStyle = colour;
    pen.lineWidth = width;
    for (const link of links) { /* one stroke each: in one path, every crossing would be worked out */
      pen.beginPath();
      trace(pen, link);
      pen.stroke();
    }
    if (arrows) {
      pen.beginPath();
      for (const link of links) arrowhead(pen, link, Math.max(5.5 / view.scale, 5) + 2 * width);
      pen.fill();
    }
    pen.restore();
  }

  function paintNodes(pen, width, height) {
    const unit = 1 / view.scale;
    const left = -view.left * unit - 40, top = -view.top * unit - 40;
    const right = left + width * unit + 80, low = top + height * unit + 80;
    const faint = new Map(), bright = new Map();
    for (const node of shown.nodes) {
      if (x[node] < left || x[node] > right || y[node] < top || y[node] > low) continue;
      const { colour, shape, hollow } = look.styleOf(node);
      const some = (lit ? lit.nodes.has(node) : !app.isDimNode(node)) ? bright : faint;
      const key = (colour * SHAPES.length + shape) * 2 + (hollow || app.isMutedHub(node) ? 1 : 0);
      if (some.has(key)) some.get(key).push(node);
      else some.set(key, [node]);
    }
    pen.save();
    pen.lineJoin = "round";
    pen.globalAlpha = 0.24;
    for (const [key, nodes_] of faint) paintAlike(pen, key, nodes_, unit);
    pen.globalAlpha = 1;
    if (lit) for (const [node, rank] of lit.nodes) if (rank === 0) paintRing(pen, node, unit);
    for (const [key, nodes_] of bright) paintAlike(pen, key, nodes_, unit);
    pen.restore();
  }

  function paintRing(pen, node, unit) {
    pen.beginPath();
    pen.arc(x[node], y[node], radius(node) + 5.5 * unit, 0, 2 * Math.PI);
    pen.fillStyle = look.colours.wash;
    pen.fill();
    pen.lineWidth = 2.4 * unit;
    pen.strokeStyle = look.colours.accent;
    pen.stroke();
  }

  function paintAlike(pen, key, nodes_, unit) {
    const hollow = key % 2 === 1;
    const shape = (key >> 1) % SHAPES.length;
    const colour = look.palette[Math.floor((key >> 1) / SHAPES.length)];
    pen.beginPath();
    for (const node of nodes_) shapePath(pen, shape, x[node], y[node], radius(node));
    pen.fillStyle = hollow ? look.colours.ground : colour;
    pen.lineWidth = (hollow ? 2.2 : 1.4) * unit;
    pen.strokeStyle = hollow ? colour : look.colours.ground;
    if (!hollow) pen.stroke();
    pen.fill();
    if (hollow) pen.stroke();
  }

  function shapePath(pen, shape, cx, cy, r) {
    if (shape === CIRCLE) {
      pen.moveTo(cx + r, cy);
      pen.arc(cx, cy, r, 0, 2 * Math.PI);
      return;
    }
    const points = SHAPES[shape];
    pen.moveTo(cx + points[0][0] * r, cy + points[0][1] * r);
    for (let i = 1; i < points.length; i++) pen.lineTo(cx + points[i][0] * r, cy + points[i][1] * r);
    pen.closePath();
  }

  /* ---- labels: placed on the screen, the most telling first, never over one another */

  const widths = new Map();

  function cut(text, most = LABEL_CHARACTERS) {
    let room = most;
    let kept = "";
    for (const one of text) {
      room -= one.codePointAt(0) > 0x2e7f ? 2 : 1;
      if (room < 0) return `${kept}…`;
      kept += one;
    }
    return text;
  }

  function measure(pen, text) {
    const key = `${pen.font}|${text}`;
    if (!widths.has(key)) widths.set(key, pen.measureText(text).width);
    return widths.get(key);
  }

  function paintLabels(pen) {
    if (due) return;
    const { clientWidth, clientHeight } = canvas;
    const ratio = canvas.width / clientWidth || 1;
    paintNodes(pen, clientWidth, clientHeight);
    pen.save();
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    for (const label of layLabels(pen, clientWidth, clientHeight)) drawLabel(pen, label);
    pen.restore();
  }

  function font(strong) {
    return `${strong ? "600 " : ""}${strong ? LABEL_SIZE + 0.5 : LABEL_SIZE}px ${look.font}`;
  }

  function drawLabel(pen, { text, left, top, strong, angle, link }) {
    pen.save();
    pen.font = link ? `11.5px ${look.font}` : font(strong);
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    pen.translate(left, top);
    if (angle) pen.rotate(angle);
    if (link) pen.textAlign = "center";
    pen.lineWidth = link ? 5 : 3.5;
    pen.strokeStyle = look.colours.ground;
    pen.strokeText(text, 0, 0);
    pen.fillStyle = link ? look.colours.accent : look.colours.ink;
    pen.fillText(text, 0, 0);
    pen.restore();
  }

  /* The labels that fit, as {text, left, top, strong} with the middle of the left edge, or the centre for links. */
  function layLabels(pen, width, height) {
    const boxes = makeBoxes(width);
    const placed = [];
    if (!moving) for (const node of lit ? lit.nodes.keys() : shown.nodes) {
      if (!lit && (shown.degree.get(node) || 0) < 3) continue;
      const sx = x[node] * view.scale + view.left, sy = y[node] * view.scale + view.top;
      const r = radius(node) * view.scale * 0.8;
      if (sx > -20 && sy > -20 && sx < width + 20 && sy < height + 20) boxes.put(sx - r, sy - r, sx + r, sy + r);
    }
    for (const { node, must } of candidates(width, height)) {
      const strong = Boolean(lit && lit.nodes.get(node) === 0);
      const text = plain(cut(graph.label(node), must && lit ? 2 * LABEL_CHARACTERS : LABEL_CHARACTERS));
      pen.font = font(strong);
      const label = fit(boxes, node, text, measure(pen, text), strong, width, must || placed.length < ALWAYS);
      if (label) placed.push(label);
    }
    if (!moving) placed.push(...layLinkLabels(pen, boxes, width, height));
    return placed;
  }

  function candidates(width, height) {
    const found = [];
    const budget = moving ? 40 : Math.max(ALWAYS, Math.round((width * height) / 8500));
    const seen = new Set();
    const add = (node, must) => {
      if (node < 0 || seen.has(node) || !shown.nodes.has(node)) return;
      const sx = x[node] * view.scale + view.left, sy = y[node] * view.scale + view.top;
      if (sx < -40 || sy < -20 || sx > width + 40 || sy > height + 20) return;
      seen.add(node);
      found.push({ node, must });
    };
    if (lit) for (const [node] of [...lit.nodes].sort((a, b) => a[1] - b[1] || weight(b[0]) - weight(a[0]))) if (found.length < budget) add(node, true);
    add(hover, true);
    if (!lit) for (const node of shown.order) {
      if (found.length >= budget) break;
      if (!app.isDimNode(node)) add(node, false);
    }
    return found;
  }

  function fit(boxes, node, text, size, strong, width, must) {
    const sx = x[node] * view.scale + view.left, sy = y[node] * view.scale + view.top;
    const gap = radius(node) * view.scale + 4;
    const half = LABEL_SIZE * 0.62;
    const spots = [[sx - size / 2, sy + gap + half], [sx + gap + 1, sy], [sx - gap - 1 - size, sy], [sx - size / 2, sy - gap - half]];
    if (lit && lit.links.size < 40) {
      const crossings = new Map(spots.map((spot) => [spot, crossed(spot[0], spot[1] - half, spot[0] + size, spot[1] + half)]));
      spots.sort((a, b) => crossings.get(a) - crossings.get(b));
    }
    for (const [left, top] of spots) {
      if (left < 2 || left + size > width - 2) continue;
      if (boxes.take(left - 2, top - half - 1, left + size + 2, top + half + 1)) return { text, left, top, strong };
    }
    for (const [left, top] of must ? spots : []) {
      const at = Math.max(2, Math.min(width - 2 - size, left));
      if (boxes.take(at - 2, top - half - 1, at + size + 2, top + half + 1, true)) return { text, left: at, top, strong };
    }
    return null;
  }

  /* How many of the links that are lit pass through a box on the screen. */
  function crossed(left, top, right, bottom) {
    let count = 0;
    for (const link of lit.links) {
      const a = graph.subject[link], b = graph.object[link];
      for (let i = 1; i < 24; i++) {
        const sx = (x[a] + ((x[b] - x[a]) * i) / 24) * view.scale + view.left, sy = (y[a] + ((y[b] - y[a]) * i) / 24) * view.scale + view.top;
        if (sx > left && sx < right && sy > top && sy < bottom) {
          count++;
          break;
        }
      }
    }
    return count;
  }

  function layLinkLabels(pen, boxes, width, height) {
    const links = lit ? [...lit.links] : view.scale > 1.15 ? [...shown.links].filter((link) => !app.isMuted(link) && !app.isDim(link)) : [];
    const placed = [];
    pen.font = `11.5px ${look.font}`;
    for (const link of links.slice(0, 400)) {
      const label = linkLabel(pen, boxes, link, width, height);
      if (label) placed.push(label);
      if (placed.length > 60) break;
    }
    return placed;
  }

  function linkLabel(pen, boxes, link, width, height) {
    const a = graph.subject[link], b = graph.object[link];
    if (a === b || !shown.nodes.has(a) || !shown.nodes.has(b)) return null;
    const control = bow(link) || [(x[a] + x[b]) / 2, (y[a] + y[b]) / 2];
    const mx = (0.25 * x[a] + 0.5 * control[0] + 0.25 * x[b]) * view.scale + view.left;
    const my = (0.25 * y[a] + 0.5 * control[1] + 0.25 * y[b]) * view.scale + view.top;
    if (mx < 0 || my < 0 || mx > width || my > height) return null;
    const dx = (x[b] - x[a]) * view.scale, dy = (y[b] - y[a]) * view.scale;
    const room = Math.hypot(dx, dy) - (radius(a) + radius(b)) * view.scale - 22;
    const text = shorten(pen, plain(graph.predicateName(graph.predicate[link])), room);
    if (!text) return null;
    const size = measure(pen, text);
    let angle = Math.atan2(dy, dx);
    if (angle > Math.PI / 2 || angle <= -Math.PI / 2) angle += Math.PI;
    const w = Math.abs(Math.cos(angle)) * size / 2 + 7, h = Math.abs(Math.sin(angle)) * size / 2 + 7;
    if (!boxes.take(mx - w, my - h, mx + w, my + h)) return null;
    return { text, left: mx, top: my, angle, link: true };
  }

  /* As much of a text as there is room for, with an ellipsis; "" when not even a few characters fit. */
  function shorten(pen, text, room) {
    if (measure(pen, text) <= room) return text;
    const letters = [...text];
    for (let keep = letters.length - 1; keep >= Math.max(3, letters.length * 0.4); keep--) {
      const shorter = `${letters.slice(0, keep).join("")}…`;
      if (measure(pen, shorter) <= room) return shorter;
    }
    return "";
  }

  /* ---- pointing */

  function nodeAt(sx, sy) {
    aim();
    let best = -1, least = NEAR;
    for (const node of shown.nodes) {
      const away = Math.hypot(x[node] * view.scale + view.left - sx, y[node] * view.scale + view.top - sy) - radius(node) * view.scale;
      if (away < least - 0.01) { least = away; best = node; }
    }
    return best;
  }

  function linkAt(sx, sy) {
    const px = (sx - view.left) / view.scale, py = (sy - view.top) / view.scale;
    let best = -1, least = 7 / view.scale;
    for (const link of shown.links) {
      if (app.isMuted(link) && !(lit && lit.links.has(link))) continue;
      const away = distance(link, px, py);
      if (away < least) { least = away; best = link; }
    }
    return best;
  }

  function distance(link, px, py) {
    const a = graph.subject[link], b = graph.object[link];
    if (a === b) {
      const r = radius(a) + 9;
      return Math.abs(Math.hypot(px - x[a], py - (y[a] - r)) - r);
    }
    const control = bow(link);
    if (!control) return toSegment(px, py, x[a], y[a], x[b], y[b]);
    let least = Infinity, lastX = x[a], lastY = y[a];
    for (let i = 1; i <= 12; i++) {
      const t = i / 12, u = 1 - t;
      const nx = u * u * x[a] + 2 * u * t * control[0] + t * t * x[b], ny = u * u * y[a] + 2 * u * t * control[1] + t * t * y[b];
      least = Math.min(least, toSegment(px, py, lastX, lastY, nx, ny));
      lastX = nx; lastY = ny;
    }
    return least;
  }

  function toSegment(px, py, ax, ay, bx, by) {
    const dx = bx - ax, dy = by - ay;
    const t = Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy || 1)));
    return Math.hypot(px - ax - t * dx, py - ay - t * dy);
  }

  function under(event) {
    const box = container.getBoundingClientRect();
    return nodeAt(event.clientX - box.left, event.clientY - box.top);
  }

  /* Before vis-network hears of it. Drawing tells it how large the entity is; what is seen is painted here. */
  function press(event) {
    if (!event.isPrimary) return;
    const node = under(event);
    network.unselectAll(); /* dragging selects, and what is selected would outlive its removal */
    pressed.clear();
    if (node < 0) return;
    pressed.add({ id: `n${node}`, x: x[node], y: y[node], shape: "dot", size: radius(node), opacity: 0 });
    redraw();
    network.redraw();
  }

  container.addEventListener("pointerdown", press, { capture: true });
  network.on("click", ({ pointer, event }) => {
    const node = nodeAt(pointer.DOM.x, pointer.DOM.y);
    container.focus({ preventScroll: true });
    if (node >= 0) app.clicked({ node }, event);
    else {
      const link = linkAt(pointer.DOM.x, pointer.DOM.y);
      app.clicked(link >= 0 ? { link } : null, event);
    }
  });
  network.on("doubleClick", ({ pointer }) => {
    const node = nodeAt(pointer.DOM.x, pointer.DOM.y);
    if (node >= 0) app.expand(node);
  });
  container.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch" || event.buttons) return;
    const node = under(event);
    container.style.cursor = node >= 0 ? "pointer" : "";
    if (node !== hover) {
      hover = node;
      redraw();
    }
  });
  container.addEventListener("pointerleave", () => {
    if (hover >= 0) { hover = -1; redraw(); }
  });

  /* ---- looking */

  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  function fit_(which, { animate = true, most = 1.5 } = {}) {
    const some = [...(which || shown.nodes)].filter((node) => !Number.isNaN(x[node]));
    if (!some.length) return;
    let [left, right, top, low] = [Infinity, -Infinity, Infinity, -Infinity];
    for (const node of some) {
      left = Math.min(left, x[node]); right = Math.max(right, x[node]);
      top = Math.min(top, y[node]); low = Math.max(low, y[node]);
    }
    const width = container.clientWidth, height = container.clientHeight;
    const margin = Math.min(58, width * 0.08); /* below, the line that says how much is shown needs more */
    const scale = Math.max(0.05, Math.min(most, (width - 2 * margin) / (right - left + 1), (height - 2 * Math.max(margin, 50)) / (low - top + 1)));
    const to = { position: { x: (left + right) / 2, y: (top + low) / 2 }, scale };
    network.moveTo(animate && !calm() ? { ...to, animation: { duration: 320, easingFunction: "easeInOutQuad" } } : to);
  }

  /* Brings entities into sight: as they are when they can be seen and told apart, else centred and near enough to read. */
  function reveal(some, { closer = false } = {}) {
    const [main] = some;
    const near = some.slice(0, 16).map((node) => Math.hypot(x[node] - x[main], y[node] - y[main]));
    const reach = Math.max(1, [...near].sort((a, b) => a - b)[Math.floor(near.length * 0.75)]);
    const room = Math.min(container.clientWidth, container.clientHeight) * 0.36;
    const now = network.getScale();
    const scale = Math.max(now, Math.min(1.25, room / reach, closer ? 1.25 : Math.max(now, 0.8)));
    const at = network.canvasToDOM({ x: x[main], y: y[main] });
    const inside = at.x > 60 && at.y > 50 && at.x < container.clientWidth - 60 && at.y < container.clientHeight - 50;
    if (inside && scale < now * 1.15) return;
    const to = { position: { x: x[main], y: y[main] }, scale };
    network.moveTo(calm() ? to : { ...to, animation: { duration: 320, easingFunction: "easeInOutQuad" } });
  }

  return {
    network, shown, x, y, canvas, radius, bow, cut,
    show, fit: fit_, reveal, layLabels,
    view: () => view,
    redraw,
    light(next) { lit = next; redraw(); },
    lit: () => lit,
    zoom(by) {
      const to = { scale: Math.max(0.05, Math.min(6, network.getScale() * by)) };
      network.moveTo(calm() ? to : { ...to, animation: { duration: 160, easingFunction: "easeOutQuad" } });
    },
    move(node, px, py) {
      x[node] = px;
      y[node] = py;
    },
    screen: (node) => network.canvasToDOM({ x: x[node], y: y[node] }),
    forget() { widths.clear(); },
  };
}

/* Boxes that must not overlap, in a grid of cells. Some are soft: what insists may cover them. */
function makeBoxes(width) {
  const cell = 64;
  const across = Math.ceil(width / cell) + 20;
  const cells = new Map();

  function keys(left, top, right, bottom) {
    const found = [];
    for (let cx = Math.floor(left / cell); cx <= Math.floor(right / cell); cx++) {
      for (let cy = Math.floor(top / cell); cy <= Math.floor(bottom / cell); cy++) found.push(cy * across + cx);
    }
    return found;
  }

  function add(box, where) {
    for (const key of where) {
      if (cells.has(key)) cells.get(key).push(box);
      else cells.set(key, [box]);
    }
  }

  return {
    put: (left, top, right, bottom) => add([left, top, right, bottom, true], keys(left, top, right, bottom)),
    take(left, top, right, bottom, insists = false) {
      const where = keys(left, top, right, bottom);
      for (const key of where) {
        for (const box of cells.get(key) || []) if (!(insists && box[4]) && left < box[2] && right > box[0] && top < box[3] && bottom > box[1]) return false;
      }
      add([left, top, right, bottom, false], where);
      return true;
    },
  };
}
