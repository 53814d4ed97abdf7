/** Which functions a search finds; `problem` says what is wrong with it. */
class Search {
  constructor(profile, query, isPattern) {
    const matcher = new Matcher(query, isPattern);
    this.matches = new Uint8Array(profile.functions.length);
    this.isActive = matcher.isActive;
    this.problem = matcher.problem;
    this.count = 0;
    if (!this.isActive || this.problem !== '') return;
    profile.functions.forEach((item, id) => {
      if (item.kind === 'all') return;
      if (matcher.test(item.name) || matcher.test(`${item.name} (${profile.place(id)})`)) {
        this.matches[id] = 1;
        this.count++;
      }
    });
  }
}
