/** Nanoseconds as in Seriema's tables; a dash where there are none. */
function timeText(nanoseconds) {
  return nanoseconds === null || nanoseconds === undefined ? '–' : unbroken(durationText(nanoseconds / 1000));
}

/** A change as a share: `+5.6 %`, with a true minus. */
function changeText(share) {
  if (share === null || share === undefined || !Number.isFinite(share)) return '–';
  const text = (Math.abs(share) * 100).toFixed(1);
  return unbroken(`${text === '0.0' ? '±' : share < 0 ? '−' : '+'}${text} %`);
}

/** What is said of a change, as the table of `seriema time` says it. */
function verdictText(entry, band) {
  const percent = unbroken(`${Number((band * 100).toFixed(1))} %`);
  switch (entry.verdict) {
    case 'faster': return 'faster';
    case 'slower': return 'slower';
    case 'same': return `same within ${percent}`;
    case 'cannot_tell': return `cannot tell: ±${unbroken(`${(halfOf(entry.interval) * 100).toFixed(1)} %`)}`;
    default: return 'no verdict';
  }
}

function halfOf(interval) {
  return interval ? (interval[1] - interval[0]) / 2 : 0;
}

/** The rows of a function's table: a title and how a side's figure is found. */
const figureRows = [
  ['calls', (data) => data.calls, countText],
  ['inner calls', (data) => data.inner_calls, countText],
  ['errors', (data) => data.errors, countText],
  ['total', (data) => data.durations.total_ns, timeText],
  ['self', (data) => Math.max(0, data.self_ns), timeText],
  ['mean', (data) => data.durations.mean_ns, timeText],
  ['σ', (data) => data.durations.stdev_ns, timeText],
  ['min', (data) => (data.calls ? data.durations.min_ns : null), timeText],
  ['median', (data) => data.durations.median_ns, timeText],
  ['p95', (data) => data.durations.p95_ns, timeText],
  ['p99', (data) => data.durations.p99_ns, timeText],
  ['max', (data) => (data.calls ? data.durations.max_ns : null), timeText],
];

/** The table of a function's figures, with a column for each side that there is. */
function figureTable(subject) {
  const sides = [subject.before, subject.after].filter(Boolean);
  const isPair = subject.before && subject.after;
  const rows = figureRows.filter(([title, find]) => !['inner calls', 'errors'].includes(title)
    || sides.some(({ data }) => find(data) > 0));
  const titles = isPair ? ['before', 'after', 'change'] : [subject.before ? 'before' : subject.sides ? 'after' : ''];
  return element('table', { className: 'figures' },
    element('caption', { className: 'offscreen' }, `Figures of ${visibleText(subject.name)}`),
    element('thead', {}, element('tr', {}, element('th', { scope: 'col' }, ''), ...titles.map((title) => element(
      'th', { scope: 'col' }, title)))),
    element('tbody', {}, ...rows.map(([title, find, write]) => {
      const values = sides.map(({ data }) => find(data));
      const [old, now] = values;
      const change = isPair ? [element('td', { className: 'change' }, old > 0 ? changeText(now / old - 1) : '–')] : [];
      return element('tr', {}, element('th', { scope: 'row' }, title), ...values.map((value) => element(
        'td', {}, value === null ? '–' : write(value))), ...change);
    })));
}

/** A table of what each thread did; nothing where threads were not told apart. */
function threadTable(subject) {
  const threads = subject.after?.data.threads ?? [];
  if (threads.length === 0) return null;
  return element('table', {}, element('thead', {}, element('tr', {}, ...['thread', 'calls', 'total', 'median', 'p95',
    'max'].map((title) => element('th', { scope: 'col' }, title)))),
  element('tbody', {}, ...threads.map((thread) => element('tr', {},
    element('td', {}, nameElement(visibleText(thread.thread_name || 'thread')), ` ${thread.process}/${thread.thread}`),
    element('td', {}, countText(thread.calls)), ...['total_ns', 'median_ns', 'p95_ns', 'max_ns'].map((key) => element(
      'td', {}, timeText(thread.durations[key])))))));
}

/** A table of the slowest calls, with when they began; nothing where none were kept. */
function slowestTable(subject) {
  const calls = subject.after?.data.slowest ?? [];
  if (calls.length === 0) return null;
  return element('table', {}, element('thead', {}, element('tr', {}, ...['slowest', 'began after', 'thread'].map(
    (title) => element('th', { scope: 'col' }, title)))),
  element('tbody', {}, ...calls.map((call) => element('tr', {}, element('td', {}, timeText(call.duration_ns)),
    element('td', {}, unbroken(momentText(call.start_ns / 1000, 0.001))),
    element('td', {}, nameElement(visibleText(call.thread_name || 'thread')), ` ${call.process}/${call.thread}`)))));
}
