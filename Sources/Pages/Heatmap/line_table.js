/** The lines of all files with what they cost. */
class LineTable extends CostTable {
  constructor(page) {
    super(page, 'line', [
      { id: 'name', title: 'Line', rises: true },
      { id: 'own', title: 'Self', rises: false },
      { id: 'total', title: 'Total', rises: false },
    ], 100);
    byId('line-box').addEventListener('click', (event) => this.choose(event));
  }

  choose(event) {
    if (this.page.navigation.follow(event)) return;
    const row = event.target.closest('tbody tr');
    if (row) this.page.navigation.openLine(Number(row.dataset.id));
  }

  order() {
    const { places, costs, matcher, state } = this.page;
    const all = costs.ranking.filter((line) => this.page.showsLine(line));
    this.count = all.length;
    const rows = matcher.isActive ? all.filter((line) => this.finds(line, matcher)) : all;
    this.found = rows.reduce((sum, line) => sum + costs.own[line], 0);
    const sign = state.get('rising') ? 1 : -1;
    const { lineFile, lineNumber, files } = places;
    const byPlace = (a, b) => compareTexts(files[lineFile[a]].path, files[lineFile[b]].path)
      || lineNumber[a] - lineNumber[b];
    const values = { own: costs.own, total: costs.total }[this.sorting];
    // The ranking by own time decides between equal ones.
    return rows.sort(values ? (a, b) => sign * (values[a] - values[b]) : (a, b) => sign * byPlace(a, b));
  }

  finds(line, matcher) {
    const { places, profile, sources } = this.page;
    return matcher.test(places.text(line))
      || places.lineFunctions[line].some((id) => matcher.test(profile.functions[id].name))
      || matcher.test(sources.excerpt(places.lineFile[line], places.lineNumber[line]));
  }

  update() {
    const rows = this.order();
    byId('index-title').textContent = this.page.matcher.isActive
      ? `${countText(rows.length)} of ${countOf(this.count, 'line')}` : countOf(this.count, 'line');
    this.show(rows, (line) => this.row(line));
  }

  clear() {
    this.body.replaceChildren();
  }

  row(line) {
    const { page } = this;
    const { costs, navigation, places, sources, profile } = page;
    const [file, number] = [places.lineFile[line], places.lineNumber[line]];
    const text = ellipsis(sources.excerpt(file, number), 120);
    const name = profile.functions[places.lineFunctions[line][0]].name;
    const swatch = page.controls.swatch(places.files[file].origin);
    return element('tr', {},
      element('td', {}, navigation.link(file, number, nameElement(places.text(line))),
        text ? element('code', { className: 'excerpt' }, text)
          : element('span', { className: 'place' }, swatch, nameElement(name))),
      this.cell(page.share(costs.own[line]), costs.own[line]),
      this.cell(page.share(costs.total[line]), costs.total[line]));
  }
}
