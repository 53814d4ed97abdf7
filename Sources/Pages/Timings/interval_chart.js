/** Changes with their intervals, one below the other on one axis, with the band that counts as no change. */
class IntervalChart {
  constructor(comparison) {
    this.entries = comparison.functions;
    this.band = comparison.band;
    const ends = this.entries.flatMap((entry) => [...(entry.interval ?? []), entry.change]).filter(Number.isFinite);
    const far = Math.max(...ends.map((end) => Math.abs(Math.log1p(Math.max(end, -0.999)))), Math.log1p(this.band) * 2);
    this.limit = far * 1.08;
  }

  /** The drawing of one entry, as wide as its cell. */
  drawing(entry) {
    const [width, height] = [220, 24];
    const xOf = (change) => (Math.log1p(Math.max(change, -0.999)) / this.limit + 1) / 2 * width;
    const svg = shape('svg', {
      class: 'interval', viewBox: `0 0 ${width} ${height}`, width, height, 'aria-hidden': 'true', focusable: 'false' });
    svg.append(shape('rect', {
      x: xOf(-this.band), width: Math.max(1, xOf(this.band) - xOf(-this.band)), y: 0, height, class: 'band' }),
    shape('line', { x1: width / 2, x2: width / 2, y1: 0, y2: height, class: 'axis' }));
    if (entry.interval) {
      const [lower, upper] = entry.interval.map(xOf);
      svg.append(shape('line', { x1: lower, x2: Math.max(upper, lower + 1), y1: 12, y2: 12, class: 'range' }));
    }
    svg.append(shape('circle', { cx: xOf(entry.change), cy: 12, r: 4.5, class: entry.interval ? 'estimate' : 'guess' }));
    return svg;
  }
}
