/**
 * The lines that were seen running, numbered, and the files that they stand in.
 *
 * What is in no file, such as a garbage collection, counts as a file of one line 0, behind the files of the profile.
 */
class Places {
  constructor(profile) {
    this.profile = profile;
    this.files = profile.files.map((file) => ({ ...file, isReal: true, lines: [], starts: new Map() }));
    this.functionFile = this.placeFunctions();
    /** By frame, its line; by line, its file, its number, and the functions that were running there. */
    this.lineOf = new Int32Array(profile.frameFunction.length).fill(-1);
    this.lineFile = [];
    this.lineNumber = [];
    this.lineFunctions = [];
    for (let frame = 0; frame < this.lineOf.length; frame++) this.placeFrame(frame);
    for (const file of this.files) file.lines.sort((a, b) => this.lineNumber[a] - this.lineNumber[b]);
    this.lineCount = this.lineFile.length;
    /** Whose code was seen. */
    this.origins = new Set();
    for (let node = 0; node < profile.nodeCount; node++) {
      this.origins.add(this.files[this.lineFile[this.lineOf[profile.frame[node]]]].origin);
    }
  }

  placeFunctions() {
    const { profile, files } = this;
    const others = new Map();
    return Int32Array.from(profile.functions, (item, id) => {
      if (item.file >= 0) {
        const { starts } = files[item.file];
        if (item.line > 0) starts.set(item.line, [...(starts.get(item.line) ?? []), id]);
        return item.file;
      }
      if (!['function', 'cut', 'frameless'].includes(item.kind)) return -1;
      if (!others.has(item.name)) {
        others.set(item.name, files.length);
        files.push({ path: item.name, fullPath: '', origin: 3, isReal: false, lines: [], starts: new Map() });
      }
      return others.get(item.name);
    });
  }

  placeFrame(frame) {
    const { profile } = this;
    const id = profile.frameFunction[frame];
    const file = this.functionFile[id];
    if (file < 0) return;
    const number = profile.frameLine[frame];
    const { numbers = new Map() } = this.files[file];
    this.files[file].numbers = numbers;
    let line = numbers.get(number);
    if (line === undefined) {
      line = this.lineFile.length;
      numbers.set(number, line);
      this.lineFile.push(file);
      this.lineNumber.push(number);
      this.lineFunctions.push([]);
      this.files[file].lines.push(line);
    }
    this.lineOf[frame] = line;
    if (!this.lineFunctions[line].includes(id)) this.lineFunctions[line].push(id);
  }

  /** The line of a file's number, or -1 where it was never seen. */
  line(file, number) {
    return this.files[file]?.numbers?.get(number) ?? -1;
  }

  /** `reader.py:50`, or what is in no file by its name. */
  text(line) {
    const file = this.files[this.lineFile[line]];
    return file.isReal && this.lineNumber[line] > 0 ? `${file.path}:${this.lineNumber[line]}` : file.path;
  }
}
