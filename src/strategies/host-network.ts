import * as kplus from 'cdk8s-plus-27';
import { checkHostModes, checkHostPort } from './host-rules';
import { ExposureContext, Strategy } from './strategy';
import { AccessFrom, AccessPoint } from '../access/access-point';
import { Kubectl } from '../access/kubectl';
import { podNode } from '../access/node-access';
import { Requirement, RequirementKind } from '../access/requirement';
import { url } from '../access/url';
import { checkPodSharesOneNetwork, checkPrivilegedPorts } from '../workload/container-rules';
import { HostPorts } from '../workload/host-ports';
import { isPort, protocolOf } from '../workload/listening';

/** Design §3, HOST_NETWORK: the pods use the network of their node. */
export const hostNetwork: Strategy = {
  check() {
    // HN-6 is judged with the pods, in fit: by itself every policy is possible.
  },

  fit(context) {
    const { workload, findings, exposed, ports, cluster } = context;
    checkHostModes(context);
    checkPodSharesOneNetwork(workload, findings, 'HN-3');
    checkPrivilegedPorts(context, 'HN-10');
    for (const port of exposed) {
      checkHostPort(findings, cluster, `port ${port.name}`, port.port);
    }
    for (const container of workload.containers) {
      for (const port of container.ports) {
        const door = ports.find(candidate => candidate.container === container.name && isPort(port, candidate));
        if (!door?.exposed) {
          findings.report('E-1', `${door ? `port ${door.name} has exposed: false` : `port ${port.number}/${protocolOf(port)} of container ${container.name} is not among the exposed ports`}, and HOST_NETWORK cannot keep it in, because the process binds ${port.number} on the node; use HOST_PORT, or bind it to 127.0.0.1`);
        }
        if (port.hostPort !== undefined && port.hostPort !== port.number) {
          findings.report('HN-1', `container ${container.name} has hostPort ${port.hostPort} for port ${port.number}; with the node's network they are the same, leave hostPort out or use HOST_PORT`);
        }
        if (port.hostIp !== undefined) {
          findings.report('HN-7', `container ${container.name} has hostIp ${port.hostIp} for port ${port.number}, which does not change the address that the process binds in the node's network; leave it out`);
        }
      }
    }
    checkDns(context);
    checkPodContext(context);
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

  requirements({ exposed }): Requirement[] {
    return [
      { kind: RequirementKind.CAPABILITY, description: 'Linux nodes: host network pods do not run on Windows (HN-12)', check: 'kubectl get nodes -L kubernetes.io/os' },
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

/** HN-6 */
function checkDns(context: ExposureContext): void {
  const { workload, findings } = context;
  const policy = dnsPolicy(context);
  if (policy === kplus.DnsPolicy.NONE && workload.dns.nameservers.length === 0) {
    findings.report('HN-6', 'dnsPolicy None has no name server; add one to the pod\'s dns.nameservers');
  } else if (policy !== kplus.DnsPolicy.CLUSTER_FIRST_WITH_HOST_NET) {
    findings.report('HN-6', `dnsPolicy ${policy} with the node's network does not know the cluster's names; use ClusterFirstWithHostNet`);
  }
}

/** HN-4, HN-5 */
function checkPodContext({ workload, findings }: ExposureContext): void {
  if (workload._toPodSpec().hostUsers === false) {
    findings.report('HN-4', 'hostUsers false cannot be combined with the node\'s network; leave it out');
  }
  for (const { name } of workload.securityContext.sysctls.filter(sysctl => sysctl.name.startsWith('net.'))) {
    findings.report('HN-5', `sysctl ${name} belongs to the network, which is the node's here; leave it out, or use HOST_PORT`);
  }
}
