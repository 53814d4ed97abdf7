const levelTexts = {
  paired_in_process: 'paired in process', same_runs: 'in the same runs', interleaved_runs: 'interleaved runs',
  saved_baseline: 'a saved baseline',
};

/** One comparison: changes, how sure they are, and a verdict on each. */
function comparisonTable(comparison, onChoose) {
  const chart = new IntervalChart(comparison);
  const [base, now] = [comparison.base, comparison.new].map(visibleText);
  const title = element('h3', {}, ...(now ? [nameElement(now), ' against '] : ['against ']), nameElement(base),
    `, ${levelTexts[comparison.level] ?? visibleText(comparison.level)}`);
  const columns = ['function', 'verdict', 'change', 'interval', '', 'before', 'after'];
  // A narrow screen lays them out otherwise; for those who listen they stay what they are.
  const cell = (properties, ...children) => element('td', { role: 'cell', ...properties }, ...children);
  const rows = comparison.functions.map((entry) => {
    const choose = element('button', { type: 'button' }, nameElement(visibleText(entry.name)));
    choose.addEventListener('click', () => onChoose(entry));
    const interval = entry.interval ? `${changeText(entry.interval[0])} … ${changeText(entry.interval[1])}` : '–';
    return element('tr', { role: 'row' }, cell({}, choose),
      cell({ className: `verdict ${entry.verdict}` }, verdictText(entry, comparison.band)),
      cell({ className: 'share' }, changeText(entry.change)), cell({ className: 'margin' }, interval),
      cell({ className: 'drawn' }, chart.drawing(entry)), cell({}, timeText(entry.base_typical_ns)),
      cell({}, timeText(entry.new_typical_ns)));
  });
  const notes = [
    ...comparison.differences.map((text) => element('li', { className: 'warning' }, visibleText(text))),
    ...[['only before', comparison.only_in_base], ['only after', comparison.only_in_new]].filter(
      ([, names]) => names.length > 0).map(([words, names]) => element(
      'li', {}, `${words}: ${names.map(visibleText).join(', ')}`)),
    element('li', {}, unbroken(`interval: holds the true change in ${Number((comparison.confidence * 100).toFixed(1))} % `
      + `of comparisons; the grey band, ±${Number((comparison.band * 100).toFixed(1))} %, counts as no change`)),
  ];
  return element('div', { className: 'comparison' }, title, element('div', { className: 'table-box' }, element(
    'table', { role: 'table' }, element('thead', { role: 'rowgroup' }, element('tr', { role: 'row' }, ...columns.map(
      (name) => element('th', { scope: 'col', role: 'columnheader' }, name)))),
    element('tbody', { role: 'rowgroup' }, ...rows))), element('ul', { className: 'notes' }, ...notes));
}
