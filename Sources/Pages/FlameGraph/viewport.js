/** Which stretch of a tree's width is shown, in its unit; it moves at once or in a short glide. */
class Viewport {
  constructor(onMove) {
    this.onMove = onMove;
    this.total = 0;
    this.from = 0;
    this.to = 1;
  }

  reset(total) {
    this.stop();
    this.total = total;
    this.from = 0;
    this.to = total || 1;
  }

  get span() {
    return this.to - this.from;
  }

  /** Shows `from … to`, kept inside of the tree and wide enough for the arithmetic. */
  show(from, to) {
    const span = Math.min(Math.max(to - from, this.total * 1e-9), this.total || 1);
    this.from = Math.min(Math.max(from, 0), Math.max(0, this.total - span));
    this.to = this.from + span;
    this.onMove();
  }

  glide(from, to) {
    this.stop();
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      this.show(from, to);
      return;
    }
    const start = { from: this.from, to: this.to, at: performance.now() };
    const step = (now) => {
      const t = Math.min(1, Math.max(0, (now - start.at) / 180));
      const eased = 1 - (1 - t) ** 3;
      this.show(start.from + (from - start.from) * eased, start.to + (to - start.to) * eased);
      if (t < 1) this.frame = requestAnimationFrame(step);
      else this.frame = 0;
    };
    this.frame = requestAnimationFrame(step);
  }

  stop() {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
  }

  /** Makes what is shown `factor` times as wide around `center`, a share of the width. */
  zoom(factor, center) {
    this.stop();
    const middle = this.from + this.span * center;
    const span = Math.min(this.span * factor, this.total);
    this.show(middle - span * center, middle + span * (1 - center));
  }

  /** Moves by a share of the width. */
  pan(share) {
    this.stop();
    const distance = this.span * share;
    this.show(this.from + distance, this.to + distance);
  }
}
