/** All functions with what they cost: the same as the graph, for reading, sorting and listening. */
class FunctionTable extends CostTable {
  static columns = [
    { id: 'name', title: 'Function', rises: true },
    { id: 'own', title: 'Self', rises: false },
    { id: 'total', title: 'Total', rises: false },
  ];

  static changeColumns = [
    { id: 'name', title: 'Function', rises: true },
    { id: 'own', title: 'Self change', rises: false },
    { id: 'total', title: 'Total change', rises: false },
  ];

  constructor(page) {
    super(page, 'function', page.difference ? FunctionTable.changeColumns : FunctionTable.columns, 100);
    this.body.addEventListener('click', (event) => {
      const row = event.target.closest('tr');
      if (row) page.navigation.select(Number(row.dataset.id));
    });
  }

  order() {
    const { profile, costs, state, difference } = this.page;
    if (difference && this.sorting !== 'name') {
      const ids = difference.ranked[this.sorting].map((row) => row.id);
      return state.get('rising') ? ids.reverse() : ids;
    }
    const sign = state.get('rising') ? 1 : -1;
    const byName = (a, b) => compareTexts(profile.functions[a].name, profile.functions[b].name) || a - b;
    const values = { own: costs.own, total: costs.total }[this.sorting];
    const kinds = ['function', 'frameless', 'cut'];
    const rows = difference ? difference.rows.map((row) => row.id)
      : costs.ranking.filter((id) => kinds.includes(profile.functions[id].kind));
    // The ranking by own time decides between equal ones.
    return values ? rows.sort((a, b) => sign * (values[a] - values[b])) : rows.sort((a, b) => sign * byName(a, b));
  }

  update() {
    const { profile, search, difference } = this.page;
    const all = this.order();
    const rows = search.isActive ? all.filter((id) => search.matches[id]) : all;
    const changed = difference ? `, ${countText(difference.changed)} changed` : '';
    byId('functions-title').textContent = search.isActive
      ? `${countText(rows.length)} of ${countOf(all.length, 'function')}` : countOf(all.length, 'function') + changed;
    this.show(rows, (id) => this.row(id, profile));
    this.mark();
  }

  row(id, profile) {
    const { costs, weights, difference } = this.page;
    const button = element('button', { type: 'button' }, nameElement(profile.functions[id].name));
    const change = difference?.row(id);
    const cells = change ? ['own', 'total'].map((measure) => this.changeCell(change, measure))
      : [costs.own[id], costs.total[id]].map((time) => this.cell(time / weights.total, time));
    return element('tr', {},
      element('td', {}, button, nameElement(profile.place(id), { className: 'place' })), ...cells);
  }

  /** A change with its interval and what it is taken for, a bar from the middle, and what it was and is. */
  changeCell(row, measure) {
    const { difference, differenceTexts: texts } = this.page;
    const change = row[measure];
    const word = Difference.words[change.verdict];
    const kind = change.verdict === 0 ? 'noise' : change.excess > 0 ? 'more' : 'less';
    return element('td', { className: kind },
      element('span', { className: 'change' }, unbroken(texts.change(change)).replace('± ', '±\u00a0')),
      this.changeBar(change, difference.reach[measure]), element('span', { className: 'word' }, word), ' ',
      element('span', { className: 'shares' }, unbroken(texts.shares(row, change))), ' ',
      element('span', { className: 'time' }, unbroken(texts.times(row, change))));
  }

  /** From the middle to the change, and a line over its interval. */
  changeBar({ excess, uncertainty }, reach) {
    const place = (value) => 50 + value / reach * 50;
    const part = (tag, from, to) => {
      const bar = element(tag);
      bar.style.left = `${place(from)}%`;
      bar.style.width = `${place(to) - place(from)}%`;
      return bar;
    };
    return element('span', { className: 'change-bar', 'aria-hidden': 'true' },
      part('i', Math.min(0, excess), Math.max(0, excess)), part('b', excess - uncertainty, excess + uncertainty));
  }

  /** Marks the row of the function at hand. */
  mark() {
    this.markRow(this.page.subject);
  }

  /** Takes the keyboard to the function at hand. */
  focus() {
    if (!this.focusRow()) byId('functions').focus();
  }
}
