/** What a typical call took as time went on: by run, or along one run whose bodies ran by turns. */
class TimeChart {
  /** @param rows each with `title`, and nanoseconds as `before` and `after`, of which either may be missing */
  constructor(rows, caption) {
    this.rows = rows;
    this.caption = caption;
    this.places = rows.length;
    this.height = 170;
    this.bottom = 134;
    this.left = 62;
  }

  /** What there is of a function over time; null where it has one run and no turns. */
  static of(subject) {
    if (subject.overTime.length > 1) {
      const total = subject.overTime.reduce((sum, step) => sum + step.pairs, 0);
      let done = 0;
      return new TimeChart(subject.overTime.map((step) => {
        done += step.pairs;
        return {
          title: `pairs of calls up to the ${countText(done)}th of ${countText(total)}`,
          before: step.base_typical_ns, after: step.new_typical_ns };
      }), 'along the run, by pairs of calls');
    }
    const [old, now] = [subject.before, subject.after].map((side) => side?.data.runs ?? []);
    const count = Math.max(old.length, now.length);
    if (count < 2) return null;
    return new TimeChart(Array.from({ length: count }, (_, index) => ({
      title: `run ${index + 1}`, before: old[index]?.typical_ns, after: now[index]?.typical_ns })), 'by run');
  }

  draw(svg, width) {
    this.width = width - this.left - 14;
    const values = this.rows.flatMap(({ before, after }) => [before, after]).filter((value) => value > 0);
    let [lower, upper] = [Math.min(...values), Math.max(...values)];
    const margin = Math.max((upper - lower) * 0.1, upper * 0.005);
    [lower, upper] = [Math.max(0, lower - margin), upper + margin];
    const yOf = (value) => this.bottom - (value - lower) / (upper - lower) * (this.bottom - 12);
    for (const tick of linearTicks(lower, upper, 5)) {
      svg.append(shape('line', {
        x1: this.left, x2: this.left + this.width, y1: yOf(tick), y2: yOf(tick), class: 'grid' }),
      label(this.left - 6, yOf(tick) + 4, tickText(tick), 'tick', 'end'));
    }
    for (const kind of ['before', 'after']) {
      const points = this.rows.map((row, index) => [this.positionOf(index), row[kind]]).filter(([, value]) => value > 0);
      if (points.length === 0) continue;
      const path = points.map(([x, value], index) => `${index ? 'L' : 'M'}${x.toFixed(1)},${yOf(value).toFixed(1)}`);
      svg.append(shape('path', { d: path.join(''), class: `${kind} line` }),
        ...(points.length > this.width / 8 ? [] : points.map(([x, value]) => shape(
          'circle', { cx: x, cy: yOf(value), r: 3, class: `${kind} dot` }))));
    }
    svg.append(shape('line', {
      x1: this.left, x2: this.left + this.width, y1: this.bottom, y2: this.bottom, class: 'axis' }),
    label(this.left + this.width / 2, this.bottom + 20, this.caption, 'tick'));
  }

  placeAt(x) {
    const place = Math.round((x - this.left) / this.width * this.places - 0.5);
    return place >= 0 && place < this.places ? place : null;
  }

  positionOf(place) {
    return this.left + (place + 0.5) / this.places * this.width;
  }

  textOf(place) {
    const row = this.rows[place];
    const parts = ['before', 'after'].filter((kind) => row[kind] > 0).map((kind) => `${kind} ${timeText(row[kind])}`);
    return `${row.title}: ${parts.join(', ')}`;
  }
}
