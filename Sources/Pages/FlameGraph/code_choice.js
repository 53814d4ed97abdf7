/** The list of code to choose from, and whether it is to be innermost. */
class CodeChoice {
  constructor(page) {
    this.page = page;
    this.list = byId('code');
    this.build();
    this.list.addEventListener('change', () => this.choose(this.list.value));
  }

  build() {
    const { code, profile } = this.page;
    const kinds = Code.kinds.filter((_, origin) => profile.files.some((file) => file.origin === origin));
    const groups = kinds.map(([kind, name]) => {
      const modules = code.modulesOf(Code.kinds.findIndex(([other]) => other === kind));
      return element('optgroup', { label: capitalised(name) },
        element('option', { value: kind }, `all of ${name}`),
        ...modules.map((module) => element('option', { value: `module:${module}` }, ellipsis(module, 60))));
    });
    this.list.replaceChildren(element('option', { value: '' }, 'All code'), ...groups);
    this.isOffered = this.page.difference === null && new Set(code.modules).size > 1;
    byId('code-choice').hidden = !this.isOffered;
  }

  choose(choice) {
    this.page.state.set({ code: choice, zoom: 0, part: '' });
    announce(choice === '' ? 'All code' : capitalised(this.sentence));
  }

  /** Which stacks count, to go before or into a sentence; empty for all. */
  get sentence() {
    const { state } = this.page;
    const choice = state.get('code');
    if (choice === '') return '';
    return state.get('itself') ? `in ${Code.nameOf(choice)} itself` : `in stacks through ${Code.nameOf(choice)}`;
  }

  update() {
    const { state } = this.page;
    // The same name may be that of a module of two kinds: the list shows the first.
    this.list.value = state.get('code');
    this.list.classList.toggle('chosen', state.get('code') !== '');
    byId('itself').hidden = state.get('code') === '';
  }
}
