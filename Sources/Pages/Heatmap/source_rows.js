/** The rows of a file's source: lines with a cost and around them, or all of them, and the gaps between. */
class SourceRows {
  /** Lines that are shown around one with a cost, and how many may be shown at once without asking. */
  static context = 3;
  static limit = 20000;
  /** Lines that a click on a gap brings. */
  static step = 500;
  /** Of the line's time, the least that a part has whose share is written behind it. */
  static labelledShare = 0.2;

  /** @param opened what the user has opened of the gaps: pairs of a first and a last line */
  constructor(page, file, opened) {
    Object.assign(this, { page, file, opened });
    this.lines = page.sources.lines(file);
  }

  /** Whether a function with a cost begins on a line. */
  beginsFunction(number) {
    const ids = this.page.places.files[this.file].starts.get(number) ?? [];
    return ids.some((id) => this.page.functionCosts.total[id] > 0);
  }

  /** The stretches of lines that are shown, in their order: pairs of a first and a last one. */
  stretches() {
    const { page, file, lines } = this;
    const { context, limit } = SourceRows;
    if (page.state.get('whole') && lines.length <= limit) return [[1, lines.length]];
    const { costs, places } = page;
    const wanted = [...this.opened];
    const around = (number, before, after) => wanted.push([number - before, number + after]);
    for (const line of places.files[file].lines) {
      if (costs.total[line] > 0) around(places.lineNumber[line], context, context);
    }
    for (const number of places.files[file].starts.keys()) {
      if (this.beginsFunction(number)) around(number, 0, 0);
    }
    if (page.state.get('line') > 0) around(page.state.get('line'), context, context);
    wanted.sort((a, b) => a[0] - b[0]);
    const joined = [];
    for (const [from, to] of wanted) {
      const [first, last] = [Math.max(1, from), Math.min(lines.length, to)];
      const before = joined[joined.length - 1];
      // A gap of one line takes as much room as the line.
      if (before && first <= before[1] + 2) before[1] = Math.max(before[1], last);
      else if (first <= last) joined.push([first, last]);
    }
    return joined;
  }

  /** All rows of the file. */
  all() {
    return this.lines ? this.ofText() : this.withoutText();
  }

  ofText() {
    const rows = this.page.places.line(this.file, 0) >= 0 ? [this.line(0)] : [];
    let next = 1;
    for (const [from, to] of this.stretches()) {
      if (from > next) rows.push(this.gap(next, from - 1));
      for (let number = from; number <= to; number++) rows.push(this.line(number));
      next = to + 1;
    }
    if (next <= this.lines.length) rows.push(this.gap(next, this.lines.length));
    return rows;
  }

  /** The lines that were seen, and where their functions begin. */
  withoutText() {
    const { page, file } = this;
    const { costs, places } = page;
    const { lines, starts } = places.files[file];
    const numbers = new Set(lines.filter((line) => costs.total[line] > 0).map((line) => places.lineNumber[line]));
    for (const number of starts.keys()) if (this.beginsFunction(number)) numbers.add(number);
    if (page.state.get('line') > 0) numbers.add(page.state.get('line'));
    return [...numbers].sort((a, b) => a - b).map((number) => this.line(number));
  }

  gap(from, to) {
    const count = to - from + 1;
    const step = Math.min(count, SourceRows.step);
    const part = step < count ? `${countText(step)} of ` : '';
    const button = element('button', { type: 'button' }, element('span', { 'aria-hidden': 'true' }, '⋯ '),
      `Show ${part}${countOf(count, 'line')}`);
    button.dataset.from = String(from);
    button.dataset.to = String(to);
    return tableRow({ className: 'gap' }, tableCell({ colSpan: 4 }, button));
  }

  line(number) {
    const { page, file } = this;
    const { costs, places, navigation } = page;
    const line = places.line(file, number);
    const hasCost = line >= 0 && costs.total[line] > 0;
    const isLink = number > 0 && (hasCost || this.beginsFunction(number));
    const label = number > 0 ? String(number) : '–';
    const row = tableRow({},
      element('th', { scope: 'row', role: 'rowheader' }, isLink ? navigation.link(file, number, label) : label),
      ...this.costCells(hasCost ? line : -1), tableCell({ className: 'text' }, ...this.textOf(number, line)));
    row.dataset.number = String(number);
    if (hasCost) {
      const most = costs.most[page.state.get('heat')];
      const heat = most > 0 ? costs[page.state.get('heat')][line] / most : 0;
      // Square roots keep the middle apart from nothing.
      row.style.setProperty('--heat', Math.sqrt(heat).toFixed(3));
      row.style.setProperty('--own', page.share(costs.own[line]).toFixed(4));
      row.style.setProperty('--total', page.share(costs.total[line]).toFixed(4));
      row.className = 'hot';
    }
    return row;
  }

  costCells(line) {
    if (line < 0) return [tableCell({}), tableCell({})];
    const { costs, weights } = this.page;
    const cell = (name, time, samples, margin) => {
      if (time === 0) return tableCell({});
      const share = this.page.share(time);
      const counted = samples ? `, ${countText(samples[line])} of ${countOf(costs.allSamples, 'sample')}` : '';
      return tableCell({ className: name, title: durationText(time) + counted },
        element('span', { className: 'share' }, unbroken(`${percentText(share)} %`)), ' ',
        ...(margin ? [element('span', { className: 'margin' }, weights.margin(share)), ' '] : []),
        element('span', { className: 'time' }, unbroken(durationText(time))));
    };
    return [cell('own', costs.own[line], costs.ownSamples, true),
      cell('total', costs.total[line], costs.totalSamples, false)];
  }

  /** The text of a line; where there is none, in which function it is. */
  textOf(number, line) {
    if (this.lines) return [this.code(this.lines[number - 1] ?? '', line)];
    const { places, profile } = this.page;
    const ids = line >= 0 ? places.lineFunctions[line] : places.files[this.file].starts.get(number) ?? [];
    if (ids.length === 0) return [];
    const verb = line >= 0 ? 'in ' : 'beginning of ';
    const names = ids.map((id) => profile.functions[id].name).join(', ');
    return [element('span', { className: 'stand-in' }, verb, nameElement(names))];
  }

  /** Text whose continuation stands below it, further in. */
  code(text, line) {
    const code = element('code', {}, ...this.marked(text, line));
    // Where a tab leads to depends on where its line begins.
    if (!text.includes('\t')) code.style.setProperty('--hang', `${Math.min(40, /^ */.exec(text)[0].length + 2)}ch`);
    return code;
  }

  /** Text in which the parts are marked that cost something, as far as columns are known. */
  marked(text, line) {
    const { costs, partCosts, state } = this.page;
    const heat = state.get('heat');
    if (!partCosts || line < 0 || costs[heat][line] === 0) return [text];
    const stretches = partCosts.stretches(line, text.length, heat);
    const count = new Set(stretches.map(({ part }) => part).filter((part) => part)).size;
    const labelled = new Set();
    return stretches.flatMap(({ from, to, part }) => {
      const [, before, inner, after] = /^(\s*)(.*?)(\s*)$/.exec(text.slice(from, to));
      if (!part || inner === '') return [before + inner + after];
      const mark = element('mark', { title: this.partTitle(part) }, inner);
      const share = part[heat] / costs[heat][line];
      mark.style.setProperty('--part', share.toFixed(3));
      // One part alone has what the line has.
      if (count > 1 && share >= SourceRows.labelledShare && !labelled.has(part)) {
        labelled.add(part);
        mark.dataset.share = unbroken(`${percentText(this.page.share(part[heat]))} %`);
      }
      return [before, mark, after];
    });
  }

  partTitle({ own, total }) {
    const text = (name, time) => `${name} ${percentText(this.page.share(time))} %, ${durationText(time)}`;
    return unbroken(own > 0 ? `${text('self', own)}; ${text('total', total)}` : text('total', total));
  }
}

/** A row and a cell that stay what they are for those who listen where a narrow screen lays them out otherwise. */
function tableRow(properties, ...cells) {
  return element('tr', { role: 'row', ...properties }, ...cells);
}

function tableCell(properties, ...children) {
  return element('td', { role: 'cell', ...properties }, ...children);
}
