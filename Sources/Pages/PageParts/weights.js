/** The time of each node under a choice of threads, of a state and of code, alone and with all below it. */
class Weights {
  /**
   * @param threads which threads count, by their number; null for all
   * @param state 'all', 'running' or 'idle'
   * @param times `time` and `idle` of each node: the profile's own, or those of another recording or a stretch of time
   * @param counted which nodes count, 1 or 0 by node; null for all
   */
  constructor(profile, threads, state, { time, idle } = profile, counted = null) {
    const { nodeCount, thread, parent } = profile;
    this.own = new Float64Array(nodeCount);
    for (let node = 0; node < nodeCount; node++) {
      if ((threads && !threads.has(thread[node])) || (counted && counted[node] === 0)) continue;
      this.own[node] = state === 'all' ? time[node] : state === 'idle' ? idle[node] : time[node] - idle[node];
    }
    this.subtree = this.own.slice();
    this.total = 0;
    for (let node = nodeCount - 1; node >= 0; node--) {
      if (parent[node] >= 0) this.subtree[parent[node]] += this.subtree[node];
      else this.total += this.subtree[node];
    }
    const whole = profile.meta.difference ? this.total : profile.time.reduce((sum, one) => sum + one, 0);
    /** At how many samples of equal weight this time was found. */
    this.effective = whole > 0 ? profile.meta.effective * this.total / whole : 0;
  }

  /** `±4.3`, for a share of this time. */
  margin(share) {
    return marginText(share, this.effective);
  }

  /** @param other weights of another recording, by which nodes count as well */
  nodesWithTime(other = null) {
    const nodes = [];
    for (let node = 0; node < this.own.length; node++) {
      if (this.own[node] > 0 || other?.own[node] > 0) nodes.push(node);
    }
    return nodes;
  }
}
