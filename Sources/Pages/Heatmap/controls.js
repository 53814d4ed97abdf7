/** The bar of choices: each shows the page's state, and sets it. */
class Controls {
  constructor(page) {
    this.page = page;
    const { state } = page;
    for (const name of ['list', 'state', 'heat']) {
      for (const input of document.querySelectorAll(`input[name="${name}"]`)) {
        input.addEventListener('change', () => state.set({ [name]: input.value }));
      }
    }
    for (const button of document.querySelectorAll('[data-toggle]')) {
      button.addEventListener('click', () => page.toggle(button.dataset.toggle));
    }
    byId('threads').addEventListener('change', () => state.set({ threads: byId('threads').value }));
    byId('query').addEventListener('input', () => {
      clearTimeout(this.typing);
      this.typing = setTimeout(() => this.takeQuery(), 120);
    });
    byId('query').addEventListener('keydown', (event) => this.pressInQuery(event));
    if (page.folder.isIndex) byId('skip').textContent = 'Go to the index';
    byId('skip').addEventListener('click', () => (page.folder.isIndex ? this.focusIndex() : page.source.focus()));
    byId('to-index').addEventListener('click', () => page.navigation.toIndex());
    this.buildOrigins();
    this.buildThreads();
  }

  takeQuery() {
    clearTimeout(this.typing);
    this.page.state.set({ query: byId('query').value });
  }

  pressInQuery(event) {
    if (event.key === 'Enter') {
      this.takeQuery();
      this.focusIndex();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      byId('query').value = '';
      this.takeQuery();
      this.focusIndex();
    }
  }

  focusIndex() {
    const { state, fileTable, lineTable } = this.page;
    if (!(state.get('list') === 'files' ? fileTable : lineTable).focusRow()) byId('index').focus();
  }

  buildOrigins() {
    byId('origins').replaceChildren(...originNames.map((name, origin) => {
      const button = element('button', { type: 'button', title: `Show or hide (${origin + 1})` });
      button.dataset.origin = String(origin);
      button.hidden = !this.page.places.origins.has(origin);
      button.addEventListener('click', () => this.toggleOrigin(origin));
      return button;
    }));
  }

  /** Whose code is listed: all of it, until one is taken out; none makes all again. */
  toggleOrigin(origin) {
    const all = originNames.map((_, one) => one);
    const shown = all.filter((one) => this.page.showsOrigin(one) !== (one === origin));
    const isAll = all.every((one) => shown.includes(one) || byId('origins').children[one].hidden);
    this.page.state.set({ origins: isAll ? '' : shown.join('.') });
  }

  /** A square of the colour that an origin has. */
  swatch(origin) {
    const square = element('i', { className: 'swatch' });
    square.dataset.origin = String(origin);
    return square;
  }

  showOrigins() {
    const { page } = this;
    const { costs, places } = page;
    [...byId('origins').children].forEach((button, origin) => {
      const files = places.files.map((_, file) => file).filter((file) => places.files[file].origin === origin);
      const time = files.reduce((sum, file) => sum + costs.fileOwn[file], 0);
      button.replaceChildren(this.swatch(origin), `${originNames[origin]} `,
        element('span', { className: 'part' }, unbroken(`${percentText(page.share(time))} %`)));
      button.setAttribute('aria-pressed', String(page.showsOrigin(origin)));
    });
  }

  buildThreads() {
    const { threads, processes } = this.page.profile;
    const option = (value, text) => element('option', { value }, text);
    const options = [option('', 'All threads')];
    for (const process of processes) {
      const own = threads.flatMap((thread, index) => (thread.process === process.id ? [index] : []));
      if (processes.length > 1) options.push(option(own.join('.'), this.page.profile.processName(process)));
      if (processes.length > 1 && own.length === 1) continue;
      const indent = processes.length > 1 ? '\u2003' : '';
      options.push(...own.map((index) => {
        const { name, id } = threads[index];
        return option(String(index), `${indent}${name} (${id})`);
      }));
    }
    byId('threads').replaceChildren(...options);
    byId('threads').hidden = threads.length < 2;
  }

  /** The thread that comes next; behind the last one, all of them. */
  nextThread() {
    const options = [...byId('threads').options];
    const next = options[(Math.max(0, byId('threads').selectedIndex) + 1) % options.length];
    this.page.state.set({ threads: next.value });
    announce(next.textContent.trim());
  }

  update() {
    const { state } = this.page;
    for (const name of ['list', 'state', 'heat']) {
      for (const input of document.querySelectorAll(`input[name="${name}"]`)) {
        input.checked = input.value === state.get(name);
      }
    }
    for (const button of document.querySelectorAll('[data-toggle]')) {
      button.setAttribute('aria-pressed', String(state.get(button.dataset.toggle)));
    }
    const searched = state.get('list') === 'files' ? 'Search files' : 'Search files, functions, source';
    byId('query').placeholder = searched;
    byId('query').setAttribute('aria-label', `${searched} (/)`);
    if (byId('query').value !== state.get('query')) byId('query').value = state.get('query');
    byId('threads').value = state.get('threads');
    this.showOrigins();
  }

  /** What the search came to. */
  showFound(table) {
    const { page } = this;
    const { matcher } = page;
    byId('found').classList.toggle('wrong', matcher.problem !== '');
    byId('found').textContent = !matcher.isActive ? ''
      : matcher.problem || `self ${percentText(page.share(table.found))} % of the time`;
  }
}
