/** All that is shown of one function. */
class FunctionCard {
  constructor(subject, state, number) {
    this.subject = subject;
    this.charts = [];
    const { data } = subject.after ?? subject.before ?? { data: null };
    const heading = element('h3', { id: `function-${number}` }, nameElement(visibleText(subject.name)));
    const place = data ? `${visibleText(data.file)}:${data.line}` : 'no durations of it were saved';
    this.root = element('article', { className: 'card', tabIndex: -1 }, heading,
      element('p', { className: 'place' }, nameElement(place)), ...this.verdict());
    this.root.setAttribute('aria-labelledby', heading.id);
    if (!data) return;
    this.root.append(element('div', { className: 'columns' },
      element('div', { className: 'table-box' }, figureTable(subject)), this.pictures(state)));
    const lists = [threadTable(subject), slowestTable(subject)].filter(Boolean);
    if (lists.length) {
      this.root.append(element('div', { className: 'lists' }, ...lists.map((table) => element(
        'div', { className: 'table-box' }, table))));
    }
  }

  verdict() {
    const { entry, comparison, sides } = this.subject;
    if (!entry) return [];
    const words = [element('strong', { className: `verdict ${entry.verdict}` }, verdictText(entry, comparison.band)),
      ['faster', 'slower'].includes(entry.verdict) ? ` by ${changeText(entry.change).slice(1)}`
        : `: ${changeText(entry.change)}`,
      entry.interval ? ` (${changeText(entry.interval[0])} … ${changeText(entry.interval[1])})` : ''];
    return [element('p', { className: 'said' }, ...words), element('p', { className: 'sides' },
      element('span', { className: 'before' }, 'before: ', nameElement(visibleText(sides[0]))), ' ',
      element('span', { className: 'after' }, 'after: ', nameElement(visibleText(sides[1]))))];
  }

  pictures(state) {
    const name = visibleText(this.subject.name);
    const distribution = new Chart(new DistributionChart(this.subject, state), `Durations of ${name}`);
    this.charts.push(distribution);
    const parts = [element('h4', {}, 'How long calls took'), distribution.root];
    const overTime = TimeChart.of(this.subject);
    if (overTime) {
      const chart = new Chart(overTime, `Typical call of ${name} ${overTime.caption}`);
      this.charts.push(chart);
      parts.push(element('h4', {}, 'A typical call over time'), chart.root);
    } else {
      parts.push(element('p', { className: 'note' }, 'Over time: one run has no figures of that. seriema time --repeat '
        + 'gives them by run, and --vs, --paired and -x --calls along one.'));
    }
    return element('div', { className: 'pictures' }, ...parts);
  }

  paint() {
    for (const chart of this.charts) chart.paint();
  }
}
