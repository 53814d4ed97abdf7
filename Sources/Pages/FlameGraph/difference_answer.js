/** The sentence that says of a function how its time changed, and who calls it. */
class DifferenceAnswer {
  constructor(page) {
    this.page = page;
  }

  /** By the numbers of verdicts. */
  static verbs = [' did not change by itself beyond noise: ', ' takes longer by itself: ', ' takes less time by itself: ',
    ' is new: by itself ', ' is gone: by itself '];

  /** What begins the sentence: the function, and its change. */
  beginning(answer) {
    const { difference, profile, subject } = this.page;
    const row = difference.row(subject);
    const item = profile.functions[subject];
    const place = profile.place(subject);
    const parts = [];
    if (difference.changed === 0) parts.push(`${capitalised(difference.meta.summary)}. `);
    parts.push(answer.name(item.name, false));
    if (place) parts.push(' ', element('span', { className: 'place' }, nameElement(place, { className: 'place' })));
    if (!row) return [...parts, '. ', ...this.page.timed.sentence(subject)];
    parts.push(DifferenceAnswer.verbs[row.own.verdict], ...this.change(row, row.own, ''));
    const rank = difference.rows.indexOf(row) + 1;
    if (rank <= difference.changed) {
      parts.push(rank === 1 ? ', the largest change' : `, number ${countText(rank)}`,
        ` of ${countOf(difference.changed, 'function')} that changed`);
    }
    const { own, total } = row;
    if (total.before !== own.before || total.now !== own.now) {
      parts.push('; with what it calls ', ...this.change(row, total, `, ${Difference.words[total.verdict]}`));
    }
    return [...parts, '. ', ...this.page.timed.sentence(subject)];
  }

  /** `+587 ms ± 111 ms, more (1.24 s → 1.88 s, 24.9 % → 31.5 %)` */
  change(row, change, word) {
    const { differenceTexts: texts } = this.page;
    return [element('strong', {}, unbroken(texts.change(change))),
      `${word} (${unbroken(texts.times(row, change))}, ${unbroken(texts.shares(row, change))})`];
  }
}
