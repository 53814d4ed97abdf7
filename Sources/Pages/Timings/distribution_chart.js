/** How long calls took: before as an outline, after as filled bars, over a logarithmic axis of durations. */
class DistributionChart {
  constructor(subject, state) {
    this.state = state;
    this.sides = [['before', subject.before], ['after', subject.after]].filter(([, side]) => side?.data.calls > 0).map(
      ([kind, side]) => ({ kind, durations: side.data.durations }));
    this.height = 232;
    this.bottom = 176;
    this.left = 46;
    this.places = 0;
  }

  /** Most durations, or all of them, as logarithms. */
  get range() {
    const all = this.state.get('all');
    const lowest = Math.min(...this.sides.map(({ durations }) => this.bound(durations, all ? 0 : 0.002)));
    const highest = Math.max(...this.sides.map(({ durations }) => this.bound(durations, all ? 1 : 0.985)));
    const [lower, upper] = [Math.log(Math.max(lowest, 0.5)), Math.log(Math.max(highest, 1))];
    const margin = Math.max((upper - lower) * 0.04, 0.02);
    return [lower - margin, upper + margin];
  }

  /** Where so many of the calls lie below: the edge of a bucket. */
  bound(durations, share) {
    const buckets = durations.histogram_ns;
    let left = share * durations.count;
    for (const [lower, upper, count] of buckets) {
      left -= count;
      if (left <= 0) return share < 0.5 ? lower : upper;
    }
    return buckets.at(-1)[1];
  }

  /** Counts of equal widths of the axis; a bucket that lies across several is divided among them. */
  bins(durations, [lower, upper], count) {
    const bins = new Float64Array(count);
    const outside = [0, 0];
    for (const [start, end, calls] of durations.histogram_ns) {
      const from = (Math.log(Math.max(start, 0.25)) - lower) / (upper - lower) * count;
      const to = Math.max((Math.log(Math.max(end, 0.5)) - lower) / (upper - lower) * count, from + 1e-9);
      if ((from + to) / 2 < 0) outside[0] += calls;
      if ((from + to) / 2 >= count) outside[1] += calls;
      for (let bin = Math.max(0, Math.floor(from)); bin < Math.min(count, Math.ceil(to)); bin++) {
        bins[bin] += calls * (Math.min(to, bin + 1) - Math.max(from, bin)) / (to - from);
      }
    }
    return { bins, outside };
  }

  draw(svg, width) {
    if (this.sides.length === 0) {
      svg.append(label(width / 2, 90, 'no calls', 'note'));
      return;
    }
    this.width = width - this.left - 14;
    this.bounds = this.range;
    // No narrower than a bucket of the histogram, 1/64 of a duration, so that none stands empty between two.
    const finest = Math.floor((this.bounds[1] - this.bounds[0]) / 0.016);
    this.places = Math.max(8, Math.min(Math.floor(this.width / 5), finest));
    for (const side of this.sides) {
      Object.assign(side, this.bins(side.durations, this.bounds, this.places));
      side.below = [];
      let sum = side.outside[0];
      for (const calls of side.bins) side.below.push((sum += calls) / side.durations.count);
    }
    const isCumulative = this.state.get('view') === 'cumulative';
    this.drawAxes(svg, isCumulative);
    for (const side of this.sides) {
      const values = isCumulative ? side.below : Array.from(side.bins, (calls) => calls / side.durations.count);
      svg.append(this.outline(values, side.kind, isCumulative));
    }
    this.drawQuantiles(svg);
  }

  /** The height of a share; with logarithmic counts three powers of ten below the highest are seen. */
  heightOf(share) {
    if (this.state.get('view') !== 'cumulative' && this.state.get('logarithmic')) {
      return share > 0 ? Math.max(0, 1 + Math.log10(share / this.most) / 4) : 0;
    }
    return share / this.most;
  }

  drawAxes(svg, isCumulative) {
    const shares = this.sides.flatMap(({ bins, durations }) => Array.from(bins, (calls) => calls / durations.count));
    this.most = isCumulative ? 1 : Math.max(...shares, 1e-9);
    const isLogarithmic = !isCumulative && this.state.get('logarithmic');
    const marks = isLogarithmic ? [1, 0.1, 0.01, 0.001].map((each) => each * this.most) : linearTicks(0, this.most, 5);
    for (const share of marks) {
      const y = this.bottom - this.heightOf(share) * (this.bottom - 10);
      svg.append(shape('line', { x1: this.left, x2: this.left + this.width, y1: y, y2: y, class: 'grid' }),
        label(this.left - 6, y + 4, unbroken(`${Number((share * 100).toPrecision(2))} %`), 'tick', 'end'));
    }
    const [lower, upper] = this.bounds.map(Math.exp);
    for (const tick of timeTicks(lower, upper, Math.max(2, Math.floor(this.width / 70)))) {
      const x = this.positionOfTime(tick);
      svg.append(shape('line', { x1: x, x2: x, y1: this.bottom, y2: this.bottom + 4, class: 'axis' }),
        label(x, this.bottom + 17, tickText(tick), 'tick'));
    }
    svg.append(shape('line', {
      x1: this.left, x2: this.left + this.width, y1: this.bottom, y2: this.bottom, class: 'axis' }));
  }

  outline(values, kind, isCumulative) {
    const step = this.width / values.length;
    let path = `M${this.left},${this.bottom}`;
    values.forEach((share, index) => {
      const y = (this.bottom - this.heightOf(share) * (this.bottom - 10)).toFixed(1);
      path += `V${y}H${(this.left + (index + 1) * step).toFixed(1)}`;
    });
    if (!isCumulative) path += `V${this.bottom}Z`;
    return shape('path', { d: path, class: `${kind} ${isCumulative ? 'line' : 'area'}` });
  }

  drawQuantiles(svg) {
    this.sides.forEach(({ kind, durations }, row) => {
      const y = this.bottom + 32 + row * 14;
      if (this.sides.length > 1) svg.append(label(this.left - 6, y + 4, kind, 'tick', 'end'));
      let last = null;
      for (const [text, key] of [['50', 'median_ns'], ['95', 'p95_ns'], ['99', 'p99_ns']]) {
        const x = this.positionOfTime(durations[key]);
        if (!(x >= this.left && x <= this.left + this.width)) continue;
        svg.append(shape('circle', { cx: x, cy: y, r: 3.5, class: `${kind} dot` }));
        // At the right edge words stand to the left, and what lies near shares its words.
        const isAtEdge = x > this.left + this.width - 52;
        const place = (at) => ({ x: isAtEdge ? at - 7 : x + 7, 'text-anchor': isAtEdge ? 'end' : 'start' });
        if (last && x - last.x < (isAtEdge ? 96 : 34)) {
          last.words.textContent += `, ${text}`;
          for (const [name, value] of Object.entries(place(last.x))) last.words.setAttribute(name, value);
          continue;
        }
        last = { x, words: shape('text', { ...place(x), y: y + 4, class: 'tick' }, text) };
        svg.append(last.words);
      }
    });
  }

  /** What the axis leaves out. */
  get remark() {
    const parts = this.sides.filter(({ outside }) => outside?.[1] > 0).map(({ kind, outside, durations }) => (
      `${this.nameOf(kind)}${countOf(outside[1], 'call')}, up to ${timeText(durations.max_ns)}`));
    return parts.length ? `beyond the axis: ${parts.join('; ')}` : '';
  }

  /** A side's name where there are two. */
  nameOf(kind) {
    return this.sides.length > 1 ? `${kind} ` : '';
  }

  positionOfTime(nanoseconds) {
    const [lower, upper] = this.bounds;
    return this.left + (Math.log(Math.max(nanoseconds, 0.5)) - lower) / (upper - lower) * this.width;
  }

  placeAt(x) {
    const place = Math.floor((x - this.left) / this.width * this.places);
    return place >= 0 && place < this.places ? place : null;
  }

  positionOf(place) {
    return this.left + (place + 0.5) / this.places * this.width;
  }

  textOf(place) {
    const [lower, upper] = this.bounds;
    const [start, end] = [place, place + 1].map((edge) => Math.exp(lower + edge / this.places * (upper - lower)));
    const parts = this.sides.map(({ kind, bins, below, durations }) => {
      const share = this.state.get('view') === 'cumulative' ? below[place] : bins[place] / durations.count;
      return `${this.nameOf(kind)}${percentText(share)} %`;
    });
    const range = this.state.get('view') === 'cumulative' ? `up to ${timeText(end)}` : `${timeText(start)} to ${timeText(end)}`;
    return `${range}: ${parts.join(', ')} of the calls`;
  }
}
