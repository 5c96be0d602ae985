/** Whether a key should have been replaced by now. */
export function due(rotation: string | null, now: Date): boolean {
  return rotation !== null && rotation <= now.toISOString().slice(0, 10);
}
