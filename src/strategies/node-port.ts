import * as kplus from 'cdk8s-plus-27';
import { checkNodePorts, checkSharedNodePort } from './node-port-rules';
import { ExposureContext, Strategy } from './strategy';
import { AccessFrom, AccessPoint, placeholderName } from '../access/access-point';
import { Kubectl } from '../access/kubectl';
import { anyNode, podNode } from '../access/node-access';
import { Requirement, RequirementKind } from '../access/requirement';
import { clusterIpPoints } from '../access/service-access';
import { url, UrlPart } from '../access/url';
import { dnsRequirements } from '../access/web-access';
import { checkDnsName, dnsNameAnnotations, fitDnsName } from '../platform/dns-name';
import { TrafficPolicy } from '../service-options';
import { DoorPort } from '../workload/door-port';
import { checkAnnotations } from '../workload/metadata-rules';

const ONLY_WITH_POD = 'only nodes that run a pod';

/** Design §3, NODE_PORT: one port of every node. */
export const nodePort: Strategy = {
  check(context) {
    const { findings, options: { nodePort: options } } = context;
    checkNodePorts(context, 'nodePort.ports', options?.ports);
    checkAnnotations('nodePort.annotations', options?.annotations, findings);
    checkDnsName(context, 'nodePort', options?.dnsName, options?.annotations);
  },

  fit(context) {
    checkSharedNodePort(context, context.options.nodePort?.ports);
    fitDnsName(context, 'nodePort', context.options.nodePort?.dnsName);
  },

  serviceSpec({ options: { nodePort: options } }) {
    return {
      type: kplus.ServiceType.NODE_PORT,
      annotations: { ...dnsNameAnnotations(options?.dnsName), ...options?.annotations },
      nodePorts: options?.ports,
      fields: { externalTrafficPolicy: options?.externalTrafficPolicy },
    };
  },

  accessPoints(context, { service, doorService }) {
    const { options, workload } = context;
    const kubectl = new Kubectl(context.namespace);
    const isLocal = options.nodePort?.externalTrafficPolicy === TrafficPolicy.LOCAL;
    const node = isLocal ? podNode(kubectl, workload) : anyNode();
    const dnsName = options.nodePort?.dnsName;
    const doors = [
      { from: AccessFrom.NODE, host: `<${node.inside.name}>`, address: [node.inside], note: isLocal ? ONLY_WITH_POD : undefined },
      { from: AccessFrom.OUTSIDE, host: `<${node.outside.name}>`, address: [node.outside], note: isLocal ? ONLY_WITH_POD : undefined },
      ...dnsName === undefined ? [] : [{ from: AccessFrom.OUTSIDE, host: dnsName, address: [], note: undefined }],
    ];
    const points = context.exposed.flatMap(port => doors.map(({ from, host, address, note }) => {
      const number = nodePortOf(context, kubectl, doorService, port);
      return new AccessPoint({
        from,
        port: port.name,
        url: url(port.application.scheme, host, number.inUrl),
        placeholders: [...address, ...number.placeholders],
        note,
      });
    }));
    return [...points, ...clusterIpPoints(context, service)];
  },

  requirements({ options, exposed, cluster }): Requirement[] {
    const numbers = exposed.map(({ name }) => options.nodePort?.ports?.[name]).filter(number => number !== undefined);
    return [
      { kind: RequirementKind.NETWORK, description: `firewalls let clients reach ${numbers.length === exposed.length ? numbers.join(', ') : 'the node ports'} of the nodes` },
      ...numbers.length === 0 ? [] : [{
        kind: RequirementKind.CAPABILITY,
        description: `no other Service of the cluster has node port ${numbers.join(' or ')}: the API server refuses the second one (NP-3)`,
        check: 'kubectl get services -A -o jsonpath=\'{range .items[*]}{.metadata.namespace}/{.metadata.name} {.spec.ports[*].nodePort}{"\\n"}{end}\'',
      }],
      ...dnsRequirements(cluster, ['service'], options.nodePort?.dnsName === undefined ? [] : [options.nodePort.dnsName]),
    ];
  },
};

function nodePortOf({ options, exposed }: ExposureContext, kubectl: Kubectl, service: kplus.Service, port: DoorPort): UrlPart<number | string> {
  const stated = options.nodePort?.ports?.[port.name];
  const name = placeholderName('NODE_PORT', ...exposed.length > 1 ? [port.name] : []);
  return stated !== undefined ? { inUrl: stated, placeholders: [] } : {
    inUrl: `<${name}>`,
    placeholders: [{
      name,
      description: `the node port that the cluster chose for ${port.name}`,
      command: kubectl.get(`service ${service.name}`, `{.spec.ports[?(@.name=="${port.name}")].nodePort}`),
    }],
  };
}
