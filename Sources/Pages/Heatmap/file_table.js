/** All files with what their code costs. */
class FileTable extends CostTable {
  constructor(page) {
    super(page, 'file', [
      { id: 'name', title: 'File', rises: true },
      { id: 'own', title: 'Self', rises: false },
      { id: 'total', title: 'Total', rises: false },
    ], 100);
    byId('file-box').addEventListener('click', (event) => this.choose(event));
  }

  choose(event) {
    if (this.page.navigation.follow(event)) return;
    const row = event.target.closest('tbody tr');
    if (row) this.page.navigation.open(Number(row.dataset.id));
  }

  /** The files that are listed, sorted. */
  order() {
    const { places, costs, matcher, state } = this.page;
    const all = places.files.map((_, file) => file)
      .filter((file) => costs.fileTotal[file] > 0 && this.page.showsOrigin(places.files[file].origin));
    this.count = all.length;
    const rows = matcher.isActive ? all.filter((file) => this.finds(places.files[file], matcher)) : all;
    this.found = rows.reduce((sum, file) => sum + costs.fileOwn[file], 0);
    const sign = state.get('rising') ? 1 : -1;
    const byName = (a, b) => compareTexts(places.files[a].path, places.files[b].path) || a - b;
    const values = { own: costs.fileOwn, total: costs.fileTotal }[this.sorting];
    const other = values === costs.fileOwn ? costs.fileTotal : costs.fileOwn;
    return rows.sort(values ? (a, b) => sign * (values[a] - values[b]) || other[b] - other[a] || byName(a, b)
      : (a, b) => sign * byName(a, b));
  }

  finds(file, matcher) {
    return matcher.test(file.path) || (file.fullPath !== '' && matcher.test(file.fullPath));
  }

  update() {
    const rows = this.order();
    byId('index-title').textContent = this.page.matcher.isActive
      ? `${countText(rows.length)} of ${countOf(this.count, 'file')}` : countOf(this.count, 'file');
    this.show(rows, (file) => this.row(file));
  }

  clear() {
    this.body.replaceChildren();
  }

  row(file) {
    const { page } = this;
    const { costs, navigation, sources } = page;
    const { path, origin, lines, isReal } = page.places.files[file];
    const count = lines.filter((line) => costs.total[line] > 0).length;
    const facts = isReal ? [originNames[origin], countOf(count, 'line')] : ['not Python source'];
    if (isReal && sources.problem(file) !== '') facts.push('no text');
    return element('tr', {},
      element('td', {}, navigation.link(file, 0, nameElement(path)),
        element('span', { className: 'place' }, page.controls.swatch(origin), facts.join(' · '))),
      this.cell(page.share(costs.fileOwn[file]), costs.fileOwn[file]),
      this.cell(page.share(costs.fileTotal[file]), costs.fileTotal[file]));
  }
}
