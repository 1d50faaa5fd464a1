/** The shapes that the page's modules pass to one another. Entities, links, classes and predicates are numbers. */

export type Language = "zh" | "en";
export type Years = readonly [from: number, to: number];
export type Point = readonly [x: number, y: number];
export type Selection = Readonly<{ node: number; link?: undefined }> | Readonly<{ link: number; node?: undefined }>;

/* ---- the page's JSON, as graph/wenmai/view/data.py writes it; 0 stands for nothing */

/** [term, value or term, language or datatype or -1, time, …evidence] */
export type Fact = [number, string & number, string | number, string | 0, ...number[]];
/** [document, start, end, speaker, inferred, worded, surface, note zh, note en, speaker's name, what a reference says besides: zh, en, quotation] */
export type EvidenceRow = [number, number, number, number, number, string, string, string, string, string, ([string, string, string] | 0)];
/** [IRI, label zh, label en, pieces as [start, text], where it leads, or ""] */
export type DocumentRow = [string, string, string, [number, string][], string];

/** A statement: status (-1: none), speakers, inferred, open list, time, how it is dated (0: when, 1: since and until, 2: by a qualifier), notes, qualifiers as predicate,
 * value, and "@language", datatype or -1 for a resource; evidence. Terms and evidence are numbers. */
export type StatementRow = [number, number[], 0 | 1, 0 | 1, string, number, [string, string][], [number, string | number, string | number][], number[]];

/** A statement as the JSON of the commands has it: only what it says. */
export interface Told {
  status?: { iri: string; label: string };
  saidBy?: { iri: string; label: string }[];
  time?: string;
  inferred?: boolean;
  listOpen?: boolean;
  notes?: Record<string, string>;
  qualifiers?: { predicate: string; predicateLabel: string; value: string; valueLabel?: string; language?: string; datatype?: string }[];
  evidence?: { document: string; start: number | null; end: number | null }[];
}

export interface GraphData {
  format: number;
  /** The whole graph, as `stats` counts it; of its entities, the terms and the documents without links that the page leaves aside. */
  total: { entities: number; links: number; terms: number };
  classes: [term: number, family: number, quiet: number][];
  predicates: [term: number, count: number, cost: number, aside: number][];
  nodes: {
    iri: string[]; zh: string[]; en: (string | 0)[]; labels: ([string, string][] | 0)[]; names: (string[] | 0)[]; keys: (string[] | 0)[];
    types: number[][]; degree: number[]; through: number[]; dated: [number, string | 0, string | 0][];
  };
  links: { subject: number[]; predicate: number[]; object: number[]; notes: [number, string | 0, string | 0, string | 0, ...number[]][]; said: [link: number, marks: number][] };
  simplified: [string, string][];
  facts: (Fact[] | 0)[];
  /** Entities that have an image of their own: [node, place among its facts]. */
  images: [node: number, place: number][];
  /** [node, place among its facts, marks] */
  said: [number, number, number][];
  /** What is said about facts (planned, says who, inferred, among others), in zh and en. */
  marks: [string[], string[], StatementRow[]][];
  evidence: EvidenceRow[];
  documents: DocumentRow[];
  terms: [iri: string, zh: string, en: string][];
  facets: FacetData;
  /** Outlines of the land, where something has coordinates: a ring a line, its first point and the steps to the next, in quarters of a degree. */
  land: string;
}

/** What the page can be cut by beside classes and predicates; entities and links are numbers. */
export interface FacetData {
  /** [link, begin, end, begin, end…] (0: open), where a link does not hold from the first day of its time on. */
  lives: [link: number, ...(string | 0)[]][];
  /** [link, 1 inferred + 2 claimed, statuses as terms], where it is not just stated and done. */
  standings: number[][];
  /** Sets of terms, and the links that stand in each: the first, and the steps from each to the next. */
  graphs: { sets: number[][]; of: number[][] };
  /** From which year to which, of entities that have no time of their own. */
  years: [node: number, from: number, to: number][];
  /** The same by days, where all of them lie within one year. */
  days: [node: number, from: string, to: string][];
  numbers: [iri: string, zh: string, en: string, unitZh: string, unitEn: string, values: (number | string)[]][];
  /** Latitude and longitude in ten-thousandths of a degree. */
  places: [node: number, latitude: number, longitude: number][];
  /** Predicates that make trees, of kinds (0) or parts (1); up: the object stands above. */
  trees: [predicate: number, kind: number, up: number][];
}

export interface DrawnData {
  nodes: { id: string; x: number; y: number }[];
  options: object;
  title: Record<Language, string>;
  quiet: number[]; aside: number[]; hubs: number[];
  begin: string;
  /** Pairs of entities whose connection is worth asking for, the first being what the page opens with. */
  suggested: [number, number][];
  /** Predicates that connect nothing by their role: their links are not drawn at first. */
  unlinked: number[];
  /** The graph's own mark, and a story that the page opens on. */
  hash: string; story: Story | null;
  /** Communities of a graph of which the page holds the hubs: the one of each entity, their sizes and links in the whole. */
  regions: GivenRegions | null;
}
export interface GivenRegions { named: number; sizes: number[]; links: number[]; ties: [number, number, number][]; of: number[] }

/** What the page says, by key; `keys` is a list of [keys, what they do]. */
export type Words = Record<Language, { [key: string]: string } & { keys: any }>;

/* ---- the graph, decoded */

/** How time is counted: a moment is a whole number of units. */
export interface Calendar {
  unit: "year" | "month" | "day";
  /** The moment of a date; of one that is not told so finely the first, or the last. */
  of(text: string, last?: boolean): number;
  text(moment: number): string;
  /** The moments of some years. */
  within(years: Years): Years;
}

export interface Graph {
  data: GraphData; count: number; size: number; words: Language;
  subject: number[]; predicate: number[]; object: number[];
  iri(node: number): string;
  label(node: number): string;
  otherLabel(node: number): string;
  labels(node: number): [string, string][];
  names(node: number): string[];
  keys(node: number): string[];
  types(node: number): number[];
  degree(node: number): number;
  through(node: number): number;
  /** On a map of communities how many entities one has, as a share of those of the largest; else 0. */
  facts(node: number): Fact[];
  /** The place among its facts of an entity's image, or -1. */
  image(node: number): number;
  term(number: number): string;
  termIri(number: number): string;
  classTerm(kind: number): number;
  className(kind: number): string;
  predicateName(predicate: number): string;
  predicateIri(predicate: number): string;
  linkName(link: number): string;
  hopCost(predicate: number): number;
  /** Whether paths do not go by a predicate unless they are asked to: its role connects nothing. */
  aside(predicate: number): boolean;
  time(link: number): string;
  span(link: number): [begin: string, end: string];
  /** When a link holds: the first day of each time stated, and the last where it is said to have ceased; none: not stated. */
  lives(link: number): [begin: string | 0, end: string | 0][];
  /** Whether a link is only inferred, only claimed by somebody, and its statuses (IRIs; none: done). */
  standing(link: number): { inferred: boolean; claimed: boolean; said: string[] };
  nodeSpan(node: number): [begin: string, end: string];
  /** From which year to which an entity is dated, by its time or else by the dates among its literals; null for neither. */
  years(node: number): Years | null;
  calendar: Calendar;
  evidence(link: number): number[];
  /** What is said about a link, or about a fact of an entity: planned, says who, inferred, among others. */
  marks(link: number): string[];
  /** The statements about a link, or about a fact of an entity, where they tell more than who says so. */
  statements(link: number): StatementRow[];
  factStatements(node: number, place: number): StatementRow[];
  factMarks(node: number, place: number): string[];
  other(link: number, node: number): number;
  linksOf(node: number): number[];
  neighbours(node: number): number[];
  find(iri: string): number;
  findLink(subject: number, predicate: string, object: number): number;
}

export interface Names { search(text: string, limit?: number): { node: number; name: string; score: number }[]; prepare(): void }

/* ---- paths */

export interface Hop { link: number; forward: boolean; also: number[] }
/** Through how many others a path may go in the place of one of its nodes, and that node's class, or -1. */
export interface Others { place: number; total: number; kind: number }
/** What its links cost, and each entity that it passes; `ranked`: else it is ordered by its hops alone. */
export interface Path {
  nodes: number[]; hops: Hop[]; cost: number; score: string;
  links: number; passed: { node: number; cost: number }[]; ranked: boolean; others: Others[];
}
/** Why there is no path: the key of a sentence, with what it names. */
export interface None {
  reason: string; facts: number[]; numbers?: number[]; texts?: string[]; hops?: number; culprits?: { name: string; hops: number }[];
}
/** What was found; `aside` are the predicates of the ends' links that no path goes by; `beyond`: paths longer than usual. */
/** `joined`: the links that join several entities, by the paths that were found. */
export interface Found extends Partial<None> { paths: Path[]; stopped?: boolean; beyond?: boolean; aside?: number[]; joined?: number[] }
/** The constraints of `wenmai path`; maxHops 0: six, or more where there is no path; maxDegree 0: none; near: not gathered. */
export type Bounds = Readonly<{
  k?: number; maxHops?: number; avoid?: ReadonlySet<number>; via?: readonly number[]; only?: ReadonlySet<number>; without?: ReadonlySet<number>;
  types?: ReadonlySet<number>; directed?: boolean; maxDegree?: number; asOf?: string; statedOnly?: boolean; statuses?: ReadonlySet<string>;
  allLinks?: boolean; near?: boolean; shortest?: boolean;
}>;
export interface Paths { find(a: number, b: number, bounds?: Bounds): Found }
/** The constraints as a walk heeds them: maxHops is Infinity without a limit; aside and bare as set_aside of paths/costs.py has them. */
export type Filtering = Readonly<{
  avoid: ReadonlySet<number>; via: readonly number[]; only: ReadonlySet<number>; without: ReadonlySet<number>; types: ReadonlySet<number>;
  directed: boolean; maxDegree: number; asOf: string; statedOnly: boolean; statuses: ReadonlySet<string>; maxHops: number;
  aside: ReadonlySet<number>; bare: ReadonlySet<number>;
}>;
/** Links as seen through filters: the steps onwards and back, what hops and passing cost (Infinity: not allowed). */
export interface Walk {
  filters: Filtering; ranked: boolean; out: Steps; into: Steps;
  hop(predicate: number): number;
  through(node: number): number;
  /** Whether an entity had begun on the day asked for. */
  exist(node: number): boolean;
  /** The link of the step from one node to the next. */
  linkBetween(node: number, other: number): number;
  /** The other ends of a node's links by a predicate in a direction; `backward` where the path comes from them. */
  beyond(node: number, predicate: number, forward: boolean, backward: boolean): Set<number>;
}
/** The nodes of a shortest path; or null, and the end (0 or 1) around which all of so many nodes were seen, -1 for neither. */
export interface Outcome { nodes: number[] | null; closed: number; size: number }
/** What is asked of a meeting: the k cheapest paths from a to b of at most maxHops. */
export interface Asked { a: number; b: number; k: number; maxHops: number }
/** A way from the end of a ball to a node; key is its cost with that of passing the node. */
export interface Reached { key: number; node: number; hops: number; before: Reached | null }
/** The labels around one end of a path. */
export interface Ball {
  end: number; labels: Map<number, Reached[]>; radius: Float64Array; read: number;
  head(hops: number): Reached;
  take(hops: number): Reached | null;
  add(label: Reached): void;
  measure(): void;
}
/** One that was opened, with the links that were read there and are not too dear; room is how many hops may follow. */
export interface Opened { label: Reached; room: number; side: number; links: { to: number; price: number; toll: number }[] }
export interface Arc { from: number; to: number; price: number }
/** The links that paths within the bound may use; stopped when the search was ended before all were known. */
export interface Met { arcs: Arc[]; bound: number; stopped: boolean }
/** Per node the cheapest link to each neighbour: rows start[node] to start[node + 1] of the columns. */
export interface Steps { start: Int32Array; other: Int32Array; cost: Int32Array; link: Int32Array }

/* ---- the state, replaced and never changed */

/** What filters and changes of the picture can be undone. */
export type Filters = Readonly<{
  hiddenKinds: ReadonlySet<number>; hiddenPredicates: ReadonlySet<number>; years: Years | null; mute: boolean;
  /** What is chosen by facets: values, or the least and the greatest number; on which day; whether what is undated fades outside the years. */
  facets: ReadonlyMap<string, readonly string[]>; asOf: string; fade: boolean;
  /** By what entities are coloured ("predicate": links are) and sized, by the keys of shading.js. */
  colour: string; size: string;
  /** Whether communities are drawn as areas; the map of regions: all of them (ALL), one of them, or null for the usual picture. */
  hulls: boolean; circles: string; map: number | null;
  added: ReadonlyMap<number, number>; removed: ReadonlySet<number>; moved: ReadonlyMap<number, Point>;
  /** What alone is left of the picture (none: all of it), and what keeps its place and is shown whatever else is chosen. */
  kept: ReadonlySet<number>; pinned: ReadonlySet<number>;
}>;
/** The two ends that are asked for, and what was found between them. */
export type Connection = Readonly<Required<Bounds> & {
  open: boolean; a: number; b: number; field: "a" | "b" | null; found: Found | null; chosen: number;
  /** Several entities that are to be joined, instead of two ends; none: two ends. */
  among: readonly number[];
}>;
export type State = Readonly<{
  filters: Filters; past: readonly Filters[]; future: readonly Filters[];
  selected: Selection | null; trail: readonly Selection[];
  /** The entities that are ticked, beside the one that is read. */
  ticked: ReadonlySet<number>;
  connection: Connection;
  preview: Years | null | undefined;
  reading: Reading; pointed: readonly number[] | null;
  words: Language;
  telling: TellingState;
}>;
/** A step: the page's state as an address has it, with a name and a caption. */
export type Step = Readonly<{ name: string; caption: string; state: string }>;
export type Story = Readonly<{ title: string; steps: readonly Step[] }>;
/** The story that is told, what it was before and what was undone; which step stands (-1: none); the steps walked so far. */
export type TellingState = Readonly<{
  open: boolean; playing: boolean; at: number; story: Story; past: readonly Story[]; future: readonly Story[]; walked: readonly Step[];
}>;
/** Which document is read beside the picture, its passage that is chosen (start -1: none), whether uncited ones are listed. */
export type Reading = Readonly<{ open: boolean; document: number; start: number; end: number; uncited: boolean }>;
export type Place = Readonly<{ document: number; start: number; end: number }>;
/** A position of a document with the evidence that cites it; start -1 for the document as a whole. */
export interface Passage { start: number; end: number; evidence: number[] }
export interface Uncited { start: number; end: number }
/** What is cited for: links, and facts of entities by their place. */
export interface Supported { links: number[]; facts: [node: number, place: number][] }
/** A stretch of a text, with the passages that reach into it by their place among the document's. */
export interface TextBlock { number: number; from: number; to: number; passages: number[] }
export interface Citations {
  /** The passages of a document, in its order. */
  of(document: number): Passage[];
  supports(passage: Passage): Supported;
  /** The evidence of a link, or of all that is said about an entity. */
  cited(selection: Selection): number[];
}
export type Wish = Bounds & Readonly<{ a: number; b: number; among?: readonly number[]; chosen?: number }>;
export interface Store {
  readonly state: State;
  update(change: Partial<State>, quiet?: boolean): void;
  subscribe(view: (now: State, before: State) => void): void;
}
/** What never changes: which entities are drawn at first, and what their filters are then. */
export type Drawing = Readonly<{
  base: ReadonlySet<number>; aside: ReadonlySet<number>; hubs: ReadonlySet<number>; first: Filters; begin: string; title: DrawnData["title"];
  turned: boolean; suggested: DrawnData["suggested"]; hash: string; story: Story | null; regions: Regions;
}>;

/* ---- the picture */

export interface Style { colour: number; shape: number; hollow: boolean }
/** A line of a legend: a place in the palette, what wears it, and how many. */
export interface ShadeRow { colour: number; text(): string; count: number }
/** By what entities and links are coloured and sized: places in the palette, null or -1 for the usual; sizes from 0 to 1 by area. */
export interface Shade {
  colour: ((node: number) => number) | null; link(link: number): number; share: ((node: number) => number) | null;
  rows: ShadeRow[]; sizes: { share: number; text: string }[];
  /** Whether entities are coloured by their class. */
  plain: boolean;
}
/** Communities: the largest by number, each known by its most linked entity; the last may hold all smaller ones. */
export interface Regions {
  of(node: number): number;
  /** The most linked first. */
  members(region: number): readonly number[];
  readonly count: number;
  /** How many entities and links it has; of a graph that is not held whole more than its members. */
  size(region: number): number;
  links(region: number): number;
  /** Whether the page holds all of their entities. */
  readonly whole: boolean;
  /** How many are communities; one more may hold the rest. */
  readonly named: number;
  ties(): readonly [region: number, other: number, links: number][];
  iri(region: number): string;
  find(iri: string): number;
  name(region: number, rest: string): string;
}
export interface Circle { x: number; y: number; r: number }
/** What of the regions the picture draws: circles of the map, or areas; names as the words are, and the places of a map's entities. */
export interface Zone {
  /** What a circle stands for, as it is told beside the name. */
  count(region: number): string;
  circles: Circle[] | null; areas: readonly (readonly number[])[]; regions: Regions;
  hub(node: number): boolean;
  name(region: number): string;
}
export interface Look {
  shade: Shade | null;
  share(node: number): number | null;
  families: [number, number[]][]; counts: number[];
  colours: Record<string, string>; palette: string[]; font: string;
  kind(node: number): number;
  style(kind: number): Style;
  styleOf(node: number): Style;
  typeName(node: number): string;
  swatch(kind: number): Element;
  read(): void;
  theme(): string | undefined;
  setTheme(theme: string): void;
}
export interface Visible { nodes: Set<number>; links: Set<number> }
/** Entities by rank: 0 for the ends of what is emphasised, 1 for what lies along it. */
export interface Emphasis { nodes: Map<number, number>; links: Set<number>; path: boolean }
/** What is painted with less, or with a number: muted hubs and links of theirs, and what lies outside the years. */
export interface Marks {
  hubs: ReadonlySet<number>; muted: ReadonlySet<number>; dim: Visible | null;
  /** How many neighbours of an entity that is shown are not. */
  beyond(node: number): number;
}
/** A box in the picture's own units, by its edges. */
export interface Edges { left: number; right: number; top: number; low: number }
/** From where the picture is looked at: a point (x, y) of it stands at (x * scale + left, y * scale + top) on the screen. */
export interface Sight { scale: number; left: number; top: number }
export interface Shown extends Visible {
  order: number[]; bends: Map<number, number>; degree: Map<number, number>; spots: import("./spots.js").Spots; bounds: Edges;
}
export interface Scene {
  graph: Graph; look: Look; x: Float64Array; y: Float64Array; shown: Shown; marks: Marks; lit: Emphasis | null; zone: Zone | null;
  /** What is pointed at: an entity, a region; -1 for none. */
  hover: number; region: number; moving: boolean; view: Sight;
  ticked: ReadonlySet<number>; pinned: ReadonlySet<number>; images: Map<number, HTMLImageElement>;
}
/** Where everything of a plate stands: the picture `top` below the title, then the legend and the lines of its source; `whole` is its height. */
export interface Plate {
  width: number; height: number; top: number; whole: number; title: string; font: string; scene: Scene;
  legend: { style: Style; text: string; x: number; y: number }[]; lines: { text: string; y: number }[];
  size: { title: number; text: number; margin: number };
}
/** A label's lines within a box whose left edge's middle, or for a link's label whose centre, is at `left` and `top`. */
export interface Label {
  text: string; lines: string[]; left: number; top: number; width: number; height: number; align: "left" | "center" | "right";
  strong?: boolean; angle?: number; link?: boolean;
  /** Whether the last line is the number of neighbours that are not shown. */
  more?: boolean;
  /** Of a region, or of what two of them share. */
  zone?: "region" | "small" | "tie";
}
/** What labels are laid on: a canvas's size, and the boxes that are taken. */
export interface Sheet { pen: CanvasRenderingContext2D; scene: Scene; boxes: Boxes; width: number; height: number; measure: Measure }
export interface Measure { width(pen: CanvasRenderingContext2D, text: string): number; lines(text: string): string[]; forget(): void }
/** What lies over the picture, in pixels of the screen. */
export type Cover = readonly [left: number, top: number, right: number, low: number];
export interface Boxes {
  put(left: number, top: number, right: number, bottom: number, strength: number): void;
  isFree(left: number, top: number, right: number, bottom: number, insists?: number): boolean;
  take(left: number, top: number, right: number, bottom: number, insists?: number): boolean;
}
export interface Picture {
  scene: Scene; shown: Shown; x: Float64Array; y: Float64Array; canvas: HTMLCanvasElement;
  show(nodes: Set<number>, links: Set<number>): void;
  /** Regions to draw, or none. */
  divide(zone: Zone | null): void;
  /** Other places than the usual ones, or these again. */
  layOut(places: { x: Float64Array; y: Float64Array } | null): void;
  light(lit: Emphasis | null): void;
  mark(marks: Marks): void;
  tick(ticked: ReadonlySet<number>): void;
  pin(pinned: ReadonlySet<number>): void;
  /** The entity at a point of the picture's screen, or -1. */
  at(x: number, y: number): number;
  /** The entities within a polygon of the screen. */
  within(polygon: Point[]): number[];
  /** The part of the picture that is seen, in its own units: its middle and its size. */
  window(): Box;
  look(box: Box, animate?: boolean): void;
  lit(): Emphasis | null;
  radius(node: number): number;
  cut(text: string, most?: number): string;
  layLabels(pen: CanvasRenderingContext2D, width: number, height: number): Label[];
  screen(node: number): { x: number; y: number };
  move(node: number, x: number, y: number): void;
  redraw(): void;
  /** At once, not in the next frame. */
  paint(): void;
  /** The picture's room has changed: it keeps its centre. */
  resize(): void;
  forget(): void;
  fit(which?: Iterable<number> | null, options?: { animate?: boolean; most?: number }): void;
  reveal(some: number[], options?: { closer?: boolean }): void;
  zoom(by: number): void;
}
/** A part of the picture: its middle, its width and its height. */
export type Box = readonly [x: number, y: number, width: number, height: number];
export interface PictureEvents {
  clicked(what: Selection | null): void;
  /** Whether a click with such keys did something else than select. */
  taken(event: Keys, node: number): boolean;
  expand(node: number): void;
  moved(nodes: number[]): void;
  entered(region: number): void;
}
/** The keys that are held down during a click. */
export interface Keys { shiftKey?: boolean; ctrlKey?: boolean; metaKey?: boolean }

/* ---- what the views are given */

export type Child = Node | string | null | false | Children;
export interface Children extends ReadonlyArray<Child> {}


export type Translate = (key: string, ...values: (string | number)[]) => string;
export type Say = (text: string) => void;
export interface SelectOptions { reveal?: boolean; closer?: boolean; returning?: boolean }
export interface Actions {
  select(selection: Selection | null, options?: SelectOptions): void;
  back(): void;
  clicked(what: Selection | null): void;
  change(edit: Partial<Filters>, announce?: boolean): void;
  undo(): void;
  redo(): void;
  reset(): void;
  moved(nodes: number[]): void;
  /** Show neighbours that are not in the picture, the next few: all, or of those only. */
  expand(node: number, wanted?: ReadonlySet<number>): void;
  collapse(node: number): void;
  hide(node: number): void;
  /** Into a region, onto the map of all (-1), or back to the usual picture (null). */
  enter(map: number | null): void;
  entered(region: number): void;
  preview(years: Years | null): void;
  setLanguage(language: Language): void;
  copyAddress(): void;
}
/** What is done with several entities. */
export interface Ticking {
  toggle(node: number): void;
  /** Tick those, beside what is ticked or, with `alone`, instead of it. */
  add(nodes: Iterable<number>, alone?: boolean): void;
  clear(): void;
  /** All that is shown. */
  all(): void;
  between(): void;
  hide(): void;
  hideOthers(): void;
  /** Pin those, or what is ticked; where all are pinned, let go of them. */
  pin(nodes?: Iterable<number>): void;
  /** A click on an entity: with shift, or while several are chosen, it is ticked. Whether that was so. */
  taken(event: Keys, node: number): boolean;
}
export interface Connecting {
  open(): void;
  close(): void;
  clear(): void;
  from(node: number): void;
  take(node: number): boolean;
  set(side: "a" | "b", node: number): void;
  ask(side: "a" | "b"): void;
  typed(side: "a" | "b"): void;
  /** Ask with other constraints; what was found is sought again. */
  bound(change: Bounds): void;
  avoid(node: number): void;
  allow(node: number): void;
  swap(): void;
  run(options?: { announce?: boolean; record?: boolean }): void;
  choose(number: number): void;
  restore(wish: Wish | null): void;
  /** How several entities are joined. */
  between(nodes: readonly number[]): void;
  reason(): string;
}
export interface ReadingActions {
  /** Open at a place; without one, at the passage of what is selected, else at the document most cited. */
  open(place: Place | null): void;
  close(): void;
  toggle(): void;
  document(document: number): void;
  uncited(): void;
  choose(start: number, end: number): void;
  step(by: 1 | -1): void;
  point(links: readonly number[] | null): void;
}
/** What is done with a story. */
export interface Telling {
  toggle(): void;
  /** Keep the page's state as a step behind the one that stands. */
  keep(): void;
  /** Put the page's state in the place of a step's. */
  replace(place: number): void;
  go(place: number): void;
  step(by: 1 | -1): void;
  play(on: boolean): void;
  /** No view is told, since its fields say it already: what is pressed next would be drawn anew under the finger. */
  edit(place: number, change: Partial<Step>): void;
  title(title: string): void;
  move(place: number, by: 1 | -1): void;
  drop(place: number): void;
  undo(): void;
  redo(): void;
  save(): void;
  /** Read a story from the text of a file. */
  read(text: string): void;
  openFile(file: File): Promise<void>;
  /** Read a story from an address, and go to one of its steps. */
  unpacked(word: string, at: number): Promise<void>;
  print(): void;
  /** Back to a step that was walked. */
  back(place: number): void;
  /** What was done last is a step that was walked. */
  walk(address: string): void;
}
/** What every view may read and call. */
export interface App {
  facets: Facets; narrowing: Narrowing; regions: Regions;
  graph: Graph; look: Look; names: Names; paths: Paths; drawing: Drawing; store: Store; partial: boolean;
  t: Translate; say: Say; tell: Say;
  picture: Picture; actions: Actions; connecting: Connecting; citations: Citations; reading: ReadingActions; ticking: Ticking; telling: Telling;
}
/** By what a graph can be cut: the values, or the numbers, of an entity or a link. */
export interface Facet {
  key: string; about: "node" | "link";
  /** Whether it is one without having been looked at. */
  sure?: boolean;
  name(): string;
  values(item: number): readonly string[];
  numbers?(item: number): readonly number[];
  label(value: string): string;
}
/** Those that a graph has, worked out when they are first asked for. */
export interface Facets { all(): readonly Facet[]; find(key: string): Facet | undefined }
/** What passes some filters: `nodes` and `links` of a key are those that all filters but the one of that key leave. */
export interface Tally {
  shown(node: number): boolean;
  shownLink(link: number): boolean;
  nodes(key: string): number[];
  links(key: string): number[];
  every: number[]; everyLink: number[];
}
/** One of the views below the picture; `drawn` is called once it stands in the page. */
export interface View { key: string; count(): number; draw(): Child[]; drawn?(): void }
export interface Narrowing {
  tally(filters: Filters): Tally;
  /** The entities that pass, as many as a picture takes, and how many more there are. */
  matching(filters: Filters): { nodes: number[]; left: number };
}
export interface Seen {
  visible(state: State): Visible;
  emphasis(state: State, links: Set<number>): Emphasis | null;
  marks(state: State, shown: Visible): Marks;
  waits(state: State): boolean;
}

declare global {
  interface Window { wenmai: unknown }
}
