import { PodSecurityLevel } from './cluster-facts';
import { ExposurePolicyProps } from './exposure-policy-props';
import { allowList, band, Breach, Limit, LimitName, required, switched } from './policy-limit';
import { annotationsOfDoor, hostnamesOfDoor, hostPortsOfPods, isInternal, labelsOfApp, nodePortsOfDoor, plainDoors } from './policy-sight';
import { podSecurityLevel } from '../access/pod-security';
import { ExposureStrategy } from '../exposure-strategy';
import { cidr, isWithin } from '../kubernetes/addresses';
import { coveredBy, hostname } from '../kubernetes/hostnames';
import { dnsSubdomain, Grammar, labelValue, qualifiedName, shown } from '../kubernetes/names';
import { STRATEGIES } from '../strategies';
import { routeNamespace } from '../strategies/gateway-namespace';
import { ExposureContext } from '../strategies/strategy';

/** Any value. */
const free: Grammar = () => undefined;

const POD_SECURITY = 'https://kubernetes.io/docs/concepts/security/pod-security-standards/';

/** From the strictest. */
const LEVELS = Object.values(PodSecurityLevel);

/** `namespace/name`, or `name`. */
const gatewayName: Grammar = value => {
  const parts = String(value).split('/');
  return parts.length <= 2 && parts.every(part => dnsSubdomain(part) === undefined)
    ? undefined
    : `${shown(value)} is not a Gateway; write its name, or its namespace and name, such as "infra/shared"`;
};

/** Whether one Gateway, or all of a name, are among those that are allowed. */
function isGatewayOf(allowed: string, one: string): boolean {
  return allowed === one || (!allowed.includes('/') && one.endsWith(`/${allowed}`));
}

/** A breach where a name is not among those that are allowed, or is left to the cluster. */
function named(allowed: readonly string[], noun: string, name: string | undefined, option: string): Breach[] {
  return name !== undefined && allowed.includes(name) ? [] : [{
    what: name === undefined ? `leaving the ${noun} to the cluster's default` : `${noun} ${name}`,
    right: `choose ${allowed.join(' or ')} as ${option}`,
  }];
}

/** The table of limits: one row for each option of a policy. What a limit looks at is in its row, and so is how it narrows. */
export const LIMITS: { readonly [L in LimitName]-?: Limit<NonNullable<ExposurePolicyProps[L]>> } = {
  allowedStrategies: allowList('P-1', free, (allowed, { options: { strategy } }) => allowed.includes(strategy)
    ? []
    : [{ what: `strategy ${strategy}`, right: `choose ${allowed.join(' or ')}` }]),

  allowedDomains: allowList('P-2', hostname, (allowed, context) => hostnamesOfDoor(context)
    .filter(({ host }) => host === undefined || !allowed.some(domain => coveredBy(host, domain, 'many')))
    .map(({ what, host }) => ({
      what,
      right: `${host === undefined ? 'give hostnames' : 'choose one'} inside ${allowed.join(' or ')}`,
    })), (domain, one) => coveredBy(one, domain, 'many')),

  requireTls: switched('P-3', true, plainDoors),

  publicLoadBalancers: switched('P-4', false, ({ options }) => options.strategy !== ExposureStrategy.LOAD_BALANCER || isInternal(options)
    ? []
    : [{ what: 'a load balancer that is not internal', right: 'set loadBalancer.internal' }]),

  nodePortBand: band('P-5', nodePortsOfDoor),

  hostPortBand: band('P-6', hostPortsOfPods),

  allowedIngressClasses: allowList('P-7', dnsSubdomain, (allowed, { options: { strategy, ingress } }) => strategy === ExposureStrategy.INGRESS
    ? named(allowed, 'IngressClass', ingress?.ingressClassName, 'ingress.ingressClassName')
    : []),

  allowedGateways: allowList('P-8', gatewayName, (allowed, context, { allowedGatewayClasses = [] }) => {
    const { options: { strategy, gateway } } = context;
    if (strategy !== ExposureStrategy.GATEWAY) {
      return [];
    }
    const right = `attach to ${allowed.join(' or ')}`;
    const own = gateway?.ownGateway;
    return [
      ...(gateway?.parentRefs ?? []).flatMap(({ name, namespace = routeNamespace(context) }): Breach[] => {
        const reference = namespace === undefined ? name : `${namespace}/${name}`;
        return allowed.some(one => isGatewayOf(one, reference)) ? [] : [{ what: `Gateway ${reference}`, right }];
      }),
      ...own && !allowedGatewayClasses.includes(own.gatewayClassName) ? [{ what: `a Gateway of the app's own, of class ${own.gatewayClassName},`, right }] : [],
    ];
  }, isGatewayOf),

  allowedGatewayClasses: allowList('P-9', dnsSubdomain, (allowed, { options: { strategy, gateway } }) =>
    strategy !== ExposureStrategy.GATEWAY || !gateway?.ownGateway
      ? []
      : named(allowed, 'GatewayClass', gateway.ownGateway.gatewayClassName, 'gateway.ownGateway.gatewayClassName')),

  allowedLoadBalancerClasses: allowList('P-10', qualifiedName, (allowed, { options: { strategy, loadBalancer } }) =>
    strategy !== ExposureStrategy.LOAD_BALANCER
      ? []
      : named(allowed, 'load balancer class', loadBalancer?.loadBalancerClass, 'loadBalancer.loadBalancerClass')),

  requiredAnnotations: required('P-11', qualifiedName, free, annotationsOfDoor),

  requiredLabels: required('P-12', qualifiedName, labelValue, labelsOfApp),

  maxExposedPorts: {
    rule: 'P-13',
    check: (most, option) => [[option, Number.isInteger(most) && most >= 1 ? undefined : `${shown(most)} is no number of ports; write a whole number from 1`]],
    widening: (inner, outer) => inner > outer ? `choose at most ${outer}` : undefined,
    breaches: (most, { exposed }) => exposed.length <= most ? [] : [{
      what: `exposing ${exposed.length} ports, ${exposed.map(({ name }) => name).join(', ')},`,
      right: `set exposed: false on all but ${most}`,
    }],
  },

  requiredSourceRanges: allowList('P-14', cidr, (allowed, { options: { strategy, loadBalancer } }) => {
    const ranges = loadBalancer?.loadBalancerSourceRanges ?? [];
    const inside = `inside ${allowed.join(' or ')}`;
    return strategy !== ExposureStrategy.LOAD_BALANCER ? []
      : ranges.length === 0 ? [{ what: 'a load balancer that lets everybody in', right: `give loadBalancer.loadBalancerSourceRanges ${inside}` }]
        : ranges.filter(range => !allowed.some(outer => isWithin(range, outer))).map(range => ({ what: `source range ${range}`, right: `choose one ${inside}` }));
  }, (outer, range) => isWithin(range, outer)),

  podSecurityFloor: {
    rule: 'P-15',
    check: () => [],
    widening: (inner, outer) => LEVELS.indexOf(inner) > LEVELS.indexOf(outer) ? `choose ${LEVELS.slice(0, LEVELS.indexOf(outer) + 1).join(' or ')}` : undefined,
    breaches: (floor, context) => podSecurityBreaches(floor, context),
  },
};

/** The names of all limits, in the order of the table. */
export const LIMIT_NAMES = Object.keys(LIMITS) as LimitName[];

function podSecurityBreaches(floor: PodSecurityLevel, { workload, options: { strategy } }: ExposureContext): Breach[] {
  const isOnNode = STRATEGIES[strategy].hostPorts !== undefined;
  const level = podSecurityLevel(workload._toPodSpec(), isOnNode);
  return LEVELS.indexOf(level as PodSecurityLevel) <= LEVELS.indexOf(floor) ? [] : [{
    what: `${strategy} with pods that need Pod Security level ${level}`,
    right: isOnNode ? 'choose a strategy that opens no port of the node' : `make the pods keep to ${floor} (${POD_SECURITY})`,
  }];
}
