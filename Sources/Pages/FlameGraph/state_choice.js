/** The list of what threads were at, to choose from. */
class StateChoice {
  constructor(page) {
    this.page = page;
    this.states = page.timeline.states;
    this.list = byId('at');
    this.build();
    this.list.addEventListener('change', () => this.choose(this.list.value));
  }

  build() {
    const whole = this.states.sets.reduce((sum, { time }) => sum + time, 0);
    const options = States.choices.map((choice) => {
      const [word, name] = choice;
      const { yes, no } = this.states.timesOf(choice);
      // What cannot be chosen says why: it never was so, or nobody could tell.
      const text = yes > 0 ? `${percentText(yes / whole)} %` : no > 0 ? 'never' : 'not known';
      return element('option', { value: word, disabled: yes === 0 }, `${name}: ${text}`);
    });
    this.list.replaceChildren(element('option', { value: '' }, 'Any state'), ...options);
    byId('at-choice').hidden = !this.states.areKnown;
  }

  choose(word) {
    this.page.state.set({ at: word, zoom: 0, part: '' });
    announce(word === '' ? 'Any state' : capitalised(this.sentence));
  }

  /** In which state threads count, to go before or into a sentence; empty for any. */
  get sentence() {
    return States.find(this.page.state.get('at'))?.[2] ?? '';
  }

  update() {
    const word = this.page.state.get('at');
    this.list.value = word;
    this.list.classList.toggle('chosen', word !== '');
    byId('unknown').textContent = word === '' ? '' : this.remark(States.find(word));
    byId('unknown').hidden = byId('unknown').textContent === '';
  }

  /** Says how much is not shown because nobody knows. */
  remark(choice) {
    const { yes, no, unknown } = this.states.timesOf(choice);
    if (unknown === 0) return '';
    const [, , , text] = States.choices.find((one) => one[4] === choice[4]);
    return `For ${percentText(unknown / (yes + no + unknown))} % of all time it is not known ${text}; that time is not shown.`;
  }
}
