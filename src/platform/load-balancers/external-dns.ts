import { Cell } from './provider';

/** The prefixes of ExternalDNS' annotations: that of version 0.22 and later, which reads no other by itself, and that of earlier ones. */
const PREFIXES = ['external-dns.kubernetes.io', 'external-dns.alpha.kubernetes.io'];

/** A DNS name that ExternalDNS makes, whatever the provider. */
export const externalDnsName: Cell<string> = {
  by: `annotations ${PREFIXES.map(prefix => `${prefix}/hostname`).join(', ')}`,
  source: 'https://kubernetes-sigs.github.io/external-dns/latest/docs/annotations/annotations/',
  needs: 'ExternalDNS with the source "service", and with the right to change the zone of loadBalancer.dnsName; without it the name leads nowhere',
  render: name => ({ annotations: Object.fromEntries(PREFIXES.map(prefix => [`${prefix}/hostname`, name])) }),
};
