/** What was recorded, when, for how long, and what became of the samples. */
function showHeader(profile) {
  const { meta } = profile;
  const count = profile.nodeCount;
  byId('recorder').textContent = `Recorded by ${meta.recorder}`;
  if (meta.difference) {
    showComparison(profile);
    return;
  }
  byId('program').textContent = meta.program;
  document.title = `${meta.program} – Seriema`;
  const when = new Date(meta.startedAt / 1000);
  const parts = [
    ...circumstances(meta),
    countOf(profile.threads.length, 'thread'),
    profile.processes.length > 1 ? `${profile.processes.length} processes` : '',
  ];
  byId('circumstances').textContent = unbroken(parts.filter((part) => part !== '').join(' · '));
  byId('circumstances').title = `${when.toISOString()}, ${countOf(count, 'node')}`;
  showLedger(meta);
}

/** When a recording was made, its length, by which Python, and where. */
function circumstances(meta) {
  return [
    new Date(meta.startedAt / 1000).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' }),
    durationText(meta.elapsed) + (meta.timeNote ? `, ${durationText(meta.total)} ${meta.timeNote}` : ''),
    meta.python ? `Python ${meta.python}` : '',
    meta.host,
  ];
}

/** The same of two recordings. */
function showComparison(profile) {
  const { meta } = profile;
  const { base, difference } = meta;
  byId('program').replaceChildren(
    element('bdi', {}, difference.baseTitle), ' → ', element('bdi', {}, difference.newTitle));
  document.title = `${difference.baseTitle} → ${difference.newTitle} – Seriema`;
  const line = (name, side) => element('span', { className: 'side' }, `${name}: `,
    element('bdi', {}, side.program),
    ...['', ...circumstances(side), countOf(side.taken, 'sample')].map((part) => (part ? ` · ${unbroken(part)}` : '')));
  byId('circumstances').replaceChildren(line('Before', base), line('Now', meta));
  const both = (name) => `${countText(base[name])} and ${countText(meta[name])}`;
  byId('ledger-summary').textContent = `${both('taken')} samples taken, ${both('partial')} partial, ${both('failed')} failed`;
  const told = (name, side) => [
    ...side.warnings.map((text) => element('li', { className: 'warning' }, `${name}: ${text}`)),
    ...side.account.map((text) => element('li', {}, `${name}: ${text}`)),
  ];
  const warnings = base.warnings.length + meta.warnings.length;
  if (warnings > 0) {
    byId('ledger-summary').append(' ', element('span', { className: 'warning' }, countOf(warnings, 'warning')));
  }
  byId('ledger-account').replaceChildren(...told('before', base), ...told('now', meta));
  byId('explanations').replaceChildren(...difference.explanations.map((text) => element('li', {}, capitalised(text))));
  byId('explanations').hidden = false;
  document.body.classList.add('difference');
}

function showLedger(meta) {
  const share = (part) => `${countText(part)}`;
  byId('ledger-summary').textContent = `${countOf(meta.taken, 'sample')} taken, ${share(meta.partial)} partial, `
    + `${share(meta.failed)} failed`;
  if (meta.warnings.length > 0) {
    byId('ledger-summary').append(' ', element('span', { className: 'warning' },
      meta.warnings.length === 1 ? '1 warning' : `${meta.warnings.length} warnings`));
  }
  byId('ledger').open = meta.warnings.length > 0;
  byId('ledger-account').replaceChildren(
    ...meta.warnings.map((text) => element('li', { className: 'warning' }, text)),
    ...meta.account.map((text) => element('li', {}, text)));
}
