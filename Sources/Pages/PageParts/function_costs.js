/** What each function costs, in itself and with what it calls; recursion counts once. */
class FunctionCosts {
  constructor(profile, weights) {
    this.profile = profile;
    this.weights = weights;
    const count = profile.functions.length;
    this.own = new Float64Array(count);
    this.total = new Float64Array(count);
    const closed = new Int32Array(count);
    const { frame, frameFunction, end, nodeCount } = profile;
    for (let node = 0; node < nodeCount; node++) {
      const id = frameFunction[frame[node]];
      this.own[id] += weights.own[node];
      // Up to `closed` all nodes lie below one of the same function that was counted.
      if (node >= closed[id]) {
        this.total[id] += weights.subtree[node];
        closed[id] = end[node];
      }
    }
    this.ranking = Array.from({ length: count }, (_, id) => id).filter((id) => this.total[id] > 0);
    this.ranking.sort((a, b) => this.own[b] - this.own[a] || this.total[b] - this.total[a] || a - b);
  }

  /** The function with most time of its own, or -1. */
  get costliest() {
    const [first] = this.ranking;
    return first !== undefined && this.own[first] > 0 ? first : -1;
  }

  /**
   * The outermost nodes of a function: no caller of theirs is the same function.
   * @param other weights of another recording, by which nodes count as well
   */
  outermost(id, other = null) {
    const { frame, frameFunction, end, nodeCount } = this.profile;
    const nodes = [];
    for (let node = 0; node < nodeCount; node++) {
      if (frameFunction[frame[node]] !== id || !(this.weights.subtree[node] > 0 || other?.subtree[node] > 0)) continue;
      nodes.push(node);
      node = end[node] - 1;
    }
    return nodes;
  }

  /** Who calls a function, from which line, in which threads, and on which lines it is; each list the largest first. */
  details(id) {
    const { profile, weights } = this;
    const callers = new Map();
    const threads = new Map();
    const lines = new Map();
    const callees = new Map();
    const add = (map, key, value) => map.set(key, (map.get(key) ?? 0) + value);
    for (const top of this.outermost(id)) {
      const caller = profile.parent[top];
      if (caller >= 0) add(callers, profile.frame[caller], weights.subtree[top]);
      add(threads, profile.thread[top], weights.subtree[top]);
      for (let node = top; node < profile.end[top]; node++) {
        const owner = profile.functionOf(node);
        if (owner === id) add(lines, profile.frame[node], weights.own[node]);
        else if (profile.functionOf(profile.parent[node]) === id) add(callees, owner, weights.subtree[node]);
      }
    }
    const sorted = (map) => [...map].filter((entry) => entry[1] > 0).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    return { callers: sorted(callers), threads: sorted(threads), lines: sorted(lines), callees: sorted(callees) };
  }

  /** The time below any of the functions that `matches` marks, each stretch of it once. */
  matchedTime(matches) {
    const { profile, weights } = this;
    let sum = 0;
    for (let node = 0; node < profile.nodeCount; node++) {
      if (!matches[profile.functionOf(node)]) continue;
      sum += weights.subtree[node];
      node = profile.end[node] - 1;
    }
    return sum;
  }
}
