/** The text of the files, and what else `SourcePack.swift` wrote. */
class Sources {
  constructor(bytes, profile) {
    const reader = new ByteReader(bytes);
    /** What a reader has to keep in mind of all text; empty for nothing. */
    this.remark = reader.text();
    /** By node, its own samples. */
    this.samples = reader.sparse(profile.nodeCount);
    const isTold = reader.number() > 0;
    /** By frame, which part of its line it is at, or null; null where only lines were told apart. */
    this.parts = isTold ? this.readParts(reader, profile.frameCount) : null;
    const opcodes = ['', ...Array.from({ length: reader.count() }, () => reader.text())];
    for (const part of this.parts ?? []) {
      if (part?.instruction) part.instruction = this.named(part.instruction, opcodes);
    }
    /** Of each file why its text is not shown, when it was changed last (0: not known), how many lines are shown. */
    this.files = profile.files.map(() => ({
      problem: reader.text(), changedAt: reader.number(), count: reader.number(),
    }));
    if (reader.isDamaged) throw new Error('incomplete');
    this.packed = bytes.subarray(reader.position);
    this.decoder = new TextDecoder();
  }

  /** Columns count from 0, and are -1 where they are not known; `instruction` is null where none is told. */
  readParts(reader, count) {
    const parts = [];
    for (let frame = 0; frame < count && !reader.isDamaged; frame++) {
      const detail = reader.number();
      if (detail === 0) {
        parts.push(null);
        continue;
      }
      const part = { start: reader.number() - 1, lineCount: reader.number(), end: reader.number() - 1, instruction: null };
      if (detail > 1) part.instruction = { offset: reader.number(), opcode: reader.number(), form: reader.number() };
      parts.push(part);
    }
    return parts;
  }

  /** An instruction whose `opcode` and `form` are names; empty where they are not known. */
  named({ offset, opcode, form }, opcodes) {
    return { offset, opcode: opcodes[opcode] ?? '', form: opcodes[form] ?? '' };
  }

  /** Unpacks the text. */
  async unpack() {
    if (this.packed.length === 0) return;
    if (typeof DecompressionStream === 'undefined') {
      for (const file of this.files) if (file.count > 0) file.problem = 'this browser is too old to unpack it';
      return;
    }
    const stream = new Blob([this.packed]).stream().pipeThrough(new DecompressionStream('gzip'));
    try {
      this.text = new Uint8Array(await new Response(stream).arrayBuffer());
    } catch {
      throw new Error('incomplete');
    }
    this.packed = null;
    let position = 0;
    for (const file of this.files) {
      file.start = position;
      for (let line = 0; line < file.count; line++) position = this.text.indexOf(10, position) + 1 || Infinity;
      file.end = position;
    }
    if (position > this.text.length) throw new Error('incomplete');
  }

  /** All lines of a file; null where they cannot be shown. */
  lines(file) {
    const entry = this.files[file];
    if (!entry || entry.problem !== '' || entry.count === 0) return null;
    entry.lines ??= this.decoder.decode(this.text.subarray(entry.start, entry.end)).split('\n').slice(0, -1);
    return entry.lines;
  }

  /** One line without its indentation; empty where it cannot be shown. */
  excerpt(file, number) {
    return (this.lines(file)?.[number - 1] ?? '').trim();
  }

  /** Why a file's text is not shown; empty where it is. */
  problem(file) {
    return this.files[file]?.problem ?? 'this is no file';
  }
}
