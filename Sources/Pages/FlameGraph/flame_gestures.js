/** Mouse, pen and fingers on a `FlameView`: a click chooses, dragging moves, a wheel with Ctrl or two fingers zoom. */
class FlameGestures {
  constructor(view) {
    this.view = view;
    /** Fingers and buttons that are down, by their id: where they are. */
    this.pointers = new Map();
    this.hasMoved = false;
    const { canvas } = view;
    canvas.addEventListener('pointerdown', (event) => this.down(event));
    canvas.addEventListener('pointermove', (event) => this.move(event));
    canvas.addEventListener('pointerup', (event) => this.up(event));
    canvas.addEventListener('pointercancel', (event) => this.pointers.delete(event.pointerId));
    canvas.addEventListener('pointerleave', (event) => view.setHovered(-1, event));
    view.host.addEventListener('wheel', (event) => this.wheel(event), { passive: false });
  }

  place(event) {
    const box = this.view.canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  down(event) {
    if (event.button !== 0) return;
    if (this.pointers.size === 0) this.hasMoved = false;
    this.pointers.set(event.pointerId, { ...this.place(event), start: this.place(event) });
  }

  move(event) {
    const { view } = this;
    const place = this.place(event);
    const held = this.pointers.get(event.pointerId);
    if (!held) {
      view.setHovered(view.nodeAt(place.x, place.y), event);
      return;
    }
    if (this.pointers.size === 2) {
      this.pinch(event.pointerId, place);
    } else {
      if (Math.hypot(place.x - held.start.x, place.y - held.start.y) > 4 && !this.hasMoved) {
        this.hasMoved = true;
        view.canvas.setPointerCapture(event.pointerId);
        view.setHovered(-1, event);
      }
      if (this.hasMoved) {
        view.viewport.pan((held.x - place.x) / view.painter.width);
        // Fingers scroll by themselves.
        if (event.pointerType === 'mouse') view.host.scrollTop += held.y - place.y;
      }
    }
    Object.assign(held, place);
  }

  pinch(id, place) {
    const { view } = this;
    const other = [...this.pointers].find(([key]) => key !== id)[1];
    const before = Math.abs(this.pointers.get(id).x - other.x);
    const after = Math.abs(place.x - other.x);
    this.hasMoved = true;
    if (before > 8 && after > 8) view.viewport.zoom(before / after, (place.x + other.x) / 2 / view.painter.width);
  }

  up(event) {
    const wasHeld = this.pointers.delete(event.pointerId);
    if (!wasHeld || this.hasMoved) return;
    const { x, y } = this.place(event);
    const node = this.view.nodeAt(x, y);
    if (node >= 0) this.view.events.choose(node);
  }

  wheel(event) {
    const { viewport, painter } = this.view;
    const unit = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1;
    if (event.ctrlKey || event.metaKey || event.altKey) {
      event.preventDefault();
      const amount = Math.max(-120, Math.min(120, event.deltaY * unit));
      viewport.zoom(Math.exp(amount * 0.004), this.place(event).x / painter.width);
    } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      event.preventDefault();
      viewport.pan((event.deltaX || event.deltaY) * unit / painter.width);
    }
  }
}
