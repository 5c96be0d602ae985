/** Where the window is: a hash, so that no server and no history rewriting is needed. */
export type ClientPage = 'overview' | 'users' | 'licences' | 'saas' | 'signins' | 'bypass' | 'groups' | 'sync' | 'connection';
export type Route =
  | { readonly page: 'clients' }
  | { readonly page: 'new'; readonly sample: boolean; readonly once: boolean }
  | { readonly page: 'settings' }
  | { readonly page: 'client'; readonly client: string; readonly view: ClientPage; readonly query: URLSearchParams };

export const CLIENT_PAGES: readonly ClientPage[] = ['overview', 'users', 'licences', 'saas', 'signins', 'bypass', 'groups', 'sync', 'connection'];

/** Reads a hash; anything unknown is the list of clients. */
export function parse(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  const [first, id, view] = path.split('/');
  const query = new URLSearchParams(search);
  if (first === 'new') return { page: 'new', sample: query.has('sample'), once: query.has('once') };
  if (first === 'settings') return { page: 'settings' };
  if (first === 'client' && id) {
    return { page: 'client', client: decodeURIComponent(id), view: CLIENT_PAGES.find((page) => page === view) ?? 'overview', query };
  }
  return { page: 'clients' };
}

/** The hash of a client's page. */
export function clientHref(client: string, view: ClientPage, query: Record<string, string> = {}): string {
  const search = new URLSearchParams(query).toString();
  return `#/client/${encodeURIComponent(client)}/${view}${search === '' ? '' : `?${search}`}`;
}

class Router {
  route = $state.raw<Route>(parse(location.hash));

  constructor() {
    addEventListener('hashchange', () => {
      this.route = parse(location.hash);
    });
  }

  go(href: string): void {
    location.hash = href;
  }
}

export const router = new Router();
