/**
 * Merges chains of callers from inside outwards, level by level: each row's children are who called it.
 *
 * Every start moves up its chain by itself until two meet in one node. That can take far more steps than the profile
 * has nodes, so narrow rows are not followed, and after a number of steps it ends; the tree's remark then says so.
 *
 * - `starts`: nodes, each with the time that it brings (`times`)
 * - `rootKey`: what the root stands for; where it is a function, the starts are all its own and fall into the root
 * - `startsAreRoot`: whether they do
 * - `others`: the times that the starts bring from another recording; null where there is none
 */
function mergeCallers(profile, { starts, times, others = null, rootKey, startsAreRoot, lines = false, fold = false }) {
  const climb = new Climb(profile, lines, fold);
  const sum = (list) => list.reduce((total, time) => total + time, 0);
  const total = sum(times);
  const tree = new LevelTree(1024, lines, others !== null);
  tree.append(rootKey, -1, 0, total, 0, others ? sum(others) : 0);
  tree.levels.push(0);
  let level = { nodes: starts, times, others: others ?? [], ends: [starts.length] };
  let climbs = startsAreRoot;
  const least = total / 20000;
  let steps = 0;
  let leftOut = false;
  for (let from = 0; from < tree.count;) {
    const to = tree.count;
    tree.levels.push(to);
    const next = { nodes: [], times: [], others: [], ends: [] };
    for (let row = from, cursor = 0; row < to; row++) {
      const end = level.ends[row - from];
      tree.firstChild[row] = tree.count;
      if (steps > climb.limit || (row > 0 && tree.width[row] < least)) {
        leftOut ||= end > cursor;
      } else {
        steps += end - cursor;
        climb.expand(tree, row, level, cursor, end, climbs, next);
      }
      cursor = end;
    }
    level = next;
    climbs = true;
    from = to;
  }
  tree.firstChild[tree.count] = tree.count;
  if (leftOut) tree.remark = 'Callers of rows below 0.005 % of the time are not followed.';
  if (steps > climb.limit) tree.remark = 'There are too many chains of callers to follow them all to their ends.';
  return tree;
}

/** One level of `mergeCallers`. */
class Climb {
  constructor(profile, lines, fold) {
    Object.assign(this, { profile, lines, fold });
    this.limit = 2e7;
    this.group = new Map();
    /** By node: for which row it was last met, and where it then stands among the next level's. */
    this.metBy = new Int32Array(profile.nodeCount).fill(-1);
    this.metAt = new Int32Array(profile.nodeCount);
  }

  /** The node that calls `node`; when folding, the first on the way that is another function. */
  caller(node) {
    const { profile } = this;
    let caller = profile.parent[node];
    if (this.fold) {
      const id = profile.functionOf(node);
      while (caller >= 0 && profile.functionOf(caller) === id) caller = profile.parent[caller];
    }
    return caller;
  }

  expand(tree, row, level, from, to, climbs, next) {
    const { profile, group } = this;
    group.clear();
    let ended = 0;
    let otherEnded = 0;
    for (let cursor = from; cursor < to; cursor++) {
      const node = climbs ? this.caller(level.nodes[cursor]) : level.nodes[cursor];
      const time = level.times[cursor];
      const other = tree.otherWidth ? level.others[cursor] : 0;
      if (node < 0) {
        ended += time;
        otherEnded += other;
        continue;
      }
      const key = this.lines ? profile.frame[node] : profile.functionOf(node);
      let members = group.get(key);
      if (!members) group.set(key, members = { key, time: 0, other: 0, nodes: [], times: [], others: [] });
      members.time += time;
      members.other += other;
      if (this.metBy[node] === row) {
        members.times[this.metAt[node]] += time;
        if (tree.otherWidth) members.others[this.metAt[node]] += other;
      } else {
        this.metBy[node] = row;
        this.metAt[node] = members.nodes.length;
        members.nodes.push(node);
        members.times.push(time);
        if (tree.otherWidth) members.others.push(other);
      }
    }
    tree.own[row] = ended;
    if (tree.otherOwn) tree.otherOwn[row] = otherEnded;
    let x = tree.x[row];
    for (const members of [...group.values()].sort((a, b) => b.time - a.time || a.key - b.key)) {
      // What is in the other recording only has no width here.
      if (!(members.time > 0)) continue;
      tree.append(members.key, row, x, members.time, 0, members.other);
      x += members.time;
      for (const node of members.nodes) next.nodes.push(node);
      for (const time of members.times) next.times.push(time);
      for (const other of members.others) next.others.push(other);
      next.ends.push(next.nodes.length);
    }
  }
}
