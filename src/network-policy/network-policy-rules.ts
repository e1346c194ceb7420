import { NetworkPolicySource } from './network-policy-options';
import { senderOf, sourcesOf } from './senders';
import { cidr } from '../kubernetes/addresses';
import { dnsLabel, shown } from '../kubernetes/names';
import { Findings } from '../rules/findings';
import { isHostNetworked } from '../strategies/host-port-rules';
import { ExposureContext } from '../strategies/strategy';
import { checkLabels } from '../workload/metadata-rules';

/** What is wrong in `networkPolicy` by itself, whichever door is chosen. */
export function checkNetworkPolicy({ options: { networkPolicy }, findings, ports }: ExposureContext): void {
  for (const [index, client] of (networkPolicy?.clients ?? []).entries()) {
    const at = `networkPolicy.clients.${index}`;
    checkPeer(findings, at, client);
    if (client.ports?.length === 0) {
      findings.report('N-4', `${at}.ports is an empty list; name a port of the app, or leave it out for every exposed one`);
    }
    for (const name of client.ports ?? []) {
      if (!ports.some(port => port.name === name)) {
        findings.report('N-4', `${at}.ports names the port ${shown(name)}, which the app does not have; its ports are ${ports.map(port => port.name).join(', ')}`);
      }
    }
  }
  for (const [index, range] of (networkPolicy?.clientRanges ?? []).entries()) {
    findings.reportIf('N-4', `networkPolicy.clientRanges.${index}`, cidr(range));
  }
  for (const [strategy, sources] of Object.entries(networkPolicy?.from ?? {})) {
    sources.forEach((source, index) => checkPeer(findings, `networkPolicy.from.${strategy}.${index}`, source));
  }
}

function checkPeer(findings: Findings, at: string, { cidr: range, podLabels, namespace, namespaceLabels }: NetworkPolicySource): void {
  if (range !== undefined) {
    findings.reportIf('N-4', `${at}.cidr`, cidr(range));
    if (podLabels !== undefined || namespace !== undefined || namespaceLabels !== undefined) {
      findings.report('N-4', `${at} has a range of addresses and labels of pods; make two entries of it`);
    }
  }
  if (namespace !== undefined) {
    findings.reportIf('N-4', `${at}.namespace`, dnsLabel(namespace));
    if (namespaceLabels !== undefined) {
      findings.report('N-4', `${at} has namespace and namespaceLabels; give one of the two`);
    }
  }
  checkLabels(`${at}.podLabels`, podLabels, findings);
  checkLabels(`${at}.namespaceLabels`, namespaceLabels, findings);
}

/** What does not fit between the NetworkPolicy and the chosen door. */
export function fitNetworkPolicy(context: ExposureContext): void {
  const { options: { networkPolicy, strategy }, cluster, findings, workload, exposed, ports } = context;
  if (!networkPolicy) {
    return;
  }
  const sender = senderOf(context);
  if (!sender || isHostNetworked(workload)) {
    findings.report('N-1', `networkPolicy is asked for, and the pods of ${workload.kind} ${workload.name} are on the host network, where most CNIs ignore it; leave it out, or use HOST_PORT`);
    return;
  }
  if (cluster.network.networkPolicies === false) {
    findings.report('N-2', `networkPolicy is asked for, and the ClusterProfile ${cluster.name} says network.networkPolicies: false, so everybody would be let in; leave it out, or use a CNI that enforces it`);
  }
  if (sender.unknown && exposed.some(port => sourcesOf(context, port) === undefined)) {
    findings.report(sender.unknown.rule, sender.unknown.message(context));
  }
  if (networkPolicy.clientRanges && sender.hidesClients !== undefined) {
    findings.report('N-6', `networkPolicy.clientRanges keeps nobody out of ${strategy}, where the pods see ${sender.hidesClients}`);
  }
  for (const port of ports.filter(candidate => !candidate.exposed)) {
    if (!networkPolicy.clients?.some(client => client.ports?.includes(port.name))) {
      findings.report('N-7', `port ${port.name} is not exposed, and no client of the NetworkPolicy names it, so nobody reaches it; name it in networkPolicy.clients`);
    }
  }
}
