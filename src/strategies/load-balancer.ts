import * as kplus from 'cdk8s-plus-27';
import { checkIntentValues } from './load-balancer-intent-rules';
import { checkLoadBalancerPorts, loadBalancerPort } from './load-balancer-ports';
import { checkNodePorts } from './node-port-rules';
import { ExposureContext, Strategy } from './strategy';
import { AccessFrom, AccessPoint } from '../access/access-point';
import { ADDRESS_IN_STATUS, Kubectl } from '../access/kubectl';
import { Requirement, RequirementKind } from '../access/requirement';
import { clusterIpPoints } from '../access/service-access';
import { url } from '../access/url';
import { cidr, isIpAddress } from '../kubernetes/addresses';
import { qualifiedName } from '../kubernetes/names';
import { inRange, portNumber } from '../kubernetes/ports';
import { LoadBalancerProvider } from '../platform/load-balancer-provider';
import { addressesOf } from '../platform/load-balancers/cells';
import { checkIntents, intentRequirements, intentsOf, providerOf } from '../platform/load-balancers/intents';
import { TrafficPolicy } from '../service-options';
import { checkTwins } from '../workload/app-ports';
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
    checkLoadBalancerPorts(context);
    checkIntentValues(context);
    checkHealthCheck(context);
    checkNodePorts(context, 'loadBalancer.nodePorts', options.nodePorts, port => loadBalancerPort(context, port));
    checkAnnotations('loadBalancer.annotations', options.annotations, findings);
    checkScheme(context);
  },

  fit(context) {
    const { exposed, findings } = context;
    if (exposed.some(port => loadBalancerPort(context, port) !== port.servicePort)) {
      checkTwins(exposed.map(port => ({ ...port, servicePort: loadBalancerPort(context, port) })), findings);
    }
    const protocols = [...new Set(exposed.map(({ protocol }) => protocol))];
    if (protocols.length > 1) {
      findings.report('LB-5', `one load balancer is asked for ${protocols.join(' and ')}, which some providers refuse; see the Service's status, or make one exposure for each, with a name of its own`);
    }
    if (protocols.includes(kplus.Protocol.SCTP)) {
      findings.report('LB-8', 'SCTP is served by few load balancers; ask your provider, or use NODE_PORT');
    }
    checkIntents(context);
  },

  serviceSpec(context) {
    const { options: { loadBalancer: options } } = context;
    const { annotations, labels } = intentsOf(context);
    return {
      type: kplus.ServiceType.LOAD_BALANCER,
      ports: options?.ports,
      annotations: { ...annotations, ...options?.annotations },
      labels,
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
    const { staticAddress, dnsName, internal } = context.options.loadBalancer ?? {};
    const addresses = staticAddress === undefined ? [] : addressesOf(staticAddress).filter(isIpAddress);
    const hosts = [...addresses.length > 0 ? addresses : [`<${LB_ADDRESS}>`], ...dnsName === undefined ? [] : [dnsName]];
    return [
      ...clusterIpPoints(context, service),
      ...context.exposed.flatMap(port => hosts.map(host => new AccessPoint({
        from: AccessFrom.OUTSIDE,
        port: port.name,
        url: url(port.application.scheme, host, loadBalancerPort(context, port)),
        placeholders: host === `<${LB_ADDRESS}>` ? [{
          name: LB_ADDRESS,
          description: 'the address, or the hostname, that the load balancer gave',
          command: new Kubectl(context.namespace).get(`service ${doorService.name}`, ADDRESS_IN_STATUS),
        }] : [],
        note: internal ? 'internal: only from the network of the cluster' : undefined,
      }))),
    ];
  },

  requirements(context, { doorService }): Requirement[] {
    const { options: { loadBalancer: options }, namespace } = context;
    const loadBalancerClass = options?.loadBalancerClass;
    const provider = providerOf(context)?.title;
    const kubectl = new Kubectl(namespace);
    return [{
      kind: RequirementKind.CAPABILITY,
      description: loadBalancerClass === undefined
        ? `${provider ?? 'a load balancer'} for Services without a class; without ${provider === undefined ? 'one' : 'it'} the address stays pending for ever`
        : `the load balancer ${loadBalancerClass}; without it the address stays pending for ever, and the class cannot be changed later (LB-1)`,
      check: kubectl.run('wait', `--for=jsonpath='{.status.loadBalancer.ingress}' service/${doorService.name} --timeout=5m`),
    }, ...options?.staticAddress === undefined ? [] : [{
      kind: RequirementKind.NETWORK,
      description: `the address ${options.staticAddress} is reserved at ${provider}, and nobody else has it; without it the address stays pending for ever, or is another`,
    }], ...intentRequirements(context), ...options?.allocateLoadBalancerNodePorts === false ? [] : [{
      kind: RequirementKind.NETWORK,
      description: 'firewalls keep clients from the node ports that the Service opens on every node besides, unless allocateLoadBalancerNodePorts is false',
      check: kubectl.get(`service ${doorService.name}`, '{.spec.ports[*].nodePort}'),
    }]];
  },
};

const LB_ADDRESS = 'LB_ADDRESS';

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

/** LB-7; a provider that is known is told. */
function checkScheme({ options: { loadBalancer: options, service }, findings, cluster }: ExposureContext): void {
  const isTold = AWS_SCHEME in { ...service?.annotations, ...options?.annotations };
  const isOfAws = options?.loadBalancerClass === 'service.k8s.aws/nlb' && cluster.loadBalancer?.provider !== LoadBalancerProvider.AWS_NLB;
  if (isOfAws && !isTold) {
    findings.report('LB-7', `the AWS load balancer is internal unless the annotation ${AWS_SCHEME} says internet-facing; state one of the two in loadBalancer.annotations`);
  }
}
