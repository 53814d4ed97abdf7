/** Takes packed data out of the document, so that the memory of its text is free again. */
function takeData(id) {
  const holder = byId(id);
  const text = holder.textContent;
  holder.remove();
  return bytesOfBase64(text.trim());
}

/** Says that there is no page to show, and why. */
function showProblem(error) {
  byId('problem').textContent = `This page cannot be shown (${error.message}). Was it cut while it was copied?`;
  byId('problem').hidden = false;
  byId('circumstances').textContent = '';
}
