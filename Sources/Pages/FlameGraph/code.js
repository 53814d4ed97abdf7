/**
 * Whose code a function is, told by its file: a kind of files, and in it a module or package.
 *
 * A module is what stands first in the path behind the library's folder, or in that of the program's own file below the
 * current directory; of the program's files elsewhere it is their own name.
 */
class Code {
  constructor(profile) {
    this.profile = profile;
    this.modules = profile.files.map(moduleOf);
  }

  /** By `Profile.originOf`: the word in an address, and what readers are told. */
  static kinds = [['program', 'the program’s own code'], ['library', 'the standard library'], ['packages', 'installed packages']];

  /** The names of modules of a kind of files, in their order. */
  modulesOf(origin) {
    const { files } = this.profile;
    const names = new Set(this.modules.filter((_, file) => files[file].origin === origin));
    return [...names].sort(compareTexts);
  }

  /** By function, 1 where it is of the code that a choice names: a kind, or `module:` and a name; null where none is. */
  functionsOf(choice) {
    const origin = Code.kinds.findIndex(([kind]) => kind === choice);
    const name = choice.startsWith('module:') ? choice.slice(7) : null;
    if (origin < 0 && name === null) return null;
    const isChosen = this.profile.files.map((file, index) => (
      name === null ? file.origin === origin : this.modules[index] === name));
    if (!isChosen.includes(true)) return null;
    return Uint8Array.from(this.profile.functions, ({ file }) => (isChosen[file] ? 1 : 0));
  }

  /**
   * By node, 1 where its own time counts under a choice; null for all.
   * @param isItself whether only the innermost function decides, not those around it
   */
  nodesOf(choice, isItself) {
    const chosen = this.functionsOf(choice);
    if (!chosen) return null;
    const { profile } = this;
    const counted = new Uint8Array(profile.nodeCount);
    for (let node = 0; node < profile.nodeCount; node++) {
      const parent = profile.parent[node];
      const isAround = !isItself && parent >= 0 && counted[parent] === 1;
      counted[node] = isAround || chosen[profile.functionOf(node)] === 1 ? 1 : 0;
    }
    return counted;
  }

  /** What a choice is called in a sentence. */
  static nameOf(choice) {
    return Code.kinds.find(([kind]) => kind === choice)?.[1] ?? choice.slice('module:'.length);
  }
}

/** `json` for `json/decoder.py`, for `<frozen json.tool>` and for `/opt/json/__init__.py`. */
function moduleOf({ path }) {
  const frozen = /^<frozen ([^.>]+)/.exec(path);
  if (frozen) return frozen[1];
  if (path.startsWith('<')) return path;
  let parts = path.split('/');
  if (path.startsWith('/')) {
    const folder = parts.findLastIndex((part, index) => index < parts.length - 1
      && (/^(site|dist)-packages$/.test(part) || (part.startsWith('python3') && /^lib/.test(parts[index - 1] ?? ''))));
    const isUnnamed = /^__(init|main)__\.py$/.test(parts.at(-1)) && parts.length > 2;
    parts = parts.slice(folder >= 0 ? folder + 1 : isUnnamed ? -2 : -1);
  }
  return parts.length > 1 ? parts[0] : parts[0].replace(/(?<=.)\..*$/, '');
}
