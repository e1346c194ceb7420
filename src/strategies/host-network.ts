import * as kplus from 'cdk8s-plus-27';
import { checkOnHostNetwork } from './host-network-rules';
import { checkHostModes, checkHostPort } from './host-rules';
import { ExposureContext, Strategy } from './strategy';
import { AccessFrom, AccessPoint } from '../access/access-point';
import { Kubectl } from '../access/kubectl';
import { podNode } from '../access/node-access';
import { Requirement, RequirementKind } from '../access/requirement';
import { url } from '../access/url';
import { NodeOs } from '../platform/cluster-facts';
import { HostPorts } from '../workload/host-ports';

/** Design §3, HOST_NETWORK: the pods use the network of their node. */
export const hostNetwork: Strategy = {
  onHostNetwork: true,

  check() {
    // HN-6 is judged with the pods, in fit: by itself every policy is possible.
  },

  fit(context) {
    const { findings, exposed, cluster } = context;
    checkHostModes(context);
    for (const port of exposed) {
      checkHostPort(findings, cluster, `port ${port.name}`, port.port);
    }
    checkOnHostNetwork(context, { dnsPolicy: dnsPolicy(context), by: 'HOST_NETWORK', instead: 'use HOST_PORT' });
  },

  hostPorts(context): HostPorts {
    return {
      hostNetwork: { dnsPolicy: dnsPolicy(context) },
      of: port => ({ hostPort: port.number }),
    };
  },

  serviceSpec: () => ({ type: kplus.ServiceType.CLUSTER_IP }),

  accessPoints({ exposed, namespace, workload }) {
    const node = podNode(new Kubectl(namespace), workload);
    return exposed.flatMap(port => [
      [AccessFrom.NODE, node.inside] as const,
      [AccessFrom.OUTSIDE, node.outside] as const,
    ].map(([from, placeholder]) => new AccessPoint({
      from,
      port: port.name,
      url: url(port.application.scheme, `<${placeholder.name}>`, port.port),
      placeholders: [placeholder],
      note: 'only nodes that run a pod',
    })));
  },

  requirements({ exposed, cluster }): Requirement[] {
    return [
      ...cluster.nodeOs === NodeOs.LINUX ? [] : [{ kind: RequirementKind.CAPABILITY, description: 'Linux nodes: host network pods do not run on Windows (HN-12)', check: 'kubectl get nodes -L kubernetes.io/os' }],
      { kind: RequirementKind.NETWORK, description: `firewalls let clients reach ${exposed.map(({ port, protocol }) => `${port}/${protocol}`).join(', ')} of the nodes` },
      { kind: RequirementKind.NETWORK, description: 'nothing else on the nodes listens on the ports; a NetworkPolicy does not protect host network pods' },
    ];
  },
};

function dnsPolicy({ options, workload }: ExposureContext): kplus.DnsPolicy {
  const stated = options.hostNetwork?.dnsPolicy;
  if (stated !== undefined) {
    return stated;
  }
  return workload.dns.policy === kplus.DnsPolicy.CLUSTER_FIRST ? kplus.DnsPolicy.CLUSTER_FIRST_WITH_HOST_NET : workload.dns.policy;
}
