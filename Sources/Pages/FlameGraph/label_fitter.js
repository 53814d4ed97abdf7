/** Cuts labels to the room they have, by widths of characters that are measured once. */
class LabelFitter {
  constructor(context) {
    this.context = context;
    this.characters = new Map();
    this.texts = new Map();
  }

  characterWidth(character) {
    let width = this.characters.get(character);
    if (width === undefined) this.characters.set(character, width = this.context.measureText(character).width);
    return width;
  }

  /** The width of a text; of a very long one, of its beginning. */
  width(text) {
    let width = this.texts.get(text);
    if (width !== undefined) return width;
    width = 0;
    for (const character of text) {
      width += this.characterWidth(character);
      if (width > 10000) break;
    }
    this.texts.set(text, width);
    return width;
  }

  /**
   * The text, or what fits of it; empty where that says nothing.
   * @param hasLastName whether the text's last name (`decode` of `Decoder.decode`) says enough by itself
   */
  fit(text, room, hasLastName) {
    if (this.width(text) <= room) return text;
    const last = hasLastName ? text.slice(text.lastIndexOf('.') + 1) : '';
    if (last !== '' && last !== text && this.width(last) <= room) return last;
    let left = room - this.characterWidth('…');
    let cut = '';
    let count = 0;
    for (const character of last || text) {
      left -= this.characterWidth(character);
      if (left < 0) break;
      cut += character;
      count++;
    }
    return count < 2 ? '' : `${cut}…`;
  }
}
