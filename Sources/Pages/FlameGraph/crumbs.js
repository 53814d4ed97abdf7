/** The way from the root to the row that fills the width; a step leads back to it. */
class Crumbs {
  constructor(page) {
    this.page = page;
  }

  update() {
    const { main, rows } = this.page;
    const path = main.tree.path(main.framing());
    // Of a long way, its ends.
    const steps = path.length <= 9 ? path : [...path.slice(0, 3), -1, ...path.slice(-5)];
    byId('crumbs').replaceChildren(...steps.flatMap((node, index) => {
      const separator = index > 0 ? [element('span', { 'aria-hidden': 'true' }, '›')] : [];
      if (node < 0) return [...separator, element('span', {}, `${countText(path.length - 8)} more`)];
      const step = element('button', { type: 'button' }, nameElement(rows.label(main.tree, node)));
      if (index === steps.length - 1) step.setAttribute('aria-current', 'true');
      step.addEventListener('click', () => this.page.navigation.zoomTo(node));
      return [...separator, step];
    }));
  }
}
