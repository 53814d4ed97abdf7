/**
 * What was recorded, as `ProfilePack.swift` wrote it: tables of names, and the call tree as parallel arrays.
 *
 * Nodes stand in the order of a walk from the outermost frames inwards, so `end[i]` is the first node after `i` and all
 * below it. Times are in microseconds. What is no Python function but has a row of its own, such as a thread, comes
 * after the functions and the frames, by the same offset in both.
 */
class Profile {
  constructor(bytes) {
    const reader = new ByteReader(bytes);
    if (reader.number() !== 1) throw new Error('made by another version');
    this.meta = JSON.parse(reader.text());
    this.readFunctions(reader);
    this.readThreads(reader);
    this.addRows();
    this.readNodes(reader);
    if (this.meta.difference) this.readChanges(reader);
    if (reader.isDamaged) throw new Error('incomplete');
  }

  readFunctions(reader) {
    this.files = Array.from({ length: reader.count() }, () => ({
      path: reader.text(), fullPath: reader.text(), origin: reader.number(),
    }));
    this.functions = Array.from({ length: reader.count() }, () => ({
      name: reader.text() || '(no name)', file: reader.number() - 1, line: reader.number(), target: reader.text(),
      kind: 'function',
    }));
    this.functionCount = this.functions.length;
    this.frameCount = reader.count();
    this.frameFunction = new Int32Array(this.frameCount);
    this.frameLine = new Int32Array(this.frameCount);
    for (let frame = 0; frame < this.frameCount; frame++) {
      this.frameFunction[frame] = reader.number();
      this.frameLine[frame] = reader.number();
    }
  }

  readThreads(reader) {
    this.threads = Array.from({ length: reader.count() }, () => ({
      process: reader.number(), id: reader.number(), name: reader.text(),
    }));
    this.processes = Array.from({ length: reader.count() }, () => ({ id: reader.number(), command: reader.text() }));
  }

  /** Gives all that is no function a place behind the functions. */
  addRows() {
    const rows = [
      { name: '<cut>', kind: 'cut' }, { name: '(no Python frames)', kind: 'frameless' }, { name: 'all', kind: 'all' },
      ...this.threads.map((thread) => ({ name: `${thread.name} (${thread.id})`, kind: 'thread' })),
      ...this.processes.map((process) => ({ name: this.processName(process), kind: 'process' })),
    ];
    const lines = new Int32Array(this.frameCount + rows.length);
    const owners = new Int32Array(this.frameCount + rows.length);
    lines.set(this.frameLine);
    owners.set(this.frameFunction);
    rows.forEach((row, offset) => {
      owners[this.frameCount + offset] = this.functions.length;
      this.functions.push({ file: -1, line: 0, target: '', ...row });
    });
    this.frameLine = lines;
    this.frameFunction = owners;
    this.cut = 0;
    this.frameless = 1;
    this.whole = 2;
    this.firstThread = 3;
    this.firstProcess = 3 + this.threads.length;
    const places = new Map(this.processes.map((process, index) => [process.id, index]));
    this.threadProcess = this.threads.map((thread) => places.get(thread.process));
  }

  processName(process) {
    return process.command ? `process ${process.id} (${process.command})` : `process ${process.id}`;
  }

  readNodes(reader) {
    const count = reader.count();
    this.nodeCount = count;
    this.parent = new Int32Array(count);
    this.frame = new Int32Array(count);
    this.thread = new Int32Array(count);
    this.end = new Int32Array(count);
    this.time = new Float64Array(count);
    this.idle = new Float64Array(count);
    /** Of a differential page, the times of before. */
    this.baseTime = this.meta.difference ? new Float64Array(count) : null;
    let open = -1;
    for (let node = 0; node < count; node++) {
      for (let up = reader.number(); up > 0 && open >= 0; up--) {
        this.end[open] = node;
        open = this.parent[open];
      }
      this.parent[node] = open;
      this.thread[node] = open < 0 ? reader.number() : this.thread[open];
      const kind = reader.number();
      // 0 and 1 are the two that are no frame.
      this.frame[node] = kind < 2 ? this.frameCount + kind : kind - 2;
      const weight = reader.number();
      this.time[node] = Math.floor(weight / 2);
      if (weight % 2 === 1) this.idle[node] = reader.number();
      if (this.baseTime) {
        const base = reader.number();
        this.baseTime[node] = Math.floor(base / 2);
        if (base % 2 === 1) reader.number();
      }
      open = node;
    }
    for (; open >= 0; open = this.parent[open]) this.end[open] = count;
  }

  /** What changed, in the order of the table; times are in nanoseconds. */
  readChanges(reader) {
    const change = () => ({
      verdict: reader.number(), before: reader.signed(), now: reader.signed(), excess: reader.signed(),
      uncertainty: reader.signed(),
    });
    this.changes = Array.from({ length: reader.count() }, () => {
      const [id, sides] = [reader.number(), reader.number()];
      return { id, isBefore: sides % 2 === 1, isNow: sides >= 2, own: change(), total: change() };
    });
  }

  /** The function of a node. */
  functionOf(node) {
    return this.frameFunction[this.frame[node]];
  }

  /** Where a function is defined, or with a line, where it is at; empty for what is no function. */
  place(id, line) {
    const file = this.files[this.functions[id].file];
    return file ? `${file.path}:${line || this.functions[id].line}` : '';
  }

  /** 0 the program's own, 1 the standard library, 2 an installed package, 3 no file. */
  originOf(id) {
    const file = this.files[this.functions[id].file];
    return file ? file.origin : 3;
  }
}
