/** Where the page looks: zooming, and going from function to function. */
class Navigation {
  constructor(page) {
    this.page = page;
    /** The row that the crumbs were last made for. */
    this.crumbed = -1;
  }

  /** Shows the stretch that the state names. */
  apply(isGliding) {
    const { main, state, crumbs } = this.page;
    const { tree } = main;
    const node = state.get('zoom') < tree.count ? state.get('zoom') : 0;
    const part = /^([\d.]+)-([\d.]+)$/.exec(state.get('part'));
    if (part) {
      const [from, to] = [Number(part[1]), Number(part[2])].map((share) => tree.x[node] + tree.width[node] * share);
      main.zoomed = node;
      main.viewport.stop();
      main.viewport.show(from, to);
    } else if (node > 0 || isGliding) {
      main.zoomTo(node, isGliding);
    }
    crumbs.update();
  }

  /** What a click on a row does: its function is selected, and it becomes as wide as the view. */
  choose(view, node) {
    const { state, rows, profile } = this.page;
    const id = rows.functionAt(view.tree, node);
    const isFunction = !['all', 'thread', 'process'].includes(profile.functions[id].kind);
    if (state.get('view') === 'sandwich') {
      // Another function's row makes that one the filling.
      if (isFunction && node > 0) state.set({ selected: id });
      return;
    }
    state.set({ ...(isFunction ? { selected: id } : {}), zoom: node, part: '' });
    // The state may have been the same while the view had been moved by hand.
    if (view.zoomed !== node || view.viewport.span !== view.tree.width[node]) view.zoomTo(node);
  }

  /** The view was moved by hand or glides: the crumbs follow at once, the address when it comes to rest. */
  moved(view) {
    const { main, weights, crumbs } = this.page;
    if (view !== main || !weights) return;
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.keepPlace(), 200);
    if (view.framing() === this.crumbed) return;
    this.crumbed = view.framing();
    crumbs.update();
  }

  keepPlace() {
    const { main, state } = this.page;
    const { tree, viewport } = main;
    if (viewport.frame || state.get('view') === 'sandwich') return;
    const node = main.framing();
    const [x, width] = [tree.x[node], tree.width[node]];
    const share = (place) => Math.min(1, Math.max(0, (place - x) / width)).toPrecision(8);
    main.zoomed = node;
    // Written straight into the state: the view is there already.
    state.values.zoom = node;
    state.values.part = this.isWhole(node) ? '' : `${share(viewport.from)}-${share(viewport.to)}`;
    state.write();
  }

  /** Whether a row is just as wide as the view. */
  isWhole(node) {
    const { main } = this.page;
    return Math.abs(main.viewport.span / main.tree.width[node] - 1) < 1e-6;
  }

  zoomTo(node) {
    this.page.state.set({ zoom: node, part: '' });
    this.page.main.zoomTo(node);
  }

  /** To the caller of what fills the width; from a place between, to the row around it. */
  zoomOut() {
    const { main, state } = this.page;
    if (state.get('view') === 'sandwich') {
      state.set({ view: 'callees' });
      return;
    }
    const { width, parent } = main.tree;
    let node = main.framing();
    if (this.isWhole(node)) {
      // A caller of the same width would look the same.
      const limit = width[node] * (1 + 1e-9);
      while (node > 0 && width[node] <= limit) node = parent[node];
    }
    this.zoomTo(node);
  }

  /** Selects a function in all views, and brings its widest row into sight. */
  select(id) {
    const { state, main, rows, difference } = this.page;
    const side = difference ? difference.sideOf(id, state.get('side')) : state.get('side');
    state.set({ selected: id, ...(side !== state.get('side') ? { side, zoom: 0, part: '' } : {}) });
    announce(rows.speakFunction(id));
    if (state.get('view') === 'sandwich') return;
    const { tree, viewport } = main;
    let widest = -1;
    for (let node = 0; node < tree.count; node++) {
      if (rows.functionAt(tree, node) === id && (widest < 0 || tree.width[node] > tree.width[widest])) widest = node;
    }
    if (widest < 0) return;
    const isInside = tree.x[widest] < viewport.to && tree.x[widest] + tree.width[widest] > viewport.from;
    if (isInside && tree.width[widest] / viewport.span * main.painter.width > 12) main.reveal(widest);
    else this.zoomTo(Math.max(0, tree.parent[widest]));
  }

  /** Along the table. */
  stepFunction(step) {
    const { table, search, subject } = this.page;
    const rows = table.order().filter((id) => !search.isActive || search.matches[id]);
    if (rows.length === 0) return;
    const at = rows.indexOf(subject);
    this.select(rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step))]);
  }

  /** Along what the search found, around. */
  stepMatch(step) {
    const { table, search, subject } = this.page;
    const rows = search.isActive ? table.order().filter((id) => search.matches[id]) : [];
    if (rows.length === 0) return;
    const at = rows.indexOf(subject);
    this.select(rows[at < 0 ? 0 : (at + step + rows.length) % rows.length]);
  }
}
