/** A difference of times in nanoseconds with its sign, as in Seriema's tables. */
function signedText(nanoseconds) {
  return nanoseconds < 0 ? `−${nanosecondsText(-nanoseconds)}` : `+${nanosecondsText(nanoseconds)}`;
}

/** What the page says of changes. */
class DifferenceTexts {
  constructor(difference) {
    this.difference = difference;
  }

  /** `+587 ms ± 111 ms`; in nanoseconds. */
  change({ excess, uncertainty }) {
    return `${signedText(excess)} ± ${nanosecondsText(uncertainty)}`;
  }

  /** `24.9 % → 31.5 %`, and – for what is not there. */
  shares({ isBefore, isNow }, { before, now }) {
    const { baseTotal, newTotal } = this.difference.meta;
    const share = (time, total) => `${percentText(total > 0 ? (time / 1e9) / (total / 1e9) : 0)} %`;
    return `${isBefore ? share(before, baseTotal) : '–'} → ${isNow ? share(now, newTotal) : '–'}`;
  }

  /** `1.24 s → 1.88 s` */
  times({ isBefore, isNow }, { before, now }) {
    return `${isBefore ? nanosecondsText(before) : '–'} → ${isNow ? nanosecondsText(now) : '–'}`;
  }

  /** Lines of a tooltip: a name, times before and now, the change. */
  lines(tree, node, side, id) {
    const here = (name, shown, other) => {
      const [before, now] = side === 'base' ? [shown, other] : [other, shown];
      const { excess, uncertainty } = this.difference.change(before, now);
      return [name, `${durationText(before)} → ${durationText(now)}`,
        this.change({ excess: excess * 1000, uncertainty: uncertainty * 1000 })];
    };
    const lines = [here('total here', tree.width[node], tree.otherWidth[node])];
    if (tree.own[node] > 0 || tree.otherOwn[node] > 0) lines.push(here('self here', tree.own[node], tree.otherOwn[node]));
    const row = this.difference.row(id);
    if (row) {
      for (const [name, change] of [['self, everywhere', row.own], ['total, everywhere', row.total]]) {
        lines.push([name, this.times(row, change), `${this.change(change)}, ${Difference.words[change.verdict]}`]);
      }
    }
    return lines;
  }

  /** For those who listen, of a row of a graph. */
  speak(tree, node, side, id) {
    const [, times, change] = this.lines(tree, node, side, id)[0];
    const tone = tree.tones ? tree.tones[node] : Difference.noise;
    const word = tone >= Difference.noise ? 'noise' : tone < toneCount ? 'more' : 'less';
    return `total ${times.replace('→', 'to')}, coloured as ${word}, changed by ${change}`;
  }

  speakFunction(id) {
    const row = this.difference.row(id);
    if (!row) return this.difference.profile.functions[id].name;
    const part = (change) => `${this.change(change)}, ${Difference.words[change.verdict]}`;
    return `${this.difference.profile.functions[id].name}: self ${part(row.own)}; total ${part(row.total)}`;
  }
}

/** The scale of colours, from less to more, with what the signs stand for. */
function differenceLegend(palette) {
  const bounds = Difference.steps.map((step) => step * 100);
  const names = [`<${bounds[0]} %`, `${bounds[0]}–${bounds[1]} %`, `${bounds[1]}–${bounds[2]} %`, `>${bounds[2]} %`];
  const item = (fill, text, kind = '') => {
    const sample = element('i');
    sample.style.background = palette.fills[fill];
    return element('li', { className: kind }, sample, unbroken(text));
  };
  return [
    element('li', {}, 'Change, as a part of all time:'),
    ...names.map((name, step) => item(toneCount + step, `▼ ${name}`)).reverse(),
    item(Difference.noise, 'noise'),
    ...names.map((name, step) => item(step, `▲ ${name}`)),
    element('li', {}, '▲ more, ▼ less, ★ new, ✕ gone'),
  ];
}
