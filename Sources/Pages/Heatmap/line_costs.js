/** What each line and each file cost, by themselves and with what they call; a stack counts once, also in recursion. */
class LineCosts {
  /** @param samples by node, how many of its own; null where the filter splits samples */
  constructor(profile, places, weights, samples) {
    Object.assign(this, { profile, places, weights });
    this.own = new Float64Array(places.lineCount);
    this.total = new Float64Array(places.lineCount);
    this.fileOwn = new Float64Array(places.files.length);
    this.fileTotal = new Float64Array(places.files.length);
    this.ownSamples = samples && new Float64Array(places.lineCount);
    this.totalSamples = samples && new Float64Array(places.lineCount);
    this.allSamples = 0;
    this.add(samples && this.countBelow(samples), samples);
    this.ranking = Array.from({ length: places.lineCount }, (_, line) => line);
    this.ranking = this.ranking.filter((line) => this.total[line] > 0);
    this.ranking.sort((a, b) => this.own[b] - this.own[a] || this.total[b] - this.total[a] || a - b);
    const most = (times) => times.reduce((one, other) => Math.max(one, other), 0);
    /** The greatest of all lines' times. */
    this.most = { own: most(this.own), total: most(this.total) };
  }

  /** By node, samples of it and of all below it. */
  countBelow(samples) {
    const { parent, nodeCount } = this.profile;
    const counts = samples.slice();
    for (let node = nodeCount - 1; node >= 0; node--) {
      if (parent[node] >= 0) counts[parent[node]] += counts[node];
      else this.allSamples += counts[node];
    }
    return counts;
  }

  add(counts, samples) {
    const { profile, places, weights } = this;
    const { frame, end, nodeCount } = profile;
    // Up to `closed` all nodes lie below one of the same line, or file, that was counted.
    const closed = new Int32Array(places.lineCount);
    const fileClosed = new Int32Array(places.files.length);
    for (let node = 0; node < nodeCount; node++) {
      const line = places.lineOf[frame[node]];
      const file = places.lineFile[line];
      this.own[line] += weights.own[node];
      this.fileOwn[file] += weights.own[node];
      if (samples) this.ownSamples[line] += samples[node];
      if (node >= closed[line]) {
        this.total[line] += weights.subtree[node];
        if (counts) this.totalSamples[line] += counts[node];
        closed[line] = end[node];
      }
      if (node >= fileClosed[file]) {
        this.fileTotal[file] += weights.subtree[node];
        fileClosed[file] = end[node];
      }
    }
  }

  /**
   * Who calls from which line what runs on a line, what is called on it, and in which threads; the largest first.
   *
   * Callers are [line, time], with line -1 where no Python code called; callees are [function, time, the costliest of
   * its lines].
   */
  details(line) {
    const { profile, places, weights } = this;
    const { frame, end, parent, thread, nodeCount } = profile;
    const [callers, threads] = [new Map(), new Map()];
    const children = [];
    const add = (map, key, value) => map.set(key, (map.get(key) ?? 0) + value);
    let closed = 0;
    for (let node = 0; node < nodeCount; node++) {
      if (weights.subtree[node] === 0) {
        node = end[node] - 1;
        continue;
      }
      if (places.lineOf[frame[node]] !== line) continue;
      if (node >= closed) {
        closed = end[node];
        add(callers, parent[node] < 0 ? -1 : places.lineOf[frame[parent[node]]], weights.subtree[node]);
        add(threads, thread[node], weights.subtree[node]);
      }
      this.addChildren(node, children);
    }
    const callees = this.callees(children);
    const sorted = (map) => [...map].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    const called = [...callees].map(([id, { time, lines }]) => [id, time, sorted(lines)[0][0]]);
    called.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    return { callers: sorted(callers), threads: sorted(threads), callees: called };
  }

  addChildren(node, children) {
    const { end } = this.profile;
    for (let child = node + 1; child < end[node]; child = end[child]) {
      if (this.weights.subtree[child] > 0) children.push(child);
    }
  }

  /** By function, how long it took as one of these nodes, and on which of its lines. */
  callees(nodes) {
    const { profile, places, weights } = this;
    const callees = new Map();
    // From the outermost on: those of an inner node stand before those behind it.
    for (const node of nodes.sort((a, b) => a - b)) {
      const id = profile.functionOf(node);
      if (!callees.has(id)) callees.set(id, { time: 0, closed: 0, lines: new Map() });
      const callee = callees.get(id);
      // Below one that was counted it is recursion.
      if (node < callee.closed) continue;
      const time = weights.subtree[node];
      callee.closed = profile.end[node];
      callee.time += time;
      const line = places.lineOf[profile.frame[node]];
      callee.lines.set(line, (callee.lines.get(line) ?? 0) + time);
    }
    return callees;
  }
}
