import { comeBack, entryOf, leave, newEntry } from './scroll';

/** Where the window is: a hash, so that no server and no history rewriting is needed. */
export type ClientPage = 'overview' | 'users' | 'licences' | 'saas' | 'devices' | 'endpoints' | 'signins' | 'activity' | 'telephony' | 'trust' | 'bypass' | 'groups' | 'policies' | 'admins' | 'findings' | 'reports' | 'sync' | 'connection';
export type Route =
  | { readonly page: 'clients'; readonly group: string }
  | { readonly page: 'new'; readonly sample: boolean; readonly once: boolean; /** Connection whose open values are filled in. */ readonly like: string | null; /** Its keys are replaced. */ readonly update: boolean; /** Whose the new connection is. */ readonly organisation: string | null; /** Saved MSP parent whose customers are added. */ readonly parent: string | null }
  | { readonly page: 'settings'; readonly section: string }
  | { readonly page: 'help'; readonly section: string }
  | { readonly page: 'client'; readonly client: string; readonly view: ClientPage; readonly query: URLSearchParams };

export const CLIENT_PAGES: readonly ClientPage[] = ['overview', 'users', 'licences', 'saas', 'devices', 'endpoints', 'signins', 'activity', 'telephony', 'trust', 'bypass', 'groups', 'policies', 'admins', 'findings', 'reports', 'sync', 'connection'];

/** Reads a hash; anything unknown is the list of clients. */
export function parse(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  const [first, id, view] = path.split('/');
  const query = new URLSearchParams(search);
  if (first === 'new') return { page: 'new', sample: query.has('sample'), once: query.has('once'), like: query.get('update') ?? query.get('copy'), update: query.has('update'), organisation: query.get('organisation'), parent: query.get('parent') };
  if (first === 'settings') return { page: 'settings', section: id ?? '' };
  if (first === 'help') return { page: 'help', section: id ?? '' };
  const client = first === 'client' ? decoded(id ?? '') : '';
  if (client !== '') {
    return { page: 'client', client, view: CLIENT_PAGES.find((page) => page === view) ?? 'overview', query };
  }
  return { page: 'clients', group: query.get('group') ?? '' };
}

/** Empty where it is nothing that was ever encoded. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

/** The hash of a client's page. */
export function clientHref(client: string, view: ClientPage, query: Record<string, string> = {}): string {
  const search = new URLSearchParams(query).toString();
  return `#/client/${encodeURIComponent(client)}/${view}${search === '' ? '' : `?${search}`}`;
}

class Router {
  route = $state.raw<Route>(parse(location.hash));
  #entry = newEntry();
  #hash = location.hash;

  constructor() {
    addEventListener('hashchange', () => {
      // The same place again is no new page: what is under way there stays.
      if (location.hash === this.#hash) return;
      this.#hash = location.hash;
      leave(this.#entry);
      const returned = entryOf(history.state);
      this.#entry = returned ?? newEntry();
      this.route = parse(location.hash);
      if (returned !== null) void comeBack(returned);
    });
  }

  go(href: string): void {
    location.hash = href;
  }
}

export const router = new Router();
