/** Verdicts on timings of the same two, where there are any: the texts of Seriema's table, by `TimedChanges.swift`. */
class TimedChanges {
  constructor(page) {
    this.page = page;
    this.timings = page.difference?.meta.timings ?? [];
    byId('timings').hidden = this.timings.length === 0;
    byId('timings').replaceChildren(...this.timings.flatMap((timing) => this.table(timing)));
  }

  table({ title, rows, notes }) {
    return [
      element('h2', {}, `Timed: ${title}`),
      element('div', { className: 'table-box' }, element('table', { className: 'costs' },
        element('thead', {}, element('tr', {}, ...['Function', 'Change', 'Verdict'].map(
          (name) => element('th', { scope: 'col' }, name)))),
        element('tbody', {}, ...rows.map((row) => this.row(row))))),
      element('ul', { className: 'notes' }, ...notes.map(({ text, isWarning }) => element(
        'li', { className: isWarning ? 'warning' : '' }, text))),
    ];
  }

  row({ id, kind, cells: [name, before, after, change, interval, verdict] }) {
    const title = id < 0 ? nameElement(name) : element('button', { type: 'button' }, nameElement(name));
    if (id >= 0) title.addEventListener('click', () => this.page.navigation.select(id));
    return element('tr', {}, element('td', {}, title),
      element('td', { className: kind }, element('span', { className: 'change' }, change),
        element('span', { className: 'shares' }, interval),
        element('span', { className: 'time' }, `${before} → ${after}`)),
      element('td', { className: kind }, element('span', { className: 'word' }, unbroken(verdict))));
  }

  /** What was found of a function by timing it; empty where it was not timed. */
  sentence(id) {
    const rows = this.timings.flatMap(({ rows: all }) => all.filter((row) => row.id === id));
    return rows.map(({ cells: [, before, after, change, , verdict] }) => unbroken(
      `Timed: ${verdict}, ${change} (${before} → ${after}). `));
  }
}
