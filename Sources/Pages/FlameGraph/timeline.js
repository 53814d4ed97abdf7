/**
 * When threads ran and waited, and when functions were at work: equal stretches of time with how much of each was what.
 * As `FlameGraphPage.swift` wrote it; times are in microseconds.
 */
class Timeline {
  constructor(bytes, profile) {
    const reader = new ByteReader(bytes);
    /** The length of a stretch, how many there are, and how many of them make one of a function's. */
    this.stretch = reader.number() / 1000;
    this.count = reader.count();
    this.grouping = reader.number();
    this.running = [];
    this.idle = [];
    for (let thread = 0; thread < profile.threads.length; thread++) {
      this.running.push(reader.sparse(this.count));
      this.idle.push(reader.sparse(this.count));
    }
    this.activity = new Map();
    const groups = Math.ceil(this.count / Math.max(1, this.grouping));
    for (let left = reader.count(); left > 0; left--) this.activity.set(reader.number(), reader.sparse(groups));
    /** By function: when it was first and last in a stack; both 0 where nobody told. */
    this.first = new Float64Array(profile.functions.length);
    this.last = new Float64Array(profile.functions.length);
    for (let left = reader.count(); left > 0; left--) {
      const id = reader.number();
      this.first[id] = reader.number();
      this.last[id] = this.first[id] + reader.number();
    }
    /** When nodes had samples of their own; read where a stretch of time is chosen. */
    const length = reader.number();
    this.nodeBytes = reader.bytes.subarray(reader.position, reader.position + length);
    reader.position += length;
    this.states = new States(this.nodeReader().sets);
    if (reader.isDamaged) throw new Error('incomplete');
  }

  /** How many stretches of a function there are; what can be chosen consists of them. */
  get groupCount() {
    return Math.ceil(this.count / Math.max(1, this.grouping));
  }

  /** Where a group begins. */
  groupStart(group) {
    return Math.min(this.length, group * this.grouping * this.stretch);
  }

  /** A reader behind the sets of states that there are, and these. */
  nodeReader() {
    const reader = new ByteReader(this.nodeBytes);
    const sets = Array.from({ length: reader.count() }, () => ({ bits: reader.number(), time: reader.number() }));
    return { reader, sets };
  }

  /** Whether there are samples, whose time can be chosen. */
  get hasSamples() {
    return this.states.sets.length > 0;
  }

  /**
   * The own time of each node, and what of it is idle.
   * @param span the groups from `from` up to `to`; null for all
   * @param sets which sets of states count, by their number; null for all
   */
  timesOf(span, sets, nodeCount) {
    const [time, idle] = [new Float64Array(nodeCount), new Float64Array(nodeCount)];
    const { reader } = this.nodeReader();
    const { from, to } = span ?? { from: 0, to: Infinity };
    let node = 0;
    for (let left = reader.count(); left > 0; left--) {
      node += reader.number();
      const set = reader.number();
      let group = 0;
      for (let entries = reader.count(); entries > 0; entries--) {
        group += reader.number();
        const weight = reader.number();
        const waited = weight % 2 === 1 ? reader.number() : 0;
        if (group < from || group >= to || (sets && !sets[set])) continue;
        time[node] += Math.floor(weight / 2);
        idle[node] += waited;
      }
    }
    return { time, idle };
  }

  get length() {
    return this.stretch * this.count;
  }

  /** A function's own time in each stretch as a share of it; null where it had none. */
  activityOf(id) {
    return this.activity.get(id) ?? null;
  }
}
