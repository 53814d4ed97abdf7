/**
 * Merges the nodes of a profile from outside inwards: what has the same chain of callers becomes one row.
 *
 * - `starts`: the nodes to begin with, where not all outermost ones (`rootKey` is then their common function)
 * - `lines`: whether lines of a function have rows of their own
 * - `fold`: whether a function that is called again, in whatever depth, falls into its own row
 * - `groups`: whether the outermost rows are the threads (and processes, where there are several)
 * - `other`: weights of another recording, which rows have beside their own; null for none
 */
function mergeCallees(profile, weights, { starts = null, lines = false, fold = false, groups = false, other = null }) {
  const nodes = starts ? starts.reduce((sum, start) => sum + profile.end[start] - start, 0) : profile.nodeCount;
  const merging = new Merging(profile, weights, { lines, fold, groups, other }, nodes);
  if (starts) {
    merging.root(merging.keyOf(starts.length > 0 ? starts[0] : -1));
    for (const start of starts) merging.walk(start, profile.end[start], 0);
  } else {
    merging.root(merging.rowKey(profile.whole));
    merging.walk(0, profile.nodeCount, -1);
  }
  return levelled(merging, lines);
}

/**
 * The rows while they are merged. A row's first children are found along a chain, which lies where the walk has been;
 * those of wide rows in a table from (row, key) to row.
 */
class Merging {
  /** @param nodes how many will be merged at most */
  constructor(profile, weights, { lines, fold, groups, other }, nodes) {
    Object.assign(this, { profile, weights, lines, fold, groups, other });
    const most = nodes + profile.threads.length + profile.processes.length + 1;
    this.rows = new LevelTree(most, lines, other !== null);
    /** By row: the latest child, the sibling before, how many children; 0 ends a chain, as the root is no child. */
    this.latest = new Int32Array(most);
    this.before = new Int32Array(most);
    this.childCount = new Int32Array(most);
    /** Open addressing, a row or 0; a power of two, at most half full. */
    this.slots = new Int32Array(4096);
    this.slotsUsed = 0;
    this.rowOf = new Int32Array(profile.nodeCount);
    /** By function, the row that it has above the node in hand; only while folding. */
    this.open = fold ? new Int32Array(profile.functions.length).fill(-1) : null;
  }

  /** Children of a row that are found along its chain; all of them are in the table as soon as there are more. */
  static chainLimit = 12;

  rowKey(offset) {
    return offset + (this.lines ? this.profile.frameCount : this.profile.functionCount);
  }

  keyOf(node) {
    if (node < 0) return this.rowKey(this.profile.whole);
    return this.lines ? this.profile.frame[node] : this.profile.functionOf(node);
  }

  root(key) {
    this.rows.append(key, -1, 0, 0, 0);
  }

  /**
   * Adds the nodes of a range. What has no caller in it goes below the root, or below its thread.
   * @param rootRow the row of the first node itself, where that is known; else -1
   */
  walk(from, to, rootRow) {
    const { parent, end } = this.profile;
    const { own, subtree } = this.weights;
    const { other } = this;
    const restore = [];
    for (let node = from; node < to; node++) {
      if (subtree[node] === 0 && !(other && other.subtree[node] > 0)) {
        node = end[node] - 1;
        continue;
      }
      while (restore.length > 0 && restore[restore.length - 1].end <= node) {
        const last = restore.pop();
        this.open[last.id] = last.row;
      }
      const isTop = rootRow >= 0 && node === from;
      const above = isTop ? -1 : parent[node] >= from ? this.rowOf[parent[node]] : this.top(node);
      const row = isTop ? rootRow : this.row(node, above);
      this.rowOf[node] = row;
      this.rows.own[row] += own[node];
      if (other) this.rows.otherOwn[row] += other.own[node];
      if (this.fold) {
        const id = this.profile.functionOf(node);
        if (this.open[id] < 0 || this.open[id] !== row) {
          restore.push({ id, row: this.open[id], end: end[node] });
          this.open[id] = row;
        }
      }
    }
    while (restore.length > 0) {
      const last = restore.pop();
      this.open[last.id] = last.row;
    }
  }

  row(node, above) {
    if (this.fold) {
      const open = this.open[this.profile.functionOf(node)];
      if (open >= 0) return open;
    }
    return this.child(above, this.keyOf(node));
  }

  /** The row that a node without a caller hangs below. */
  top(node) {
    if (!this.groups) return 0;
    const { profile } = this;
    const thread = profile.thread[node];
    const process = profile.processes.length > 1
      ? this.child(0, this.rowKey(profile.firstProcess + profile.threadProcess[thread])) : 0;
    return this.child(process, this.rowKey(profile.firstThread + thread));
  }

  child(parent, key) {
    const count = this.childCount[parent];
    const known = count > Merging.chainLimit ? this.lookUp(parent, key) : this.followChain(parent, key);
    if (known > 0) return known;
    const row = this.rows.append(key, parent, 0, 0, 0);
    this.before[row] = this.latest[parent];
    this.latest[parent] = row;
    this.childCount[parent] = count + 1;
    if (count > Merging.chainLimit) this.enter(row);
    else if (count === Merging.chainLimit) for (let one = row; one > 0; one = this.before[one]) this.enter(one);
    return row;
  }

  followChain(parent, key) {
    let row = this.latest[parent];
    while (row > 0 && this.rows.key[row] !== key) row = this.before[row];
    return row;
  }

  lookUp(parent, key) {
    const { slots, rows } = this;
    const mask = slots.length - 1;
    let slot = this.hash(parent, key) & mask;
    while (slots[slot] > 0 && (rows.key[slots[slot]] !== key || rows.parent[slots[slot]] !== parent)) {
      slot = (slot + 1) & mask;
    }
    return slots[slot];
  }

  enter(row) {
    if (++this.slotsUsed * 2 > this.slots.length) this.enlarge();
    const { slots, rows } = this;
    const mask = slots.length - 1;
    let slot = this.hash(rows.parent[row], rows.key[row]) & mask;
    while (slots[slot] > 0) slot = (slot + 1) & mask;
    slots[slot] = row;
  }

  enlarge() {
    const rows = this.slots.filter((row) => row > 0);
    this.slots = new Int32Array(this.slots.length * 4);
    this.slotsUsed = 1;
    for (const row of rows) this.enter(row);
  }

  hash(parent, key) {
    let mixed = Math.imul(parent ^ Math.imul(key, 0x9e3779b1), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35);
    return mixed ^ (mixed >>> 13);
  }
}

/** Puts merged rows, of which each stands behind its parent, into the order of a `LevelTree`: the widest first. */
function levelled({ rows }, lines) {
  const { count, key, parent, own, otherOwn } = rows;
  const otherWidth = otherOwn?.slice() ?? null;
  // What belongs to a row lies side by side, since rows are visited all over memory: its width, own time, key, and
  // where its children begin.
  const records = new Float64Array(count * 4 + 4);
  for (let row = count - 1; row >= 0; row--) {
    const at = row * 4;
    records[at] += own[row];
    records[at + 1] = own[row];
    records[at + 2] = key[row];
    if (row === 0) break;
    records[parent[row] * 4] += records[at];
    if (otherWidth) otherWidth[parent[row]] += otherWidth[row];
    records[parent[row] * 4 + 3]++;
  }
  let start = 0;
  for (let at = 3; at < records.length; at += 4) {
    const children = records[at];
    records[at] = start;
    start += children;
  }
  const children = new Int32Array(Math.max(0, count - 1));
  const filled = new Int32Array(count);
  for (let row = 1; row < count; row++) {
    const above = parent[row];
    children[records[above * 4 + 3] + filled[above]++] = row;
  }
  const tree = new LevelTree(count, lines, otherWidth !== null);
  const order = new Int32Array(count);
  const append = (row, above, x) => {
    const at = row * 4;
    tree.append(records[at + 2], above, x, records[at], records[at + 1], otherWidth?.[row], otherOwn?.[row]);
  };
  append(0, -1, 0);
  tree.levels.push(0, 1);
  let levelEnd = 1;
  for (let node = 0; node < tree.count; node++) {
    if (node === levelEnd) {
      levelEnd = tree.count;
      tree.levels.push(levelEnd);
    }
    const from = records[order[node] * 4 + 3];
    const to = records[order[node] * 4 + 7];
    if (to - from > 1) sortByWidth(children, from, to, records);
    tree.firstChild[node] = tree.count;
    let x = tree.x[node];
    for (let index = from; index < to; index++) {
      const row = children[index];
      // What is in the other recording only has no width here; it comes last.
      if (records[row * 4] === 0) break;
      order[tree.count] = row;
      append(row, node, x);
      x += records[row * 4];
    }
  }
  tree.firstChild[tree.count] = tree.count;
  return tree;
}

/** Sorts a stretch of `rows`: the widest first, equal ones by their key, so that a picture is the same each time. */
function sortByWidth(rows, from, to, records) {
  if (to - from > 24) {
    rows.subarray(from, to).sort((a, b) => records[b * 4] - records[a * 4] || records[a * 4 + 2] - records[b * 4 + 2]);
    return;
  }
  for (let index = from + 1; index < to; index++) {
    const row = rows[index];
    const width = records[row * 4];
    let place = index;
    for (; place > from; place--) {
      const before = rows[place - 1];
      if (records[before * 4] > width
        || (records[before * 4] === width && records[before * 4 + 2] <= records[row * 4 + 2])) break;
      rows[place] = before;
    }
    rows[place] = row;
  }
}
