/** The bar of choices: each shows the page's state, and sets it. */
class Controls {
  static choices = ['view', 'state', 'side', 'colour'];

  constructor(page) {
    this.page = page;
    const { state } = page;
    for (const name of Controls.choices) {
      for (const input of document.querySelectorAll(`input[name="${name}"]`)) {
        input.addEventListener('change', () => this.choose(name, input.value));
      }
    }
    byId('state-choice').hidden = page.difference !== null;
    byId('side-choice').hidden = page.difference === null;
    byId('colour-choice').hidden = page.difference === null;
    for (const button of document.querySelectorAll('[data-toggle]')) {
      const name = button.dataset.toggle;
      button.addEventListener('click', () => page.toggle(name));
    }
    byId('query').addEventListener('input', () => {
      clearTimeout(this.typing);
      this.typing = setTimeout(() => this.takeQuery(), 120);
    });
    byId('query').addEventListener('keydown', (event) => {
      if (event.key === 'Enter') {
        this.takeQuery();
        page.navigation.stepMatch(event.shiftKey ? -1 : 1);
      } else if (event.key === 'Escape') {
        event.preventDefault();
        byId('query').value = '';
        this.takeQuery();
        page.main.canvas.focus();
      }
    });
    byId('skip').addEventListener('click', () => page.table.focus());
  }

  choose(name, value) {
    if (value === 'sandwich') this.page.sandwich();
    else this.page.state.set({ [name]: value, ...(name === 'colour' ? {} : { zoom: 0, part: '' }) });
  }

  takeQuery() {
    clearTimeout(this.typing);
    this.page.state.set({ query: byId('query').value });
  }

  update() {
    const { state } = this.page;
    for (const name of Controls.choices) {
      for (const input of document.querySelectorAll(`input[name="${name}"]`)) {
        input.checked = input.value === state.get(name);
      }
    }
    for (const button of document.querySelectorAll('[data-toggle]')) {
      button.setAttribute('aria-pressed', String(state.get(button.dataset.toggle)));
    }
    const toggle = (name) => document.querySelector(`[data-toggle="${name}"]`);
    const view = state.get('view');
    // A row of callers has no time of its own.
    byId('colour-choice').disabled = view === 'callers';
    toggle('groups').hidden = this.page.profile.threads.length < 2;
    toggle('groups').disabled = view !== 'callees';
    toggle('upward').disabled = view === 'sandwich';
    toggle('lines').disabled = view === 'sandwich';
    if (byId('query').value !== state.get('query')) byId('query').value = state.get('query');
  }

  /** What the search came to. */
  showFound() {
    const { search, costs, weights } = this.page;
    byId('found').classList.toggle('wrong', search.problem !== '');
    if (!search.isActive) {
      byId('found').textContent = '';
    } else if (search.problem !== '') {
      byId('found').textContent = search.problem;
    } else {
      const share = weights.total > 0 ? costs.matchedTime(search.matches) / weights.total : 0;
      byId('found').textContent = `${percentText(share)} % of the time`;
    }
  }
}
