/** The keyboard on a `FlameView` that has the focus: arrows go from row to row, as they lie on the screen. */
class FlameKeys {
  constructor(view) {
    this.view = view;
    view.canvas.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (this.press(event.key, event.shiftKey)) {
        event.preventDefault();
        event.stopPropagation();
      }
    });
    view.canvas.addEventListener('focus', () => {
      if (view.focused < 0) view.focused = view.zoomed;
      view.requestPaint();
      view.events.focus(view.focused);
    });
    view.canvas.addEventListener('blur', () => view.requestPaint());
  }

  press(key, isShifted) {
    const { view } = this;
    const { viewport } = view;
    switch (key) {
      case 'ArrowUp': return this.go(view.upward ? this.child() : this.parent());
      case 'ArrowDown': return this.go(view.upward ? this.parent() : this.child());
      case 'ArrowLeft': return isShifted ? this.pan(-0.2) : this.go(this.sibling(-1));
      case 'ArrowRight': return isShifted ? this.pan(0.2) : this.go(this.sibling(1));
      case 'Enter':
      case ' ':
        if (view.focused >= 0) view.events.choose(view.focused);
        return true;
      case 'Home': return this.go(0);
      case 'PageUp':
      case 'PageDown':
        view.host.scrollTop += (key === 'PageUp' ? -0.9 : 0.9) * view.painter.height;
        return true;
      case '+':
      case '=':
        viewport.zoom(1 / 1.4, this.center());
        return true;
      case '-':
        viewport.zoom(1.4, this.center());
        return true;
      default: return false;
    }
  }

  pan(share) {
    this.view.viewport.pan(share);
    return true;
  }

  go(node) {
    if (node >= 0) this.view.setFocused(node);
    return true;
  }

  get current() {
    return Math.max(0, this.view.focused);
  }

  parent() {
    return this.view.tree.parent[this.current];
  }

  /** The first child that is to be seen, else the first. */
  child() {
    const { tree, viewport } = this.view;
    const [from, to] = [tree.firstChild[this.current], tree.firstChild[this.current + 1]];
    if (from >= to) return -1;
    let child = tree.lastBeginning(viewport.from, from, to);
    if (tree.x[child] + tree.width[child] <= viewport.from && child + 1 < to) child++;
    return child;
  }

  /** The neighbour on the same level, whosever child it is. */
  sibling(step) {
    const { tree } = this.view;
    const level = tree.levelOf(this.current);
    const node = this.current + step;
    return node >= tree.levels[level] && node < tree.levels[level + 1] ? node : -1;
  }

  /** The middle of the row in hand, as a share of the view. */
  center() {
    const { tree, viewport } = this.view;
    const middle = tree.x[this.current] + tree.width[this.current] / 2;
    return Math.min(1, Math.max(0, (middle - viewport.from) / viewport.span));
  }
}
