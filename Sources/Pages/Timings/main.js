function start() {
  const reader = new ByteReader(takeData('timing-data'));
  const documents = Array.from({ length: reader.count() }, () => new TimingDocument(reader.text(), reader.text()));
  const comparisons = JSON.parse(new ByteReader(takeData('comparison-data')).text()).comparisons;
  if (reader.isDamaged || documents.length === 0) throw new Error('its data end too early');
  byId('main').hidden = false;
  new Page(new Timings(documents, comparisons));
}

try {
  start();
} catch (error) {
  showProblem(error);
  throw error;
}
