const FORM = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/;

/** Whether a text is a day of the calendar as `2026-11-21`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = new Date(`${text}T00:00:00Z`);
  // A 31 February is turned into a day of March, which is then another text.
  return !Number.isNaN(time.getTime()) && time.toISOString().slice(0, 10) === text;
}

/** What was typed as `2026-11-21` where it can only mean one day; else the text as it is. */
export function readDay(text: string): string {
  const found = FORM.exec(text.trim());
  if (found === null) return text.trim();
  const [, year, month, day] = found as unknown as [string, string, string, string];
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
