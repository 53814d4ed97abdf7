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
    const { from, to } = span ?? { from: 0, to: Infinity };
    this.eachPart((node, set, group, part, waited) => {
      if (group < from || group >= to || (sets && !sets[set])) return;
      time[node] += part;
      idle[node] += waited;
    });
    return { time, idle };
  }

  /** Tells of each part of a node's own time: the node, the set of states, the group, the time, and what of it is idle. */
  eachPart(tell) {
    const { reader } = this.nodeReader();
    let node = 0;
    for (let left = reader.count(); left > 0; left--) {
      node += reader.number();
      const set = reader.number();
      let group = 0;
      for (let entries = reader.count(); entries > 0; entries--) {
        group += reader.number();
        const weight = reader.number();
        tell(node, set, group, Math.floor(weight / 2), weight % 2 === 1 ? reader.number() : 0);
      }
    }
  }

  /** What the lanes show of all time: by thread how long it ran and was idle, and how long a function was at work. */
  lanesOfAll(subject) {
    const { running, idle, stretch, count } = this;
    return { running, idle, step: stretch, count, subject: this.activity.get(subject) ?? null };
  }

  /** The same of the time that counts. */
  lanesOf(profile, { sets, counted, threads, state, subject }) {
    const { groupCount } = this;
    const none = () => this.running.map(() => new Float64Array(groupCount));
    const lanes = {
      running: none(), idle: none(), step: this.grouping * this.stretch, count: groupCount,
      subject: new Float64Array(groupCount),
    };
    this.eachPart((node, set, group, time, idle) => {
      if ((sets && !sets[set]) || (counted && counted[node] === 0)) return;
      const thread = profile.thread[node];
      const ran = state === 'idle' ? 0 : time - idle;
      const waited = state === 'running' ? 0 : idle;
      lanes.running[thread][group] += ran;
      lanes.idle[thread][group] += waited;
      if (profile.functionOf(node) === subject && !(threads && !threads.has(thread))) lanes.subject[group] += ran + waited;
    });
    return lanes;
  }

  get length() {
    return this.stretch * this.count;
  }
}
