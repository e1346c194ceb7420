import { AccessPointProps, Placeholder } from './access-point';
import { Requirement, RequirementKind } from './requirement';
import { url } from './url';
import { isWildcard } from '../kubernetes/hostnames';
import { DnsProvider } from '../platform/cluster-facts';
import type { ClusterProfile } from '../platform/cluster-profile';

/** A door of the web, as it is reached: by hostname where it has one, else by address. */
export interface WebDoor {
  readonly scheme: string;
  readonly host?: string;
  /** The listener's port; undefined for the scheme's own. */
  readonly port?: number | string;
  readonly path: string;
  /** What resolves the door's address. */
  readonly address: Placeholder;
  /** Further placeholders of the URL, such as the port's. */
  readonly placeholders?: Placeholder[];
}

const ANY_LABEL: Placeholder = {
  name: 'ANY_LABEL',
  description: 'one label that stands for the wildcard',
  command: 'echo app',
};

/** The schemes that curl speaks with every build of it, and the placeholder that stands for them. */
const CURL = /^(https?|<.*>)$/;

/**
 * The URL of a door of the web, and the request that works before DNS leads to it: `curl --connect-to` with the address, which may be a hostname too (U-8).
 */
export function webPoint({ scheme, host, port, path, address, placeholders = [] }: WebDoor): Pick<AccessPointProps, 'url' | 'placeholders' | 'request'> {
  if (host === undefined) {
    const to = url(scheme, `<${address.name}>`, port, path);
    return { url: to, placeholders: [address, ...placeholders], request: CURL.test(scheme) ? `curl -i '${to}'` : undefined };
  }
  const concrete = isWildcard(host) ? host.replace('*', `<${ANY_LABEL.name}>`) : host;
  const to = url(scheme, concrete, port, path);
  const number = port ?? (scheme === 'https' ? 443 : 80);
  return {
    url: to,
    placeholders: [...isWildcard(host) ? [ANY_LABEL] : [], ...placeholders, address],
    request: CURL.test(scheme) ? `curl -i --connect-to '${concrete}:${number}:<${address.name}>:${number}' '${to}'` : undefined,
  };
}

/**
 * What leads hostnames to the door.
 *
 * @param sources The kinds of object that ExternalDNS finds the hostnames in, as it calls them.
 * @see https://kubernetes-sigs.github.io/external-dns/latest/docs/sources/
 */
export function dnsRequirements({ dns }: ClusterProfile, sources: readonly string[], hostnames: readonly string[]): Requirement[] {
  return hostnames.length === 0 ? [] : [dns === DnsProvider.EXTERNAL_DNS ? {
    kind: RequirementKind.CAPABILITY,
    description: `ExternalDNS with the source ${sources.join(' and ')}, for the domain of ${hostnames.join(', ')}: it makes the record that leads to the door`,
  } : {
    kind: RequirementKind.NETWORK,
    description: `DNS leads ${hostnames.join(', ')} to the address of the door`,
  }];
}
