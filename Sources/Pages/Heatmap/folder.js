/**
 * What a page is in a folder of pages: the index of all files, the page of one of them, or, outside of a folder, both.
 *
 * On the page of a file, other files are there by what the file sees of them.
 */
class Folder {
  constructor({ meta, files }) {
    /** Names of the files' pages, by file; none outside of a folder. */
    this.pages = meta.folder?.pages ?? null;
    this.isIndex = Boolean(meta.folder && !meta.folder.index);
    this.isFile = Boolean(meta.folder?.index);
    /** The file that the page is of, or -1. */
    this.file = meta.folder?.file ?? -1;
    /** Of a file's page: the index, the pages of the next files by their own time, and the greatest times of a line. */
    this.facts = meta.folder ?? {};
    document.body.classList.toggle('index-page', this.isIndex);
    document.body.classList.toggle('file-page', this.isFile);
    if (this.isFile) document.title = `${files[this.file].path} – ${document.title}`;
  }

  /** The page of a file, where that is not this page; null where there is none. */
  pageOf(file) {
    return this.pages?.[file] ?? null;
  }

  /** Whether a file is on this page; what is in no file, such as `<GC>`, has no page and is in the index. */
  has(file) {
    return !this.pages || file === this.file || (this.isIndex && file >= 0 && !this.pages[file]);
  }

  /** Takes out of the state what this page does not have. */
  correct(values) {
    if (this.isFile) values.file = this.file;
    if (this.isIndex && !this.has(values.file)) Object.assign(values, { file: -1, line: 0 });
  }

  /** Leaves of costs what can be told from what a file sees. */
  narrow(costs, places, isFiltered) {
    if (!this.isFile) return;
    costs.ranking = costs.ranking.filter((line) => places.lineFile[line] === this.file);
    const most = (times) => costs.ranking.reduce((one, line) => Math.max(one, times[line]), 0);
    const [own, total] = this.facts.most;
    // Of a part of the time, other pages have to be asked.
    costs.most = isFiltered ? { own: most(costs.own), total: most(costs.total) } : { own, total };
  }
}
