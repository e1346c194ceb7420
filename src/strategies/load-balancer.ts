import * as kplus from 'cdk8s-plus-27';
import { checkNodePorts } from './node-port-rules';
import { checkPortNumbers } from './port-map';
import { ExposureContext, Strategy } from './strategy';
import { AccessFrom, AccessPoint } from '../access/access-point';
import { ADDRESS_IN_STATUS, Kubectl } from '../access/kubectl';
import { Requirement, RequirementKind } from '../access/requirement';
import { clusterIpPoints } from '../access/service-access';
import { url } from '../access/url';
import { cidr } from '../kubernetes/addresses';
import { qualifiedName } from '../kubernetes/names';
import { inRange, portNumber } from '../kubernetes/ports';
import { TrafficPolicy } from '../service-options';
import { checkTwins } from '../workload/app-ports';
import { DoorPort } from '../workload/door-port';
import { checkAnnotations } from '../workload/metadata-rules';

/** Design §3, LOAD_BALANCER: an address of its own. */
export const loadBalancer: Strategy = {
  check(context) {
    const { options: { loadBalancer: options }, findings } = context;
    if (!options) {
      return;
    }
    if (options.loadBalancerClass !== undefined) {
      findings.reportIf('LB-1', 'loadBalancer.loadBalancerClass', qualifiedName(options.loadBalancerClass));
    }
    for (const [index, range] of (options.loadBalancerSourceRanges ?? []).entries()) {
      findings.reportIf('LB-2', `loadBalancer.loadBalancerSourceRanges.${index}`, cidr(range));
    }
    checkPorts(context);
    checkHealthCheck(context);
    checkNodePorts(context, 'loadBalancer.nodePorts', options.nodePorts, port => portOf(context, port));
    checkAnnotations('loadBalancer.annotations', options.annotations, findings);
    checkScheme(context);
  },

  fit(context) {
    const { exposed, findings } = context;
    if (exposed.some(port => portOf(context, port) !== port.servicePort)) {
      checkTwins(exposed.map(port => ({ ...port, servicePort: portOf(context, port) })), findings);
    }
    const protocols = [...new Set(exposed.map(({ protocol }) => protocol))];
    if (protocols.length > 1) {
      findings.report('LB-5', `one load balancer is asked for ${protocols.join(' and ')}, which some providers refuse; see the Service's status, or make one exposure for each, with a name of its own`);
    }
    if (protocols.includes(kplus.Protocol.SCTP)) {
      findings.report('LB-8', 'SCTP is served by few load balancers; ask your provider, or use NODE_PORT');
    }
  },

  serviceSpec({ options: { loadBalancer: options } }) {
    return {
      type: kplus.ServiceType.LOAD_BALANCER,
      ports: options?.ports,
      annotations: options?.annotations,
      nodePorts: options?.nodePorts,
      fields: {
        loadBalancerClass: options?.loadBalancerClass,
        loadBalancerSourceRanges: options?.loadBalancerSourceRanges,
        externalTrafficPolicy: options?.externalTrafficPolicy,
        healthCheckNodePort: options?.healthCheckNodePort,
        allocateLoadBalancerNodePorts: options?.allocateLoadBalancerNodePorts,
      },
    };
  },

  accessPoints(context, { service, doorService }) {
    const kubectl = new Kubectl(context.namespace);
    return [
      ...clusterIpPoints(context, service),
      ...context.exposed.map(port => new AccessPoint({
        from: AccessFrom.OUTSIDE,
        port: port.name,
        url: url(port.application.scheme, '<LB_ADDRESS>', portOf(context, port)),
        placeholders: [{
          name: 'LB_ADDRESS',
          description: 'the address, or the hostname, that the load balancer gave',
          command: kubectl.get(`service ${doorService.name}`, ADDRESS_IN_STATUS),
        }],
      })),
    ];
  },

  requirements({ options, namespace }, { doorService }): Requirement[] {
    const loadBalancerClass = options.loadBalancer?.loadBalancerClass;
    const kubectl = new Kubectl(namespace);
    return [{
      kind: RequirementKind.CAPABILITY,
      description: loadBalancerClass === undefined
        ? 'a load balancer for Services without a class; without one the address stays pending for ever'
        : `the load balancer ${loadBalancerClass}; without it the address stays pending for ever, and the class cannot be changed later (LB-1)`,
      check: kubectl.run('wait', `--for=jsonpath='{.status.loadBalancer.ingress}' service/${doorService.name} --timeout=5m`),
    }, ...options.loadBalancer?.allocateLoadBalancerNodePorts === false ? [] : [{
      kind: RequirementKind.NETWORK,
      description: 'firewalls keep clients from the node ports that the Service opens on every node besides, unless allocateLoadBalancerNodePorts is false',
      check: kubectl.get(`service ${doorService.name}`, '{.spec.ports[*].nodePort}'),
    }]];
  },
};

/** The port of the load balancer for a port of the app. */
function portOf({ options }: ExposureContext, port: DoorPort): number {
  return options.loadBalancer?.ports?.[port.name] ?? port.servicePort;
}

/** S-7 at the door. */
function checkPorts(context: ExposureContext): void {
  const { options, exposed, findings, ports } = context;
  checkPortNumbers(findings, 'E-2', 'loadBalancer.ports', options.loadBalancer?.ports, ports);
  for (const [index, port] of exposed.entries()) {
    const twin = exposed.slice(0, index).find(other => other.protocol === port.protocol && portOf(context, other) === portOf(context, port));
    if (twin) {
      findings.report('S-7', `ports ${twin.name} and ${port.name} both want ${portOf(context, port)}/${port.protocol} of the load balancer; give them different numbers in loadBalancer.ports`);
    }
  }
}

/** LB-3 */
function checkHealthCheck({ options: { loadBalancer: options }, findings, cluster }: ExposureContext): void {
  const number = options?.healthCheckNodePort;
  if (number === undefined) {
    return;
  }
  const range = cluster._nodePorts;
  if (findings.reportIf('LB-3', 'loadBalancer.healthCheckNodePort', portNumber(number))) {
    return;
  }
  if (!inRange(number, range)) {
    findings.report('LB-3', `loadBalancer.healthCheckNodePort ${number} is outside the cluster's node port range ${range.from}-${range.to}; leave it out or choose one inside`);
  }
  if (options?.externalTrafficPolicy !== TrafficPolicy.LOCAL) {
    findings.report('LB-3', `loadBalancer.healthCheckNodePort ${number} needs externalTrafficPolicy Local; set that, or leave it out`);
  }
  const twin = Object.entries(options?.nodePorts ?? {}).find(([, nodePort]) => nodePort === number);
  if (twin) {
    findings.report('X-2', `loadBalancer.healthCheckNodePort ${number} is the node port of ${twin[0]} too; give them different numbers`);
  }
}

const AWS_SCHEME = 'service.beta.kubernetes.io/aws-load-balancer-scheme';

/** LB-7 */
function checkScheme({ options: { loadBalancer: options, service }, findings }: ExposureContext): void {
  if (options?.loadBalancerClass === 'service.k8s.aws/nlb' && !(AWS_SCHEME in { ...service?.annotations, ...options.annotations })) {
    findings.report('LB-7', `the AWS load balancer is internal unless the annotation ${AWS_SCHEME} says internet-facing; state one of the two in loadBalancer.annotations`);
  }
}
