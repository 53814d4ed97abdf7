/**
 * A text of the program with all that is not plainly visible written as an escape, as in Seriema's tables: control and
 * format characters (among them bidirectional marks), and backslashes doubled so that nothing looks like an escape.
 */
function visibleText(text) {
  return text.replace(/\\|[\p{Cc}\p{Cs}\p{Cn}\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf}/gu, (character) => {
    if (character === '\\') return '\\\\';
    const code = character.codePointAt(0);
    const digits = code.toString(16);
    return code < 256 ? `\\x${digits.padStart(2, '0')}` : `\\u{${digits}}`;
  });
}

/** One document of `seriema time --json`; nothing in it for a file of another kind. */
class TimingDocument {
  constructor(title, text) {
    this.title = title;
    const content = text ? JSON.parse(text) : {};
    this.content = content.format === 'seriema-timings' ? content : { targets: [], runs: [] };
  }

  /** Functions with the names that comparisons know them by. */
  get functions() {
    return this.content.targets.flatMap((target) => target.functions.map((data) => ({
      name: target.functions.length > 1 || target.target.includes('*') ? TimingDocument.identity(data) : target.target,
      target: target.target, data, runs: this.content.runs ?? [],
    })));
  }

  static identity(data) {
    return `${data.module}:${data.qualname}${data.label ? ` of ${data.label}` : ''}`;
  }
}

/** Documents, and what was compared of them: each function with its two sides. */
class Timings {
  /** @param documents in the order of time; @param comparisons as of `seriema compare --json` */
  constructor(documents, comparisons) {
    this.documents = documents;
    this.comparisons = comparisons;
    this.subjects = comparisons.flatMap((comparison) => comparison.functions.map((entry, index) => this.compared(
      comparison, entry, index)));
    const shown = new Set(this.subjects.flatMap(({ before, after }) => [before?.data, after?.data]));
    // The last document is what was measured now.
    for (const each of documents.at(-1)?.functions ?? []) {
      if (!shown.has(each.data)) this.subjects.push({ name: each.name, before: null, after: each, overTime: [] });
    }
  }

  compared(comparison, entry, index) {
    const paired = comparison.paired?.[index];
    const subject = { name: entry.name, entry, comparison, overTime: paired?.over_time ?? [] };
    const last = this.documents.at(-1);
    if (comparison.level === 'paired_in_process') {
      const ofTarget = last.functions.filter((each) => each.target === entry.name);
      // Another body of the same function is told by its label; a function of its own has a target of its own.
      const other = ofTarget.find((each) => each.data.label === paired.base);
      subject.after = ofTarget.find((each) => each !== other) ?? null;
      subject.before = other ?? last.functions.find((each) => each.target === paired.base) ?? null;
      subject.sides = [paired.base, comparison.new || entry.name];
    } else if (comparison.level === 'same_runs') {
      subject.after = last.functions.find((each) => each.name === entry.name) ?? null;
      subject.before = last.functions.find((each) => each.name === comparison.base) ?? null;
      subject.sides = [comparison.base, entry.name];
    } else {
      const of = (title) => this.documents.find((document) => document.title === title)?.functions ?? [];
      const now = of(comparison.new);
      const named = (functions) => functions.find((each) => each.name === entry.name)
        ?? functions.find((each) => TimingDocument.identity(each.data) === TimingDocument.identity(subject.after?.data ?? {}));
      subject.after = named(now.length ? now : last.functions) ?? null;
      subject.before = named(of(comparison.base)) ?? null;
      subject.sides = [comparison.base, comparison.new];
    }
    return subject;
  }
}
