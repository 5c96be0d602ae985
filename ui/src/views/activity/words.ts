/** Duo's names of actions and kinds as words: `phone_create` reads "Phone create". */
export function words(raw: string | null): string {
  if (raw === null || raw === '') return '–';
  const text = raw.replaceAll('_', ' ').trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What Duo tells as JSON, as pairs of a name and a text; none when it is no object. */
export function pairs(json: string | null): readonly (readonly [string, string])[] | null {
  if (json === null || !json.startsWith('{')) return null;
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    return Object.entries(value).flatMap(([name, told]) => (told === null || told === '' ? [] : [[name, typeof told === 'string' ? told : JSON.stringify(told)] as const]));
  } catch {
    return null;
  }
}
