/** Duo's names of actions and kinds as words: `phone_create` reads "Phone create". */
export function words(raw: string | null): string {
  if (raw === null || raw === '') return '–';
  if (raw === 'sms') return 'SMS';
  const spaced = raw.replaceAll('_', ' ').trim();
  const text = spaced === spaced.toUpperCase() ? spaced.toLowerCase() : spaced;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What Duo tells, in one line: the pairs of an object, else as it is. */
export function line(told: string | null): string {
  const found = pairs(told);
  return found ? found.map(([name, value]) => `${words(name)}: ${value}`).join(' · ') : (told ?? '');
}

/** A text, or what an object that has but a name is called. */
function said(told: unknown): string {
  if (typeof told === 'string') return told;
  const [only, ...more] = typeof told === 'object' && told !== null ? Object.entries(told) : [];
  return only?.[0] === 'name' && typeof only[1] === 'string' && more.length === 0 ? only[1] : JSON.stringify(told);
}

/** What Duo tells as JSON, as pairs of a name and a text; none when it is no object. */
export function pairs(json: string | null): readonly (readonly [string, string])[] | null {
  if (json === null || !json.startsWith('{')) return null;
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    return Object.entries(value).flatMap(([name, told]) => (told === null || told === '' ? [] : [[name, said(told)] as const]));
  } catch {
    return null;
  }
}
