import { HttpLead } from '../../http/http-lead';

const trimmed = (path: string) => path.replace(/\/+$/, '');

/** The prefixes of the leads without a slash at their end, each once, the longest first. */
export function prefixesOf(leads: readonly HttpLead[]): string[] {
  return [...new Set(leads.map(lead => trimmed(lead.path)))].sort((one, other) => other.length - one.length);
}

/** What is wrong where one rewrite stands for every rule, and a path of one hostname lies inside that of another. */
export function checkPrefixes(title: string, leads: readonly HttpLead[]): string | undefined {
  const pairs = leads.flatMap(lead => (lead.hostnames.length === 0 ? ['every hostname'] : lead.hostnames).map(host => ({ host, path: trimmed(lead.path) })));
  for (const { host, path } of pairs) {
    const inside = pairs.find(other => other.path.startsWith(`${path}/`) && !pairs.some(own => own.host === host && own.path === other.path));
    if (inside) {
      return `is one rewrite for every hostname in ${title}, and path ${inside.path} of ${inside.host} lies inside path ${path || '/'} of ${host}; give both the same paths`;
    }
  }
  return undefined;
}
