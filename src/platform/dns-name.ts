import { DnsProvider } from './cluster-facts';
import { hostname, isWildcard } from '../kubernetes/hostnames';
import { shown } from '../kubernetes/names';
import { ExposureContext } from '../strategies/strategy';

/** The key that ExternalDNS reads names from, as it is since its version 0.22, and as it was before; where it reads both, they say the same. */
const HOSTNAME_ANNOTATIONS = ['external-dns.kubernetes.io/hostname', 'external-dns.alpha.kubernetes.io/hostname'];

/**
 * What tells ExternalDNS to lead a name to an object.
 *
 * @see https://kubernetes-sigs.github.io/external-dns/latest/docs/annotations/annotations/
 */
export function dnsNameAnnotations(name: string | undefined): { [key: string]: string } {
  return name === undefined ? {} : Object.fromEntries(HOSTNAME_ANNOTATIONS.map(key => [key, name]));
}

/** E-19, E-9: a name for an object that has no hostname of its own, by itself. */
export function checkDnsName({ findings }: ExposureContext, block: string, name: unknown, annotations: { [key: string]: string } = {}): void {
  if (name === undefined) {
    return;
  }
  const isPattern = typeof name === 'string' && isWildcard(name);
  findings.reportIf('E-19', `${block}.dnsName`, isPattern ? `${shown(name)} is not one name; write one without "*"` : hostname(name));
  for (const key of HOSTNAME_ANNOTATIONS.filter(candidate => annotations[candidate] !== undefined && annotations[candidate] !== name)) {
    findings.report('E-9', `${block}.annotations has ${key}, which dnsName sets to ${shown(name)}; leave one of the two out`);
  }
}

/** E-19: somebody makes the record. */
export function fitDnsName({ findings, cluster }: ExposureContext, block: string, name: string | undefined): void {
  if (name !== undefined && cluster.dns !== DnsProvider.EXTERNAL_DNS) {
    findings.report('E-19', `${block}.dnsName ${shown(name)} needs ExternalDNS to make its record, and dns of ClusterProfile ${cluster.name} is ${cluster.dns}; attach a ClusterProfile with dns EXTERNAL_DNS, or leave it out`);
  }
}
