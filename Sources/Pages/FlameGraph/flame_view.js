/**
 * A tree on the screen that can be looked at closer: a canvas that stays in place while the box around it scrolls.
 *
 * It knows nothing of the rest of the page; what happens to it, it tells `events`: `hover(node, event)`,
 * `choose(node)`, `focus(node)` (by keyboard) and `move()` (another stretch is shown).
 */
class FlameView {
  constructor(host, profile, events) {
    this.host = host;
    this.events = events;
    this.canvas = host.querySelector('canvas');
    this.space = host.querySelector('.space');
    this.painter = new FlamePainter(this.canvas, profile);
    this.viewport = new Viewport(() => {
      this.requestPaint();
      this.events.move();
    });
    this.tree = new LevelTree(1, false);
    this.zoomed = 0;
    this.hovered = -1;
    this.focused = -1;
    this.upward = false;
    /** Whether another view is to fit on the screen. */
    this.isHalf = false;
    this.look = null;
    this.rowHeight = matchMedia('(pointer: coarse)').matches ? 26 : 20;
    host.addEventListener('scroll', () => this.requestPaint());
    new ResizeObserver(() => this.layOut()).observe(host);
    new FlameGestures(this);
    new FlameKeys(this);
  }

  /** Shows another tree, whole. */
  setTree(tree, upward) {
    this.tree = tree;
    this.upward = upward;
    this.zoomed = 0;
    this.hovered = -1;
    this.focused = -1;
    this.viewport.reset(tree.total);
    this.layOut();
    this.host.scrollTop = upward ? this.contentHeight : 0;
  }

  /** How rows look: `palette`, `search` and `selected`. */
  setLook(look) {
    this.look = look;
    this.requestPaint();
  }

  get contentHeight() {
    return this.tree.depth * this.rowHeight;
  }

  layOut() {
    const width = this.host.clientWidth;
    if (width === 0) return;
    const limit = this.isHalf ? Math.max(160, innerHeight * 0.33) : Math.max(300, innerHeight * 0.66);
    const height = Math.max(this.rowHeight * 4, Math.min(this.contentHeight, limit));
    this.host.style.height = `${height}px`;
    // The canvas lies in the scrolled box itself; what is left of the content's height makes it scroll.
    this.space.style.height = `${Math.max(0, this.contentHeight - height)}px`;
    this.canvas.style.height = `${height}px`;
    this.painter.resize(width, height);
    this.paint();
  }

  requestPaint() {
    this.pending ||= requestAnimationFrame(() => this.paint());
  }

  /** Where a level begins on the canvas. */
  topOf(level) {
    const height = Math.max(this.contentHeight, this.painter.height);
    const top = this.upward ? height - (level + 1) * this.rowHeight : level * this.rowHeight;
    return top - this.host.scrollTop;
  }

  levelAt(y) {
    const height = Math.max(this.contentHeight, this.painter.height);
    const place = y + this.host.scrollTop;
    return Math.floor((this.upward ? height - place : place) / this.rowHeight);
  }

  paint() {
    cancelAnimationFrame(this.pending);
    this.pending = 0;
    if (!this.look || !this.painter.width || this.tree.count === 0) return;
    const [one, other] = [this.levelAt(0), this.levelAt(this.painter.height)];
    this.painter.paint({
      ...this.look, tree: this.tree, viewport: this.viewport, rowHeight: this.rowHeight, hovered: this.hovered,
      focused: document.activeElement === this.canvas ? this.focused : -1, topOf: (level) => this.topOf(level),
      firstLevel: Math.max(0, Math.min(one, other)), lastLevel: Math.min(this.tree.depth - 1, Math.max(one, other)),
    });
  }

  /** The node at a place of the canvas, or -1. */
  nodeAt(x, y) {
    const { viewport } = this;
    return this.tree.nodeAt(this.levelAt(y), viewport.from + viewport.span * x / this.painter.width);
  }

  /** Makes a node as wide as the view, and its row visible. */
  zoomTo(node, isGliding = true) {
    this.zoomed = node;
    const { tree, viewport } = this;
    const [from, to] = [tree.x[node], tree.x[node] + tree.width[node]];
    if (isGliding) viewport.glide(from, to);
    else viewport.show(from, to);
    this.reveal(node);
  }

  /** Scrolls up or down until the node's row and one of its children's is to be seen. */
  reveal(node) {
    const top = this.topOf(this.tree.levelOf(node));
    const margin = this.rowHeight * 2;
    const bottom = this.painter.height - this.rowHeight;
    if (top < margin - this.rowHeight) this.host.scrollTop += top - margin;
    else if (top > bottom - margin) this.host.scrollTop += top - bottom + margin;
  }

  /** The innermost node that reaches over all that is shown, on the way to the one last zoomed to. */
  framing() {
    const { tree, viewport } = this;
    const slack = viewport.span * 1e-6;
    let node = Math.max(0, this.zoomed);
    while (node > 0 && (tree.x[node] > viewport.from + slack
      || tree.x[node] + tree.width[node] < viewport.to - slack)) node = tree.parent[node];
    return node;
  }

  setHovered(node, event) {
    if (this.hovered !== node) {
      this.hovered = node;
      this.requestPaint();
    }
    this.events.hover(node, event);
  }

  setFocused(node) {
    this.focused = node;
    this.reveal(node);
    const { tree, viewport } = this;
    // Moved to beyond the edge: follow it.
    if (tree.x[node] >= viewport.to || tree.x[node] + tree.width[node] <= viewport.from) {
      const middle = tree.x[node] + tree.width[node] / 2;
      viewport.glide(middle - viewport.span / 2, middle + viewport.span / 2);
    }
    this.requestPaint();
    this.events.focus(node);
  }
}
