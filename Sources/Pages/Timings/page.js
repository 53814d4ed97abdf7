/** Cards that are made at first; each has charts. */
const firstCards = 24;

/** The page as a whole. */
class Page {
  constructor(timings) {
    this.timings = timings;
    this.cards = [];
    this.state = new PageState();
    this.help = new Help(helpSections, helpNotes);
    this.theme = new Theme(this);
    showCircumstances(timings);
    showAnswer(timings);
    this.showComparisons();
    this.showCards(firstCards);
    this.connect();
    new Keys(this, {
      j: () => this.step(1), k: () => this.step(-1), a: () => this.toggle('all'), l: () => this.toggle('logarithmic'),
      h: () => this.state.set({ view: this.state.get('view') === 'cumulative' ? 'histogram' : 'cumulative' }),
    });
    this.theme.apply();
    this.showControls();
    byId('recorder').textContent = 'Made by Seriema';
  }

  showComparisons() {
    const { comparisons } = this.timings;
    byId('changes').hidden = comparisons.length === 0;
    byId('comparisons').replaceChildren(...comparisons.map((comparison) => comparisonTable(
      comparison, (entry) => this.choose(entry))));
    const hasSides = comparisons.length > 0;
    byId('legend').hidden = !hasSides;
    byId('legend').replaceChildren(...['before', 'after'].map((kind) => element(
      'li', {}, element('i', { className: kind }), kind)));
  }

  showCards(limit) {
    const { subjects } = this.timings;
    for (const [number, subject] of subjects.slice(0, limit).entries()) {
      if (this.cards[number]) continue;
      this.cards.push(new FunctionCard(subject, this.state, number));
      byId('functions').append(this.cards[number].root);
    }
    const left = subjects.length - this.cards.length;
    byId('more-functions').hidden = left <= 0;
    byId('more-functions').textContent = `Show ${countOf(left, 'more function')}`;
  }

  connect() {
    byId('more-functions').addEventListener('click', () => this.showCards(Infinity));
    byId('skip').addEventListener('click', () => this.cards[0]?.root.focus());
    for (const input of document.querySelectorAll('#view-choice input')) {
      input.addEventListener('change', () => this.state.set({ view: input.value }));
    }
    for (const button of document.querySelectorAll('[data-toggle]')) {
      button.addEventListener('click', () => this.toggle(button.dataset.toggle));
    }
    this.state.onChange((changed) => {
      if (changed.has('theme')) this.theme.apply();
      this.showControls();
      this.paint();
    });
  }

  showControls() {
    const isCumulative = this.state.get('view') === 'cumulative';
    for (const input of document.querySelectorAll('#view-choice input')) {
      input.checked = (input.value === 'cumulative') === isCumulative;
    }
    for (const button of document.querySelectorAll('[data-toggle]')) {
      button.setAttribute('aria-pressed', String(this.state.get(button.dataset.toggle)));
      if (button.dataset.toggle === 'logarithmic') button.disabled = isCumulative;
    }
  }

  toggle(name) {
    this.state.set({ [name]: !this.state.get(name) });
  }

  /** Goes to the card of a compared function. */
  choose(entry) {
    const index = this.timings.subjects.findIndex((subject) => subject.entry === entry);
    if (index >= this.cards.length) this.showCards(Infinity);
    this.go(index);
  }

  step(by) {
    const now = this.cards.findIndex((card) => card.root.contains(document.activeElement));
    this.go(now < 0 ? 0 : Math.min(Math.max(now + by, 0), this.cards.length - 1));
  }

  go(index) {
    const card = this.cards[index];
    if (!card) return;
    card.root.focus({ preventScroll: true });
    card.root.scrollIntoView({ block: 'start' });
    announce(`${visibleText(card.subject.name)}, ${index + 1} of ${this.timings.subjects.length}`);
  }

  /** After the theme has changed; the drawings take their colours from the style. */
  dress() {}

  paint() {
    for (const card of this.cards) card.paint();
  }
}
