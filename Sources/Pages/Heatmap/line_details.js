/** What is told below a line that was chosen: its costs, who calls its function, what it calls, in which threads. */
class LineDetails {
  constructor(page) {
    this.page = page;
    this.instructions = new InstructionTable(page);
  }

  row(file, number) {
    const { places, functionCosts } = this.page;
    const line = places.line(file, number);
    const panel = element('div', { className: 'panel', role: 'group', 'aria-label': `Line ${number}` });
    if (line >= 0 && this.page.costs.total[line] > 0) panel.append(...this.ofLine(line));
    for (const id of places.files[file].starts.get(number) ?? []) {
      if (functionCosts.total[id] > 0) panel.append(...this.ofFunction(id));
    }
    if (!panel.hasChildNodes()) panel.append(element('p', {}, 'No time was seen on this line.'));
    return tableRow({ className: 'details' }, tableCell({ colSpan: 4 }, panel));
  }

  ofLine(line) {
    const { page } = this;
    const { costs, places, profile } = page;
    const names = places.lineFunctions[line].map((id) => profile.functions[id].name);
    const counts = costs.ownSamples ? [`, ${countOf(costs.ownSamples[line], 'sample')}`,
      `, ${countOf(costs.totalSamples[line], 'sample')}`] : ['', ''];
    const text = unbroken(`self ${page.source.costText(costs.own[line])}${counts[0]}; `
      + `total ${page.source.costText(costs.total[line])}${counts[1]}`);
    const { callers, callees, threads } = costs.details(line);
    const total = costs.total[line];
    const where = places.lineNumber[line] > 0 ? ['Line in ', nameElement(ellipsis(names.join(', '), 400)), ': '] : [];
    const lists = [
      this.list('Its function is called from', callers.map(([one, time]) => [this.place(one), time / total, one])),
      this.list('It calls', callees.map(([id, time, target]) => [this.callee(id, target), time / total, -1])),
    ];
    if (profile.threads.length > 1) {
      const name = ({ name, id }) => [nameElement(`${name} (${id})`)];
      lists.push(this.list('Threads', threads.map(([one, time]) => [name(profile.threads[one]), time / total, -1])));
    }
    const parts = this.parts(line);
    if (parts.length > 0) lists.push(this.list('Parts, as shares of the line', parts));
    return [element('p', {}, ...where, text), element('div', { className: 'lists' }, ...lists),
      ...this.instructions.boxes(line)];
  }

  /** What parts of the line's text cost with all that they call, where columns are known. */
  parts(line) {
    const { costs, partCosts, places, sources } = this.page;
    const text = sources.lines(places.lineFile[line])?.[places.lineNumber[line] - 1] ?? '';
    const parts = partCosts?.partsOfLine(line) ?? [];
    return parts.map((part) => {
      const own = part.own > 0 && part.own < part.total ? `self ${percentText(part.own / costs.total[line])} %` : '';
      return [[element('code', {}, ellipsis(text.slice(part.start, part.end), 120)), ' ',
        element('span', { className: 'place' }, unbroken(own))], part.total / costs.total[line], -1];
    });
  }

  /** Of the function that begins on a line. */
  ofFunction(id) {
    const { page } = this;
    const { functionCosts, places, profile } = page;
    const { callers, lines } = functionCosts.details(id);
    const [own, total] = [functionCosts.own[id], functionCosts.total[id]];
    const byLine = (frames) => {
      const times = new Map();
      for (const [frame, time] of frames) {
        times.set(places.lineOf[frame], (times.get(places.lineOf[frame]) ?? 0) + time);
      }
      return [...times].sort((a, b) => b[1] - a[1]);
    };
    const all = unbroken(`self ${page.source.costText(own)}; total ${page.source.costText(total)}`);
    const lists = [
      this.list('It is called from', byLine(callers).map(([line, time]) => [this.place(line), time / total, line])),
      this.list('Lines of its own time',
        byLine(lines).map(([line, time]) => [this.place(line), time / own, -1])),
    ];
    return [element('p', {}, 'All of ', nameElement(ellipsis(profile.functions[id].name, 400)), `: ${all}`),
      element('div', { className: 'lists' }, ...lists)];
  }

  /** A link to a line. */
  place(line) {
    const { places, navigation } = this.page;
    if (line < 0) return ['nothing in Python'];
    return [navigation.link(places.lineFile[line], places.lineNumber[line], nameElement(places.text(line)))];
  }

  /** Links to where a function begins, and to the line of it that the time goes to. */
  callee(id, target) {
    const { places, navigation, profile } = this.page;
    const item = profile.functions[id];
    const number = places.lineNumber[target];
    const name = nameElement(ellipsis(item.name, 200));
    if (item.file < 0 || number === 0) return [navigation.link(places.lineFile[target], number, name)];
    return [navigation.link(item.file, item.line > 0 ? item.line : number, name), ' ',
      element('span', { className: 'place' }, 'mostly at ', ...this.place(target))];
  }

  /** @param rows each with what stands in it, its share, and a line whose text is shown below it, or -1 */
  list(title, rows) {
    const { places, sources } = this.page;
    const items = rows.slice(0, 12).map(([what, share, line]) => {
      const text = line < 0 ? '' : ellipsis(sources.excerpt(places.lineFile[line], places.lineNumber[line]), 120);
      const excerpt = text ? [element('code', { className: 'excerpt' }, text)] : [];
      return element('li', {}, element('span', {}, ...what, ...excerpt),
        element('span', { className: 'share' }, unbroken(`${percentText(share)} %`)));
    });
    if (rows.length > 12) items.push(element('li', {}, element('span', {}, `${countText(rows.length - 12)} more`)));
    if (rows.length === 0) items.push(element('li', {}, element('span', { className: 'place' }, 'nothing')));
    return element('section', {}, element('h4', {}, title), element('ol', {}, ...items));
  }
}
