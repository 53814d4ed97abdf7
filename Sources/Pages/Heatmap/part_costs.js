/** What each part of a line and each of its instructions cost; a stack counts once, also in recursion. */
class PartCosts {
  /** @param samples by node, how many of its own; null where the filter splits samples */
  constructor(profile, places, sources, weights, samples) {
    Object.assign(this, { profile, places, sources });
    const count = profile.frameFunction.length;
    /** By frame. */
    this.own = new Float64Array(count);
    this.total = new Float64Array(count);
    this.samples = samples && new Float64Array(count);
    /** By line, its frames. */
    this.framesOf = new Map();
    this.findParts();
    this.add(weights, samples);
  }

  /** Gives frames that were compiled from the same text of a line one part of it. */
  findParts() {
    const { places, sources } = this;
    this.partOf = new Int32Array(this.own.length).fill(-1);
    this.parts = [];
    this.partsOf = new Map();
    const known = new Map();
    sources.parts.forEach((told, frame) => {
      const line = places.lineOf[frame];
      if (line < 0) return;
      if (!this.framesOf.has(line)) this.framesOf.set(line, []);
      this.framesOf.get(line).push(frame);
      if (!told) return;
      const range = this.range(told, line);
      if (!range) return;
      const key = `${line}:${range[0]}:${range[1]}`;
      if (!known.has(key)) {
        known.set(key, this.parts.length);
        this.parts.push({ start: range[0], end: range[1], own: 0, total: 0 });
        if (!this.partsOf.has(line)) this.partsOf.set(line, []);
        this.partsOf.get(line).push(this.parts[known.get(key)]);
      }
      this.partOf[frame] = known.get(key);
    });
  }

  /** The columns of a line that a frame is at; null where they are not known, or there are none. */
  range({ start, end, lineCount }, line) {
    const { places, sources } = this;
    if (start < 0) return null;
    const length = sources.lines(places.lineFile[line])?.[places.lineNumber[line] - 1]?.length ?? 0;
    const last = lineCount > 0 ? length : Math.min(end, length);
    return start < last ? [start, last] : null;
  }

  add(weights, samples) {
    const { profile, parts } = this;
    const { frame, end, nodeCount } = profile;
    // Up to `closed` all nodes lie below one of the same instruction, or part, that was counted.
    const closed = new Int32Array(this.own.length);
    const partClosed = new Int32Array(parts.length);
    for (let node = 0; node < nodeCount; node++) {
      const one = frame[node];
      this.own[one] += weights.own[node];
      if (samples) this.samples[one] += samples[node];
      if (node >= closed[one]) {
        this.total[one] += weights.subtree[node];
        closed[one] = end[node];
      }
      const part = this.partOf[one];
      if (part < 0) continue;
      parts[part].own += weights.own[node];
      if (node >= partClosed[part]) {
        parts[part].total += weights.subtree[node];
        partClosed[part] = end[node];
      }
    }
  }

  /**
   * The frames of a line that cost something, by function and by where their instructions stand; those of one place by
   * cost, and last what no instruction is told of.
   */
  ofLine(line) {
    const { profile, sources } = this;
    const frames = (this.framesOf.get(line) ?? []).filter((frame) => this.total[frame] > 0);
    const key = (frame) => [profile.frameFunction[frame], sources.parts[frame]?.instruction?.offset ?? Infinity, -this.own[frame]];
    return frames.map((frame) => [key(frame), frame])
      .sort(([a, one], [b, other]) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || one - other)
      .map(([, frame]) => frame);
  }

  /** The parts of a line that cost something, the costliest first. */
  partsOfLine(line) {
    const parts = (this.partsOf.get(line) ?? []).filter((part) => part.total > 0);
    return parts.sort((a, b) => b.total - a.total || b.own - a.own || a.start - b.start || a.end - b.end);
  }

  /**
   * Stretches of a line, each with the smallest part that it belongs to and that costs something, or null.
   * @param heat 'own' or 'total'
   */
  stretches(line, length, heat) {
    const parts = (this.partsOf.get(line) ?? []).filter((part) => part[heat] > 0);
    const ends = [...new Set([0, length, ...parts.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b);
    const stretches = [];
    for (let index = 0; index + 1 < ends.length; index++) {
      const [from, to] = [ends[index], ends[index + 1]];
      const around = parts.filter((part) => part.start <= from && to <= part.end);
      const part = around.reduce((best, one) => (
        best && best.end - best.start <= one.end - one.start ? best : one), null);
      const before = stretches[stretches.length - 1];
      if (before?.part === part) before.to = to;
      else stretches.push({ from, to, part });
    }
    return stretches;
  }
}
