/** Acts when what is in the page now has been drawn: what is measured then is not laid out twice. Returns what calls it off. */
export function whenDrawn(act: () => void): () => void {
  let frame = requestAnimationFrame(() => {
    frame = requestAnimationFrame(act);
  });
  return () => cancelAnimationFrame(frame);
}
