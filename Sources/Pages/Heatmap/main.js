async function start() {
  performance.mark('seriema-start');
  const profile = new Profile(takeData('profile-data'));
  const sources = new Sources(takeData('source-data'), profile);
  await sources.unpack();
  showHeader(profile);
  byId('main').hidden = false;
  new Page(profile, sources);
  performance.measure('seriema-load', 'seriema-start');
}

start().catch((error) => {
  showProblem(error);
  throw error;
});
