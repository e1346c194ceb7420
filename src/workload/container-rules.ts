import * as kplus from 'cdk8s-plus-27';
import { isPort, protocolOf } from './listening';
import { probeHosts } from '../access/pod-security';
import { RuleId } from '../rules/catalogue';
import { Findings } from '../rules/findings';
import { ExposureContext } from '../strategies/strategy';

/** A container as far as its ports go. */
export interface PortsOfContainer {
  readonly name: string;
  readonly ports: readonly { readonly number: number; readonly name?: string; readonly protocol?: kplus.Protocol }[];
}

function listenOn(port: { number: number; protocol?: kplus.Protocol }): string {
  return `${port.number}/${port.protocol ?? kplus.Protocol.TCP}`;
}

/** W-3, W-5: within one container, each name and each number once. */
export function checkOneContainer(container: PortsOfContainer, findings: Findings): void {
  const names = new Set<string>();
  const numbers = new Set<string>();
  for (const port of container.ports) {
    if (port.name !== undefined && names.has(port.name)) {
      findings.report('W-3', `container ${container.name} has two ports named ${port.name}; give each a name of its own`);
    }
    if (numbers.has(listenOn(port))) {
      findings.report('W-5', `container ${container.name} lists port ${listenOn(port)} twice, one of which server-side apply refuses; list it once`);
    }
    names.add(port.name ?? '');
    numbers.add(listenOn(port));
  }
}

/** W-4: the first container that has the name would get the traffic of the other. */
export function checkNamesAcrossPod(containers: readonly PortsOfContainer[], findings: Findings): void {
  const owners = new Map<string, string>();
  for (const container of containers) {
    for (const { name } of container.ports) {
      const owner = name === undefined ? undefined : owners.get(name);
      if (owner !== undefined && owner !== container.name) {
        findings.report('W-4', `containers ${owner} and ${container.name} both have a port named ${name}; give each a name of its own`);
      }
      if (name !== undefined && owner === undefined) {
        owners.set(name, container.name);
      }
    }
  }
}

/** W-6, and HN-3 with the node's network: containers of a pod share one network, so each number is listened on once. */
export function checkPodSharesOneNetwork(workload: { readonly containers: readonly PortsOfContainer[] }, findings: Findings, rule: RuleId): void {
  const owners = new Map<string, string>();
  for (const container of workload.containers) {
    for (const port of container.ports) {
      const owner = owners.get(listenOn(port));
      if (owner !== undefined && owner !== container.name) {
        findings.report(rule, `containers ${owner} and ${container.name} both listen on ${listenOn(port)} of the one network that the pod has; give one of them another port`);
      }
      owners.set(listenOn(port), container.name);
    }
  }
}

/** HN-10 and E-5: a port below 1024 bound by somebody who is not root. */
export function checkPrivilegedPorts({ workload, ports, findings }: ExposureContext, rule: 'HN-10' | 'E-5'): void {
  for (const container of workload.containers.filter(candidate => isNotRoot(candidate, workload))) {
    for (const port of container.ports.filter(({ number }) => number < 1024)) {
      const name = ports.find(door => door.container === container.name && isPort(port, door))?.name ?? port.name ?? `${port.number}/${protocolOf(port)}`;
      findings.report(rule, `port ${name}: ${port.number} is below 1024 and container ${container.name} does not run as root, ${rule === 'HN-10'
        ? 'so binding it fails in the node\'s network; listen on a port from 1024, or use HOST_PORT'
        : 'so binding it fails on container runtimes before containerd 2.0; listen on a port from 1024, and choose the number that clients see with servicePort or hostPort.ports'}`);
    }
  }
}

function isNotRoot(container: kplus.Container, workload: kplus.Workload): boolean {
  const user = container.securityContext.user ?? workload.securityContext.user;
  return user === undefined ? container.securityContext.ensureNonRoot || workload.securityContext.ensureNonRoot : user !== 0;
}

/** W-13, HN-13: a probe asks the pod itself. */
export function checkProbeHosts(containers: readonly kplus.k8s.Container[], findings: Findings): void {
  for (const container of containers) {
    for (const host of probeHosts(container)) {
      findings.report('W-13', `a probe or hook of container ${container.name} asks the host ${host}, which Pod Security baseline forbids from Kubernetes 1.34 on; leave host out, and send a virtual host as a Host header`);
    }
  }
}
