/** Going from line to line and from file to file. */
class Navigation {
  constructor(page) {
    this.page = page;
  }

  /** Opens a file, at a line where one is given. */
  open(file, line = 0) {
    const { page } = this;
    if (!page.folder.has(file)) {
      this.leaveFor(page.folder.pageOf(file), line);
      return;
    }
    page.state.visit({ file, line });
    const known = page.places.line(file, line);
    const what = `${page.places.files[file].path}${line > 0 ? `, line ${line}` : ''}`;
    announce(known >= 0 ? `${what}: ${this.speak(known)}` : what);
  }

  openLine(line) {
    this.open(this.page.places.lineFile[line], this.page.places.lineNumber[line]);
  }

  speak(line) {
    const { costs } = this.page;
    const [own, total] = [costs.own[line], costs.total[line]].map((time) => percentText(this.page.share(time)));
    return `self ${own} percent, total ${total} percent`;
  }

  /** Opens another page of the folder, where there is one, with all that was chosen here. */
  leaveFor(name, line = 0) {
    if (!name) return;
    this.page.state.writeNow();
    location.assign(name + this.page.state.link({ file: -1, line }));
  }

  /** A link to a line of a file; the address of it can be kept. */
  link(file, line, ...children) {
    const link = element('a', {}, ...children);
    const { folder, state } = this.page;
    const name = folder.pageOf(file);
    if (folder.has(file)) link.href = state.link({ file, line });
    else if (name) link.href = name + state.link({ file: -1, line });
    link.dataset.file = String(file);
    link.dataset.line = String(line);
    return link;
  }

  /** Follows links within the page without loading anything. */
  follow(event) {
    const link = event.target.closest('a[data-file]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return false;
    event.preventDefault();
    this.open(Number(link.dataset.file), Number(link.dataset.line));
    return true;
  }

  /** To the next line with a cost in the file that is open. */
  stepLine(step) {
    const { page } = this;
    const file = page.openFile;
    if (file < 0) return;
    const lines = page.places.files[file].lines.filter((line) => page.costs.total[line] > 0);
    const number = page.state.get('line');
    const numbers = lines.map((line) => page.places.lineNumber[line]);
    const next = step > 0 ? numbers.find((one) => one > number)
      : numbers.findLast((one) => number === 0 || one < number);
    if (next !== undefined) this.open(file, next);
  }

  /** To the line that comes next when all are sorted by their own time. */
  stepRank(step) {
    const { page } = this;
    const lines = page.costs.ranking.filter((line) => page.showsLine(line));
    if (lines.length === 0) return;
    const at = page.state.get('line') > 0 ? lines.indexOf(page.subject) : -1;
    this.openLine(lines[Math.min(lines.length - 1, Math.max(0, at + step))]);
  }

  /** To the next file of the index. */
  stepFile(step) {
    const { folder } = this.page;
    if (folder.isFile) {
      this.leaveFor(step > 0 ? folder.facts.next : folder.facts.previous);
      return;
    }
    const files = this.page.fileTable.order();
    if (files.length === 0) return;
    const at = files.indexOf(this.page.openFile);
    this.open(files[at < 0 ? 0 : Math.min(files.length - 1, Math.max(0, at + step))]);
  }

  /** From a line to its file, and from there to the index. */
  leave() {
    const { state } = this.page;
    if (state.get('line') > 0) state.visit({ line: 0 });
    else if (state.get('file') >= 0) this.toIndex();
  }

  toIndex() {
    if (this.page.folder.isFile) {
      this.leaveFor(this.page.folder.facts.index);
      return;
    }
    this.page.state.visit({ file: -1, line: 0 });
    scrollTo(0, 0);
    this.page.controls.focusIndex();
  }
}
