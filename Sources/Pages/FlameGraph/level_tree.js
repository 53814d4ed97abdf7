/**
 * A call tree as it is drawn: nodes level by level, in each level from left to right, so that all children of a node
 * are neighbours, those of node `i` from `firstChild[i]` up to `firstChild[i + 1]`. Node 0 is the root.
 */
class LevelTree {
  /** @param hasOther whether rows have times of another recording as well */
  constructor(capacity, keysAreFrames, hasOther = false) {
    this.count = 0;
    this.key = new Int32Array(capacity);
    this.parent = new Int32Array(capacity);
    this.firstChild = new Int32Array(capacity + 1);
    /** Where a node begins, how wide it is, and how much of that is its own; in microseconds. */
    this.x = new Float64Array(capacity);
    this.width = new Float64Array(capacity);
    this.own = new Float64Array(capacity);
    /** The width and the own time in the other recording; null where there is none. */
    this.otherWidth = hasOther ? new Float64Array(capacity) : null;
    this.otherOwn = hasOther ? new Float64Array(capacity) : null;
    /** For each node its place in a palette's `fills`; null where its function has one. */
    this.tones = null;
    /** Where each level begins, and after the last one the number of nodes. */
    this.levels = [];
    /** Whether `key` counts through frames, else through functions. */
    this.keysAreFrames = keysAreFrames;
    /** Why there may be less than was recorded; empty where nothing is left out. */
    this.remark = '';
  }

  append(key, parent, x, width, own, otherWidth = 0, otherOwn = 0) {
    if (this.count === this.key.length) this.grow();
    const node = this.count++;
    this.key[node] = key;
    this.parent[node] = parent;
    this.x[node] = x;
    this.width[node] = width;
    this.own[node] = own;
    if (this.otherWidth) {
      this.otherWidth[node] = otherWidth;
      this.otherOwn[node] = otherOwn;
    }
    return node;
  }

  grow() {
    const capacity = Math.max(1024, this.key.length * 2);
    const names = ['key', 'parent', 'firstChild', 'x', 'width', 'own'];
    for (const name of this.otherWidth ? [...names, 'otherWidth', 'otherOwn'] : names) {
      const larger = new this[name].constructor(name === 'firstChild' ? capacity + 1 : capacity);
      larger.set(this[name]);
      this[name] = larger;
    }
  }

  /** The function of a node. */
  functionAt(profile, node) {
    return this.keysAreFrames ? profile.frameFunction[this.key[node]] : this.key[node];
  }

  get depth() {
    return this.levels.length - 1;
  }

  get total() {
    return this.count > 0 ? this.width[0] : 0;
  }

  /** The level that a node is on, from 0. */
  levelOf(node) {
    let low = 0;
    let high = this.levels.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.levels[middle] <= node) low = middle;
      else high = middle;
    }
    return low;
  }

  /** The last node in `from ..< to`, all of one level, that begins at or before `x`; `from` where none does. */
  lastBeginning(x, from, to) {
    let low = from;
    let high = to;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.x[middle] <= x) low = middle;
      else high = middle;
    }
    return low;
  }

  /** The node on a level that covers `x`, or -1. */
  nodeAt(level, x) {
    if (level < 0 || level >= this.depth) return -1;
    const node = this.lastBeginning(x, this.levels[level], this.levels[level + 1]);
    return this.x[node] <= x && x < this.x[node] + this.width[node] ? node : -1;
  }

  /** The nodes from the root to `node`. */
  path(node) {
    const path = [];
    for (let next = node; next >= 0; next = this.parent[next]) path.push(next);
    return path.reverse();
  }

  /** The node that a path of keys leads to, or the last one on it that there is. */
  follow(keys) {
    let node = 0;
    for (const key of keys) {
      let child = this.firstChild[node];
      const end = this.firstChild[node + 1];
      while (child < end && this.key[child] !== key) child++;
      if (child >= end) break;
      node = child;
    }
    return node;
  }
}
