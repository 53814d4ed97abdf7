const svgNamespace = 'http://www.w3.org/2000/svg';

/** A new element of a drawing. */
function shape(tag, attributes = {}, ...children) {
  const made = document.createElementNS(svgNamespace, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** A text in a drawing. */
function label(x, y, text, className = '', anchor = 'middle') {
  return shape('text', { x, y, class: className, 'text-anchor': anchor }, text);
}

/** Round places between two durations in nanoseconds: 1, 2 and 5 of each power of ten, or only some where that is many. */
function timeTicks(lower, upper, most) {
  for (const steps of [[1, 1.5, 2, 3, 5, 7], [1, 2, 5], [1, 3], [1]]) {
    const ticks = [];
    for (let power = Math.floor(Math.log10(lower)); power <= Math.ceil(Math.log10(upper)); power++) {
      for (const step of steps) {
        const value = step * 10 ** power;
        if (value >= lower && value <= upper) ticks.push(value);
      }
    }
    if (ticks.length > 1 && ticks.length <= most) return ticks;
  }
  return linearTicks(lower, upper, most);
}

/** Round places between two values, at most so many. */
function linearTicks(lower, upper, most) {
  if (!(upper > lower)) return [lower];
  const rough = (upper - lower) / Math.max(1, most - 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough) ?? power * 10;
  const ticks = [];
  for (let value = Math.ceil(lower / step) * step; value <= upper * (1 + 1e-9); value += step) ticks.push(value);
  return ticks;
}

/** A duration at an axis: `10 µs`, `2.5 ms`, without digits that say nothing. */
function tickText(nanoseconds) {
  return unbroken(durationText(Number(nanoseconds.toPrecision(3)) / 1000)).replace(/(\.\d*?)0+(?=\u00a0)/, '$1').replace(
    /\.(?=\u00a0)/, '');
}

/**
 * A chart that is drawn anew for each width, and whose figures can be asked for by pointing and by arrows.
 *
 * A kind of chart has `draw(svg, width)`, perhaps a `remark`, `places` (how many there are to point at), `placeAt(x)`, `positionOf(place)` and
 * `textOf(place)`.
 */
class Chart {
  constructor(kind, name) {
    this.kind = kind;
    this.place = null;
    this.svg = shape('svg', { tabindex: '0', role: 'application', 'aria-roledescription': 'chart', 'aria-label': name });
    this.reading = element('p', { className: 'reading' }, '\u00a0');
    this.root = element('div', { className: 'chart' }, this.svg, this.reading);
    this.svg.addEventListener('pointermove', (event) => {
      const box = this.svg.getBoundingClientRect();
      this.show(this.kind.placeAt(event.clientX - box.left));
    });
    this.svg.addEventListener('pointerleave', () => this.show(null));
    this.svg.addEventListener('blur', () => this.show(null));
    this.svg.addEventListener('keydown', (event) => this.press(event));
    new ResizeObserver(() => this.paint()).observe(this.root);
  }

  press(event) {
    const last = this.kind.places - 1;
    const place = this.place ?? -1;
    const next = { ArrowRight: place + 1, ArrowLeft: place < 0 ? last : place - 1, Home: 0, End: last }[event.key];
    if (next === undefined || last < 0) return;
    event.preventDefault();
    this.show(Math.min(Math.max(next, 0), last));
    announce(this.reading.textContent);
  }

  show(place) {
    this.place = place;
    this.reading.textContent = (place === null ? this.kind.remark : unbroken(this.kind.textOf(place))) || '\u00a0';
    this.cursor?.remove();
    this.cursor = null;
    if (place === null) return;
    const x = this.kind.positionOf(place);
    this.cursor = shape('line', { x1: x, x2: x, y1: 0, y2: this.kind.bottom, class: 'cursor' });
    this.svg.append(this.cursor);
  }

  paint() {
    const width = Math.floor(this.root.clientWidth);
    if (width < 60) return;
    this.svg.replaceChildren();
    this.svg.setAttribute('width', width);
    this.svg.setAttribute('height', this.kind.height);
    this.svg.setAttribute('viewBox', `0 0 ${width} ${this.kind.height}`);
    this.kind.draw(this.svg, width);
    this.show(this.place !== null && this.place < this.kind.places ? this.place : null);
  }
}
