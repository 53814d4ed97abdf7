/**
 * Paints the part of a tree that can be seen: for each row of the screen the boxes of half a pixel and more, found by
 * bisection, so that the price follows the size of the screen and not that of the tree.
 */
class FlamePainter {
  constructor(canvas, profile) {
    this.canvas = canvas;
    this.context = canvas.getContext('2d', { alpha: false });
    this.profile = profile;
    this.tones = functionTones(profile);
    this.fitter = new LabelFitter(this.context);
    /** For each fill, the boxes that have it: x, y, width. */
    this.boxes = [];
    /** For each ink, the labels in it: text, x, y. */
    this.labels = [];
    this.outlines = [];
    this.marks = [];
  }

  static font = '12px system-ui, -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif';

  /** Fits the canvas to its place on the screen, in sharp pixels. */
  resize(width, height) {
    this.ratio = Math.min(4, window.devicePixelRatio || 1);
    this.width = width;
    this.height = height;
    const [pixelWidth, pixelHeight] = [Math.max(1, Math.round(width * this.ratio)), Math.round(height * this.ratio)];
    if (this.canvas.width !== pixelWidth) this.canvas.width = pixelWidth;
    if (this.canvas.height !== pixelHeight) this.canvas.height = pixelHeight;
  }

  /**
   * @param scene `difference` (null where rows have the colours of their functions), `tree`, `viewport`, `rowHeight`, `topOf(level)`, `firstLevel`, `lastLevel`, `palette`, `search`,
   *   `selected` (a function or -1), `hovered` and `focused` (nodes or -1)
   */
  paint(scene) {
    const { palette } = scene;
    const dim = palette.fills.length;
    for (let fill = 0; fill <= dim + 1; fill++) (this.boxes[fill] ??= []).length = 0;
    for (let ink = 0; ink <= palette.inks.length; ink++) (this.labels[ink] ??= []).length = 0;
    this.outlines.length = 0;
    this.marks.length = 0;
    // A canvas forgets its font when its size changes, and labels are measured with it.
    this.context.font = FlamePainter.font;
    for (let level = scene.firstLevel; level <= scene.lastLevel; level++) this.collect(scene, level);
    this.draw(scene);
  }

  collect(scene, level) {
    const { tree, viewport, palette, search, selected, difference } = scene;
    const { from, to } = viewport;
    const { functions } = this.profile;
    const scale = this.width / (to - from);
    const y = scene.topOf(level);
    const dim = palette.fills.length;
    const dust = dim + 1;
    const end = tree.levels[level + 1];
    let node = tree.lastBeginning(from, tree.levels[level], end);
    if (tree.x[node] + tree.width[node] <= from) node++;
    let lastSpeck = -1;
    while (node < end && tree.x[node] < to) {
      const left = (tree.x[node] - from) * scale;
      const width = tree.width[node] * scale;
      const id = tree.functionAt(this.profile, node);
      const tone = tree.tones ? tree.tones[node] : this.tones[id];
      const isDim = search.isActive && !search.matches[id] && functions[id].kind !== 'all';
      if (width < 1) {
        // All that begins in the same pixel is one speck: that of the first row, or grey where no row is half as wide.
        const pixel = Math.max(0, Math.floor(left));
        if (pixel !== lastSpeck) this.boxes[width < 0.5 ? dust : isDim ? dim : tone].push(pixel, y, 1);
        lastSpeck = pixel;
        node = this.firstBeyond(tree, from + (pixel + 1) / scale, node + 1, end);
        continue;
      }
      // On whole pixels: sharp, and several times as fast to fill.
      const start = this.snapped(Math.max(left, -2));
      const stop = this.snapped(Math.min(left + width, this.width + 2));
      const visible = Math.max(stop - start - (width >= 3 ? 1 : 0), 1);
      this.boxes[isDim ? dim : tone].push(start, y, visible);
      if (search.isActive && search.matches[id]) this.marks.push(start, y, visible);
      if (id === selected && width >= 5) this.outlines.push(start, y, visible);
      const room = Math.min(stop, this.width) - Math.max(start, 0) - 9;
      if (room > 14) {
        const sign = tree.tones ? difference.sign(tone, id) : '';
        const text = this.fitter.fit(
          this.labelOf(tree, tree.key[node], id), room - this.fitter.width(sign), functions[id].kind === 'function');
        const ink = isDim ? palette.inks.length : (tone / toneCount) | 0;
        if (text !== '') this.labels[ink].push(sign + text, Math.max(start, 0) + 5, y);
      }
      node++;
    }
  }

  snapped(x) {
    return Math.round(x * this.ratio) / this.ratio;
  }

  labelOf(tree, key, id) {
    const { name } = this.profile.functions[id];
    return tree.keysAreFrames && key < this.profile.frameCount ? `${name}:${this.profile.frameLine[key]}` : name;
  }

  /** The first node in `from ..< to` that begins at `x` or after; it is mostly near. */
  firstBeyond(tree, x, from, to) {
    let step = 1;
    let low = from;
    while (low < to && tree.x[low] < x) {
      low += step;
      step *= 2;
    }
    let high = Math.min(low, to);
    low = Math.max(from, low - step / 2);
    while (low < high) {
      const middle = (low + high) >> 1;
      if (tree.x[middle] < x) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  draw(scene) {
    const { context, boxes, labels } = this;
    const { palette, rowHeight } = scene;
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    context.fillStyle = palette.surface;
    context.fillRect(0, 0, this.width, this.height);
    const height = rowHeight - 1;
    const fills = [...palette.fills, palette.dim, palette.dust];
    for (let fill = 0; fill < fills.length; fill++) {
      const list = boxes[fill];
      context.fillStyle = fills[fill];
      for (let at = 0; at < list.length; at += 3) context.fillRect(list[at], list[at + 1], list[at + 2], height);
    }
    context.fillStyle = palette.match;
    for (let at = 0; at < this.marks.length; at += 3) {
      context.fillRect(this.marks[at], this.marks[at + 1] + height - 3, this.marks[at + 2], 3);
    }
    context.textBaseline = 'middle';
    context.direction = 'ltr';
    const inks = [...palette.inks, palette.dimInk];
    for (let ink = 0; ink < inks.length; ink++) {
      context.fillStyle = inks[ink];
      const list = labels[ink];
      for (let at = 0; at < list.length; at += 3) {
        context.fillText(list[at], list[at + 1], list[at + 2] + rowHeight / 2);
      }
    }
    this.drawOutlines(scene, height);
  }

  drawOutlines(scene, height) {
    const { context, outlines } = this;
    const { palette } = scene;
    context.strokeStyle = palette.edge;
    context.lineWidth = 2;
    for (let at = 0; at < outlines.length; at += 3) {
      context.strokeRect(outlines[at] + 1, outlines[at + 1] + 1, Math.max(outlines[at + 2] - 2, 1), height - 2);
    }
    context.lineWidth = 1;
    this.outline(scene, scene.hovered, height, 0.5);
    context.lineWidth = 2;
    context.setLineDash([4, 3]);
    context.strokeStyle = palette.subject;
    this.outline(scene, scene.focused, height, 1);
    context.setLineDash([]);
  }

  outline(scene, node, height, inset) {
    if (node < 0 || node >= scene.tree.count) return;
    const { tree, viewport } = scene;
    const scale = this.width / viewport.span;
    const left = Math.max(-4, (tree.x[node] - viewport.from) * scale);
    const right = Math.min(this.width + 4, (tree.x[node] + tree.width[node] - viewport.from) * scale - 1);
    const top = scene.topOf(tree.levelOf(node));
    this.context.strokeRect(
      left + inset, top + inset, Math.max(right - left - 2 * inset, 1), height - 2 * inset);
  }
}
