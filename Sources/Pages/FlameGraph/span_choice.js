/** Choosing a stretch of time on the lanes, by dragging or by keys; everything else then shows only that stretch. */
class SpanChoice {
  constructor(page, view) {
    this.page = page;
    this.view = view;
    /** The groups that are dragged over now; null where nothing is. */
    this.dragged = null;
    const lanes = byId('lanes');
    lanes.addEventListener('pointerdown', (event) => this.down(event));
    lanes.addEventListener('pointermove', (event) => this.drag(event));
    lanes.addEventListener('pointerup', () => this.end());
    lanes.addEventListener('pointercancel', () => this.cancel());
    byId('all-time').addEventListener('click', () => this.clear());
  }

  /** The place of a pointer on a lane, in groups. */
  place(event) {
    const { timeline } = this.page;
    const box = this.canvas.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    return share * timeline.count / timeline.grouping;
  }

  down(event) {
    if (event.button !== 0 || event.target.tagName !== 'CANVAS' || !this.page.timeline.hasSamples) return;
    this.canvas = event.target;
    this.start = this.place(event);
    this.startX = event.clientX;
    this.isHeld = true;
    this.canvas.setPointerCapture(event.pointerId);
  }

  drag(event) {
    if (!this.isHeld || (this.dragged === null && Math.abs(event.clientX - this.startX) < 4)) return;
    const place = this.place(event);
    const from = Math.floor(Math.min(place, this.start));
    const to = Math.min(this.page.timeline.groupCount, Math.max(from + 1, Math.ceil(Math.max(place, this.start))));
    this.dragged = { from, to };
    this.view.paint();
  }

  /** A click chooses nothing: all of the time counts again. */
  end() {
    if (!this.isHeld) return;
    const { dragged } = this;
    this.cancel();
    if (dragged) this.set(dragged);
    else this.clear();
  }

  cancel() {
    this.isHeld = false;
    this.dragged = null;
    this.view.paint();
  }

  set({ from, to }) {
    const { state, timeline } = this.page;
    state.set({ span: `${from}-${to}`, zoom: 0, part: '' });
    announce(this.page.span ? `Only ${spanText(timeline, this.page.span)}` : 'All of the time');
  }

  clear() {
    if (this.page.span === null) return;
    this.page.state.set({ span: '', zoom: 0, part: '' });
    announce('All of the time');
  }

  /** Earlier or later by the stretch's length; where none is chosen, the first or last eighth. */
  move(step) {
    const { span, timeline: { groupCount } } = this.page;
    if (groupCount < 2 || !this.page.timeline.hasSamples) return;
    const length = span ? span.to - span.from : Math.max(1, Math.round(groupCount / 8));
    const wanted = span ? span.from + step * length : step < 0 ? groupCount - length : 0;
    const from = Math.min(Math.max(0, wanted), groupCount - length);
    this.set({ from, to: from + length });
  }

  /** Makes the stretch longer or shorter around its middle. */
  widen(factor) {
    const { span, timeline: { groupCount } } = this.page;
    if (!span) return;
    const length = Math.min(groupCount, Math.max(1, Math.round((span.to - span.from) * factor)));
    const from = Math.min(Math.max(0, Math.round((span.from + span.to - length) / 2)), groupCount - length);
    this.set({ from, to: from + length });
  }

  update() {
    const { span, timeline } = this.page;
    byId('all-time').hidden = span === null;
    if (span) byId('all-time').textContent = `Only ${unbroken(spanText(timeline, span))} · show all of the time`;
  }

  /** Covers what of a lane does not count. */
  shade(lane) {
    const { timeline, palette, span } = this.page;
    const shown = this.dragged ?? span;
    if (!shown || lane.row.classList.contains('axis')) return;
    const { context, width, height } = lane;
    const place = (group) => Math.round(timeline.groupStart(group) / timeline.length * width);
    const [left, right] = [place(shown.from), place(shown.to)];
    context.globalAlpha = 0.75;
    context.fillStyle = palette.surface;
    context.fillRect(0, 0, left, height);
    context.fillRect(right, 0, width - right, height);
    context.globalAlpha = 1;
    context.fillStyle = palette.subject;
    context.fillRect(left, 0, 1, height);
    context.fillRect(Math.max(left + 1, right - 1), 0, 1, height);
  }
}

/** `0.25 s to 1.50 s` */
function spanText(timeline, { from, to }) {
  const step = timeline.groupStart(1) / 1e6;
  return `${momentText(timeline.groupStart(from), step)} to ${momentText(timeline.groupStart(to), step)}`;
}
