import { GatewayListener, GatewayOptions, GatewayTlsMode } from './gateway-options';
import { GatewayProtocol } from './gateway-protocol';
import { hostname } from '../kubernetes/hostnames';
import { dnsLabel, dnsSubdomain, shown } from '../kubernetes/names';
import { portNumber } from '../kubernetes/ports';
import { Findings } from '../rules/findings';
import { checkAnnotations } from '../workload/metadata-rules';

const MOST_LISTENERS = 64;
const TLS_PROTOCOLS = [GatewayProtocol.HTTPS, GatewayProtocol.TLS];
const RAW_PROTOCOLS = [GatewayProtocol.TCP, GatewayProtocol.UDP];

/** What is wrong in the own Gateway by itself. */
export function checkOwnGateway(findings: Findings, { ownGateway: own }: GatewayOptions): void {
  if (!own) {
    return;
  }
  findings.reportIf('GW-17', 'gateway.ownGateway.gatewayClassName', dnsSubdomain(own.gatewayClassName));
  checkAnnotations('gateway.ownGateway.annotations', own.annotations, findings);
  if (!own.listeners) {
    return;
  }
  checkDistinct(findings, own.listeners, (_, index) => `gateway.ownGateway.listeners.${index}`, 'give it another port');
  for (const [index, listener] of own.listeners.entries()) {
    const at = `gateway.ownGateway.listeners.${index}`;
    findings.reportIf('GW-8', `${at}.name`, dnsSubdomain(listener.name));
    findings.reportIf('GW-8', `${at}.port`, portNumber(listener.port));
    checkListener(findings, at, listener);
  }
}

/** What a port carries one of, by the protocol of a listener; UDP has port numbers of its own. */
const CARRIED: Record<GatewayProtocol, string> = {
  [GatewayProtocol.HTTP]: 'HTTP',
  [GatewayProtocol.HTTPS]: 'TLS',
  [GatewayProtocol.TLS]: 'TLS',
  [GatewayProtocol.TCP]: 'TCP',
  [GatewayProtocol.UDP]: 'UDP',
};

/** What keeps two listeners from one port; undefined where nothing does, or where they are alike in all three. */
function conflictOf(one: GatewayListener, other: GatewayListener): string | undefined {
  if (one.port !== other.port || one.protocol === other.protocol || [one, other].some(({ protocol }) => protocol === GatewayProtocol.UDP)) {
    return undefined;
  }
  if (CARRIED[one.protocol] !== CARRIED[other.protocol]) {
    return 'a port carries one of HTTP, TLS and TCP';
  }
  return one.hostname === other.hostname ? `HTTPS and TLS at one port are told apart by hostname, and both have ${one.hostname ?? 'none'}` : undefined;
}

/**
 * GW-8
 *
 * @param way What is to be done about a listener that conflicts with another.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#listener on distinct and on conflicted listeners
 */
export function checkDistinct(
  findings: Findings,
  listeners: readonly GatewayListener[],
  subject: (listener: GatewayListener, index: number) => string,
  way: string,
): void {
  if (listeners.length === 0 || listeners.length > MOST_LISTENERS) {
    findings.report('GW-8', `gateway.ownGateway.listeners has ${listeners.length} entries; give 1 to ${MOST_LISTENERS}`);
  }
  const names = new Set<string>();
  const places = new Set<string>();
  for (const [index, listener] of listeners.entries()) {
    const at = subject(listener, index);
    const place = JSON.stringify([listener.port, listener.protocol, listener.hostname]);
    if (names.has(listener.name)) {
      findings.report('GW-8', `${at} has the name ${shown(listener.name)} of another listener; give each a name of its own`);
    }
    if (places.has(place)) {
      findings.report('GW-8', `${at} has the port ${listener.port}, protocol ${listener.protocol} and hostname ${listener.hostname ?? 'none'} of another listener; change one of the three`);
    }
    for (const before of listeners.slice(0, index)) {
      const conflict = conflictOf(before, listener);
      if (conflict !== undefined) {
        findings.report('GW-8', `${at} has ${listener.protocol} at port ${listener.port}, where listener ${before.name} has ${before.protocol}: ${conflict}; ${way}`);
      }
    }
    names.add(listener.name);
    places.add(place);
  }
}

function checkListener(findings: Findings, at: string, { protocol, hostname: host, tls }: GatewayListener): void {
  if (host !== undefined) {
    if (RAW_PROTOCOLS.includes(protocol)) {
      findings.report('GW-9', `${at}.hostname ${shown(host)} is given for ${protocol}, which has no hostnames; leave it out`);
    }
    findings.reportIf('GW-2', `${at}.hostname`, hostname(host));
  }
  if (!TLS_PROTOCOLS.includes(protocol)) {
    if (tls) {
      findings.report('GW-9', `${at}.tls is given for ${protocol}; leave it out, or use HTTPS or TLS`);
    }
    return;
  }
  if (!tls) {
    findings.report('GW-11', `${at} is ${protocol} without tls; give its certificateRefs`);
    return;
  }
  if (protocol === GatewayProtocol.HTTPS && tls.mode === GatewayTlsMode.PASSTHROUGH) {
    findings.report('GW-9', `${at}.tls.mode Passthrough is given for HTTPS, which ends TLS itself; use Terminate, or the protocol TLS`);
  }
  if (tls.mode !== GatewayTlsMode.PASSTHROUGH && !tls.certificateRefs?.length) {
    findings.report('GW-10', `${at}.tls ends TLS at the Gateway without a certificate; give certificateRefs`);
  }
  for (const [index, ref] of (tls.certificateRefs ?? []).entries()) {
    findings.reportIf('GW-10', `${at}.tls.certificateRefs.${index}.name`, dnsSubdomain(ref.name));
    if (ref.namespace !== undefined) {
      findings.reportIf('GW-10', `${at}.tls.certificateRefs.${index}.namespace`, dnsLabel(ref.namespace));
    }
  }
}
