/**
 * What changed between two recordings: for each function the figures that `seriema diff` shows, as `DifferencePage.swift`
 * wrote them, and the same arithmetic for single rows of a graph.
 *
 * A time is compared with what it would be had it changed as the median function did (`pace`).
 */
class Difference {
  constructor(profile) {
    this.profile = profile;
    const { difference } = profile.meta;
    this.meta = difference;
    this.rows = profile.changes;
    /** By function, its place in `rows`; -1 for what is no function. */
    this.rowOf = new Int32Array(profile.functions.length).fill(-1);
    this.rows.forEach((row, index) => { this.rowOf[row.id] = index; });
    this.before = { total: difference.baseTotal / 1000, samples: difference.baseSamples };
    this.now = { total: difference.newTotal / 1000, samples: difference.newSamples };
    /** What a change is a part of, in microseconds. */
    this.whole = Math.max(this.now.total, difference.pace * this.before.total);
    this.changed = this.rows.filter((row) => row.own.verdict !== 0).length;
    /** The functions in the order of their changes; equal to `rows` for 'own'. */
    this.ranked = { own: this.rows, total: [...this.rows].sort(Difference.byTotal) };
    const reach = (measure) => this.rows.reduce(
      (most, row) => Math.max(most, Math.abs(row[measure].excess) + row[measure].uncertainty), 1);
    this.reach = { own: reach('own'), total: reach('total') };
  }

  /** By the numbers of verdicts. */
  static words = ['noise', 'more', 'less', 'new', 'gone'];

  /** From which part of all time on a change has the next tone. */
  static steps = [0.01, 0.03, 0.1];

  static byTotal(a, b) {
    const isNoise = (row) => (row.total.verdict === 0 ? 1 : 0);
    return isNoise(a) - isNoise(b) || Math.abs(b.total.excess) - Math.abs(a.total.excess) || a.id - b.id;
  }

  row(id) {
    return this.rows[this.rowOf[id]] ?? null;
  }

  /** The function that differs most by itself, or -1. */
  get first() {
    return this.rows.length > 0 ? this.rows[0].id : -1;
  }

  /** The recording in which a function can be seen: `side`, unless it is in the other one only. */
  sideOf(id, side) {
    const row = this.row(id);
    if (!row || (row.isBefore && row.isNow)) return side;
    return row.isNow ? 'new' : 'base';
  }

  /**
   * What a time is now less what was to be expected, and half of its 95 % interval; all in microseconds.
   *
   * Source: `Expectation.swift`, which has it for functions.
   */
  change(before, now) {
    const { pace, paceError } = this.meta;
    const error = Math.hypot(
      pace * standardError(before, this.before), standardError(now, this.now), pace * paceError * before);
    return { excess: now - pace * before, uncertainty: 1.959964 * error };
  }

  /**
   * Gives the rows of a tree their tones. Only a row whose function changed has a colour, and of these only one that
   * differs here by more than the noise of sampling.
   *
   * @param kind 'callees'; 'inverted', where a row's time is a function's own, or 'callers' of the tree's root
   * @param measure 'own' or 'total': which change of a row among callees
   * @param side 'new' or 'base': whose times the tree's widths are
   */
  colour(tree, kind, measure, side) {
    const tones = new Uint8Array(tree.count).fill(Difference.noise);
    const isOwn = kind === 'callees' && measure === 'own';
    const [shown, other] = isOwn ? [tree.own, tree.otherOwn] : [tree.width, tree.otherWidth];
    const [before, now] = side === 'base' ? [shown, other] : [other, shown];
    const isChanged = new Uint8Array(tree.count);
    for (let node = 0; node < tree.count; node++) {
      const id = tree.functionAt(this.profile, node);
      const parent = tree.parent[node];
      if (kind === 'callees') isChanged[node] = this.isChanged(id, measure, before[node], now[node]);
      else if (kind === 'inverted') isChanged[node] = parent > 0 ? isChanged[parent] : this.isChanged(id, 'own');
      else isChanged[node] = parent >= 0 ? isChanged[parent] : this.isChanged(id, 'total');
      if (isChanged[node] === 1) tones[node] = this.tone(this.change(before[node], now[node]));
    }
    tree.tones = tones;
  }

  /**
   * Whether a function changed. The whole, a thread or a process has no verdict: its time has to differ by one per cent of
   * all time, and by more than noise makes it in 99.9 % of comparisons.
   */
  isChanged(id, measure, before = 0, now = 0) {
    const row = this.row(id);
    if (row) return row[measure].verdict !== 0 ? 1 : 0;
    if (measure !== 'total' || !['all', 'thread', 'process'].includes(this.profile.functions[id].kind)) return 0;
    const { excess, uncertainty } = this.change(before, now);
    return Math.abs(excess) >= 0.01 * this.whole && Math.abs(excess) > uncertainty * 3.29 / 1.96 ? 1 : 0;
  }

  /** The tones of more, less and noise are those of the first, second and third origin of a palette. */
  static noise = 2 * toneCount;

  tone({ excess, uncertainty }) {
    if (!(Math.abs(excess) > uncertainty)) return Difference.noise;
    const part = Math.abs(excess) / this.whole;
    const step = Difference.steps.filter((least) => part >= least).length;
    return (excess > 0 ? 0 : 1) * toneCount + step;
  }

  /** What stands before the name in a row of this tone, so that colour is not needed. */
  sign(tone, id) {
    if (tone >= Difference.noise) return '';
    const row = this.row(id);
    if (row && !row.isBefore) return '★ ';
    if (row && !row.isNow) return '✕ ';
    return tone < toneCount ? '▲ ' : '▼ ';
  }
}

/** The standard error of a time that was found by sampling: that of a share of independent samples. */
function standardError(time, { total, samples }) {
  if (!(samples > 0) || !(total > 0)) return 0;
  const share = (Math.min(Math.max(time / total, 0), 1) * samples + 0.5) / (samples + 1);
  return total * Math.sqrt(share * (1 - share) / samples);
}
