import * as kplus from 'cdk8s-plus-27';
import { isPort, isTcp, protocolOf } from './listening';
import { probeActions, probeHosts } from '../access/pod-security';
import { kubernetesHas } from '../kubernetes/versions';
import { ClusterProfile } from '../platform/cluster-profile';
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

/** HN-10 on the host network and E-5 elsewhere: a port below 1024 bound by somebody who is not root. */
export function checkPrivilegedPorts({ workload, ports, findings }: ExposureContext, rule: 'HN-10' | 'E-5'): void {
  const wayOut = workload.hostNetwork ? 'leave hostNetwork out' : 'use HOST_PORT';
  for (const container of workload.containers.filter(candidate => isNotRoot(candidate, workload))) {
    for (const port of container.ports.filter(({ number }) => number < 1024)) {
      const name = ports.find(door => door.container === container.name && isPort(port, door))?.name ?? port.name ?? `${port.number}/${protocolOf(port)}`;
      findings.report(rule, `port ${name}: ${port.number} is below 1024 and container ${container.name} does not run as root, ${rule === 'HN-10'
        ? 'so binding it fails in the node\'s network; listen on a port from 1024, or ' + wayOut
        : 'so binding it fails on container runtimes before containerd 2.0; listen on a port from 1024, and choose the number that clients see with servicePort or hostPort.ports'}`);
    }
  }
}

function isNotRoot(container: kplus.Container, workload: kplus.Workload): boolean {
  const user = container.securityContext.user ?? workload.securityContext.user;
  return user === undefined ? container.securityContext.ensureNonRoot || workload.securityContext.ensureNonRoot : user !== 0;
}

/** E-9: what the kubelet never starts, because root is both asked for and forbidden. */
export function checkRootIsPossible({ containers, initContainers = [], securityContext: ofPod }: kplus.k8s.PodSpec, findings: Findings): void {
  for (const { name, securityContext } of [...containers, ...initContainers]) {
    if ((securityContext?.runAsUser ?? ofPod?.runAsUser) === 0 && (securityContext?.runAsNonRoot ?? ofPod?.runAsNonRoot) === true) {
      const where = securityContext?.runAsNonRoot === undefined ? 'the pod\'s security context' : 'the container\'s security context';
      findings.report('E-9', `container ${name} has user 0, which is root, and must not run as root, so the kubelet never starts it; set ensureNonRoot: false in ${where}, or choose another user`);
    }
  }
}

/** Stands for the port that a probe does not state. */
const UNSTATED = -1;

/** What cdk8s-plus takes for the port of a probe where neither the probe nor the container states one. */
const INVENTED = 80;

/** W-13: a probe or hook without a port, of a container that has none to fall back on. */
export function checkProbePorts(containers: readonly kplus.Container[], findings: Findings): void {
  const isMet = ({ portNumber, ports }: kplus.Container) => portNumber !== undefined || ports.some(port => isTcp(port) && port.number === INVENTED);
  for (const container of containers.filter(candidate => !isMet(candidate))) {
    const told = Object.create(container, { portNumber: { value: UNSTATED } }) as kplus.Container; // renders the same probes, with that port
    if (probeActions(told._toKube()).some(action => [action?.httpGet, action?.tcpSocket].some(asked => asked?.port.value === UNSTATED))) {
      findings.report('W-13', `a probe or hook of container ${container.name} states no port, and would ask port ${INVENTED}, which the container does not declare; give it the port`);
    }
  }
}

/** W-13, HN-13: a probe asks the pod itself. Where Kubernetes is known to be older than the rule, another host is nobody's fault. */
export function checkProbeHosts(containers: readonly kplus.k8s.Container[], findings: Findings, { kubernetesMinor }: ClusterProfile): void {
  if (kubernetesMinor !== undefined && !kubernetesHas(kubernetesMinor, 'probeHostForbidden')) {
    return;
  }
  for (const container of containers) {
    for (const host of probeHosts(container)) {
      findings.report('W-13', `a probe or hook of container ${container.name} asks the host ${host}, which Pod Security baseline forbids from Kubernetes 1.34 on; leave host out, and send a virtual host as a Host header`);
    }
  }
}
