/**
 * What threads were at in the time that was sampled: sets of states as `SampleStates.swift` has them, each with its time.
 *
 * Of each state a set says yes, no, or that it is not known.
 */
class States {
  /** @param sets `bits` and `time` of each */
  constructor(sets) {
    this.sets = sets;
  }

  /** By bit: the word in an address, the option, what begins a sentence, and what is not known where it is unknown. */
  static kinds = [
    ['gil', 'Holds the GIL', 'while holding the GIL', 'whether a thread held the GIL'],
    ['waits', 'Waits for the GIL', 'while waiting for the GIL', 'whether a thread waited for the GIL'],
    ['gc', 'Collects garbage', 'in garbage collection', 'whether a thread collected garbage'],
    ['exception', 'Has an exception', 'with an exception raised or handled', 'whether a thread had an exception'],
  ];

  /** The opposite of the first, which tells what ran beside Python from what could not. */
  static opposite = ['no-gil', 'Is without the GIL', 'while without the GIL'];

  /** What there is to choose, in its order: the words above, and the number of the kind. */
  static choices = [[...States.kinds[0], 0], [...States.opposite, '', 0],
    ...States.kinds.slice(1).map((kind, index) => [...kind, index + 1])];

  static find(word) {
    return States.choices.find(([one]) => one === word) ?? null;
  }

  /** Whether a set says of a choice that it is so; null where that is not known. */
  static answer(bits, [word, , , , kind]) {
    if ((bits >> (kind + 4) & 1) === 0) return null;
    return (bits >> kind & 1) === (word === States.opposite[0] ? 0 : 1);
  }

  /** By set, whether its time counts under a choice; null for all. */
  setsOf(word) {
    const choice = States.find(word);
    return choice && this.sets.map(({ bits }) => States.answer(bits, choice) === true);
  }

  /** The time in which a choice was so, was not, and in which that is not known. */
  timesOf(choice) {
    const times = { yes: 0, no: 0, unknown: 0 };
    for (const { bits, time } of this.sets) {
      const answer = States.answer(bits, choice);
      times[answer === null ? 'unknown' : answer ? 'yes' : 'no'] += time;
    }
    return times;
  }

  /** Whether anything at all is known. */
  get areKnown() {
    return this.sets.some(({ bits }) => bits >> 4 !== 0);
  }

  isOffered(word) {
    const choice = States.find(word);
    return choice !== null && this.timesOf(choice).yes > 0;
  }
}
