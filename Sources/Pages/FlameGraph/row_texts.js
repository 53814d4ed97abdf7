/** What the page says of a row of a graph, to those who see and to those who listen. */
class RowTexts {
  constructor(page) {
    this.page = page;
  }

  functionAt(tree, node) {
    return tree.functionAt(this.page.profile, node);
  }

  label(tree, node) {
    return this.page.main.painter.labelOf(tree, tree.key[node], this.functionAt(tree, node));
  }

  /** For the tooltip. */
  describe(tree, node) {
    const { profile, costs, state, differenceTexts } = this.page;
    const id = this.functionAt(tree, node);
    const item = profile.functions[id];
    const line = tree.keysAreFrames ? profile.frameLine[tree.key[node]] : 0;
    const title = { title: ellipsis(item.name, 400), place: ellipsis(profile.place(id, line), 400) };
    if (differenceTexts) return { ...title, lines: differenceTexts.lines(tree, node, state.get('side'), id) };
    const lines = [this.line('here', tree.width[node])];
    if (tree.own[node] > 0) lines.push(this.line('its own', tree.own[node]));
    const parent = tree.parent[node];
    if (parent >= 0) {
      const share = percentText(tree.width[node] / tree.width[parent]);
      lines.push(['', `${share} %`, `of ${ellipsis(this.label(tree, parent), 40)}`]);
    }
    if (['function', 'cut', 'frameless'].includes(item.kind)) {
      lines.push(this.line('self, everywhere', costs.own[id]), this.line('total, everywhere', costs.total[id]));
    }
    return { ...title, lines };
  }

  line(name, time) {
    const share = time / this.page.weights.total;
    return [name, `${percentText(share)} % ${this.page.weights.margin(share)}`, durationText(time)];
  }

  /** For those who listen. */
  speak(tree, node) {
    if (node < 0 || node >= tree.count) return '';
    const { differenceTexts, state, weights, profile } = this.page;
    const share = percentText(tree.width[node] / weights.total);
    const id = this.functionAt(tree, node);
    const place = profile.place(id);
    const times = differenceTexts ? [differenceTexts.speak(tree, node, state.get('side'), id)]
      : [durationText(tree.width[node])];
    const parts = [this.label(tree, node), `${share} percent`, ...times,
      `level ${tree.levelOf(node)}`, place];
    return parts.filter((part) => part !== '').join(', ');
  }

  speakFunction(id) {
    const { profile, costs, weights, differenceTexts } = this.page;
    if (differenceTexts) return differenceTexts.speakFunction(id);
    const [own, total] = [costs.own[id], costs.total[id]].map((time) => percentText(time / weights.total));
    return `${profile.functions[id].name}: self ${own} percent, total ${total} percent`;
  }
}
