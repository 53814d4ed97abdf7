function start() {
  performance.mark('seriema-start');
  const profile = new Profile(takeData('profile-data'));
  const timeline = new Timeline(takeData('timeline-data'), profile);
  showHeader(profile);
  byId('main').hidden = false;
  new Page(profile, timeline);
  performance.measure('seriema-load', 'seriema-start');
}

try {
  start();
} catch (error) {
  showProblem(error);
  throw error;
}
