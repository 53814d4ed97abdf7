/** Dark or light, which the page looks by: as the system has it, until the user says otherwise. */
class Theme {
  constructor(page) {
    this.page = page;
    this.system = matchMedia('(prefers-color-scheme: dark)');
    this.system.addEventListener('change', () => this.apply());
    byId('theme').addEventListener('click', () => this.toggle());
    // Paper is light.
    addEventListener('beforeprint', () => {
      this.apply('light');
      // Now: the next frame comes after the paper.
      this.page.paint();
    });
    addEventListener('afterprint', () => this.apply());
  }

  get name() {
    const chosen = this.page.state.get('theme');
    return chosen === 'dark' || chosen === 'light' ? chosen : this.system.matches ? 'dark' : 'light';
  }

  apply(name = this.name) {
    document.documentElement.dataset.theme = name;
    byId('theme-name').textContent = name === 'dark' ? 'Light' : 'Dark';
    this.page.palette = paletteFor(name, Boolean(this.page.difference));
    this.page.dress();
  }

  toggle() {
    this.page.state.set({ theme: this.name === 'dark' ? 'light' : 'dark' });
  }
}
