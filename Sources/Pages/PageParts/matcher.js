/** A search: text, of which capitals do not matter, or a regular expression; `problem` says what is wrong with it. */
class Matcher {
  constructor(query, isPattern) {
    this.isActive = query !== '';
    this.problem = '';
    const lower = query.toLowerCase();
    this.test = (text) => text.toLowerCase().includes(lower);
    if (!isPattern || !this.isActive) return;
    try {
      const pattern = new RegExp(query, 'iu');
      this.test = (text) => pattern.test(text);
    } catch (error) {
      this.problem = error.message.replace(/^Invalid regular expression: /, '');
      this.test = () => false;
    }
  }
}
