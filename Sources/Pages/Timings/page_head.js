/** Who measured what, when and where. */
function showCircumstances(timings) {
  const { content } = timings.documents.at(-1);
  const command = (content.command ?? []).map(visibleText).join(' ');
  byId('program').textContent = timings.documents.map((each) => visibleText(each.title)).join(' → ');
  const starts = (content.runs ?? []).map((run) => run.start_unix_s).filter(Number.isFinite);
  const facts = [
    command.length < 200 ? command : `${command.slice(0, 200)}…`, content.python?.version && `Python ${visibleText(content.python.version)}`,
    content.machine && visibleText(content.machine.host), starts.length && new Date(starts[0] * 1000).toLocaleString(),
    starts.length > 1 && countOf(starts.length, 'run'),
  ];
  byId('circumstances').textContent = facts.filter(Boolean).join(' · ');
  const account = accountOf(content);
  byId('ledger').hidden = account.length === 0;
  byId('ledger-summary').textContent = 'How it was measured';
  byId('ledger-account').replaceChildren(...account.map((text) => element('li', {}, unbroken(text))));
}

/** Sentences on the clock, on what was corrected and on what was left out. */
function accountOf(content) {
  const account = [];
  const { calibration, clock, machine } = content;
  if (content.warm_up) {
    account.push(`warm-up: ${countOf(content.warm_up.calls, 'call')} of each function came before and are left out`
      + (content.warm_up.settled ? '' : '; their times were still changing'));
  }
  if (calibration) {
    account.push(calibration.applied_bias_ns === null ? 'raw times: nothing was subtracted'
      : `each call is corrected by ${timeText(calibration.applied_bias_ns)}, the timer's own share`);
  }
  if (clock) account.push(`clock: ${clock.name === 'tsc' ? 'time-stamp counter' : 'CLOCK_MONOTONIC'}`);
  if (machine) account.push(visibleText(`${machine.processor}, ${countOf(machine.processors, 'processor')}, ${machine.kernel}`));
  if (content.revision) {
    account.push(`revision ${visibleText(content.revision.commit).slice(0, 12)}`
      + (content.revision.local_changes ? ' with local changes' : ''));
  }
  if (content.lost_calls > 0) account.push(`${countOf(content.lost_calls, 'call')} could not be recorded`);
  return account;
}

/** The one sentence that says what came of it. */
function showAnswer(timings) {
  const judged = timings.subjects.filter(({ entry }) => entry && entry.verdict !== 'none');
  const changed = judged.filter(({ entry }) => ['faster', 'slower'].includes(entry.verdict));
  const sentence = element('p', { id: 'sentence' });
  const first = changed[0] ?? judged[0];
  if (changed.length > 0) {
    const { entry } = first;
    sentence.append(nameElement(visibleText(first.name)), ' is ', element('strong', {}, entry.verdict),
      ` by ${changeText(entry.change).replace(/^[+−]/, '')}: ${timeText(entry.base_typical_ns)} before, `
      + `${timeText(entry.new_typical_ns)} after.`);
    if (changed.length > 1) sentence.append(` So far as can be told, ${countOf(changed.length, 'function')} changed.`);
  } else if (judged.length > 0) {
    sentence.append(judged.length === 1 ? '' : 'No change can be told. ', nameElement(visibleText(first.name)), ': ',
      element('strong', {}, verdictText(first.entry, first.comparison.band)), '.');
  } else {
    const sides = timings.subjects.map(({ after }) => after).filter(Boolean);
    const longest = sides.sort((a, b) => b.data.durations.total_ns - a.data.durations.total_ns)[0];
    if (!longest) sentence.append('No call was timed.');
    else {
      const { durations } = longest.data;
      sentence.append(nameElement(visibleText(longest.name)), ' took ', element('strong', {}, timeText(durations.total_ns)),
        ` in ${countOf(durations.count, 'call')}: half of them up to ${timeText(durations.median_ns)}, 99 % up to `
        + `${timeText(durations.p99_ns)}.`);
      if (timings.comparisons.length > 0) sentence.append(' There is no verdict on the changes.');
    }
  }
  byId('answer').replaceChildren(sentence);
}
