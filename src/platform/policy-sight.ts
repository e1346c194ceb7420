import * as kplus from 'cdk8s-plus-27';
import { Breach, Claim, Stated } from './policy-limit';
import { ExposureOptions } from '../exposure-options';
import { ExposureStrategy } from '../exposure-strategy';
import { HttpLead, httpLeads } from '../http/http-lead';
import { issuerAnnotations } from '../http/tls';
import { Traffic } from '../kubernetes/application';
import { PortRange } from '../kubernetes/ports';
import { TrafficPolicy } from '../service-options';
import { STRATEGIES } from '../strategies';
import { featuresOf } from './controllers/features';
import { ownListeners, planRoutes, PlannedParent } from '../strategies/gateway-plan';
import { GatewayProtocol } from '../strategies/gateway-protocol';
import { isHostNetworked } from '../strategies/host-port-rules';
import { ExposureContext } from '../strategies/strategy';

/** The annotations of what is the door of an app, and the option that they are stated in. */
interface DoorAnnotations {
  readonly option: string;
  readonly of: (context: ExposureContext) => { readonly [key: string]: string };
}

/** Those of the Service that the door goes through. */
function ofService(option: string): DoorAnnotations {
  return {
    option,
    of: context => ({ ...context.options.service?.annotations, ...STRATEGIES[context.options.strategy].serviceSpec(context).annotations }),
  };
}

const ANNOTATIONS: Record<ExposureStrategy, DoorAnnotations> = {
  [ExposureStrategy.HOST_NETWORK]: ofService('service.annotations'),
  [ExposureStrategy.HOST_PORT]: ofService('service.annotations'),
  [ExposureStrategy.CLUSTER_IP]: ofService('service.annotations'),
  [ExposureStrategy.NODE_PORT]: ofService('nodePort.annotations'),
  [ExposureStrategy.LOAD_BALANCER]: ofService('loadBalancer.annotations'),
  [ExposureStrategy.INGRESS]: {
    option: 'ingress.annotations',
    of: context => ({
      ...issuerAnnotations(context.options.http?.tls), ...featuresOf(context, 'ingress').annotations, ...context.options.ingress?.annotations,
    }),
  },
  [ExposureStrategy.GATEWAY]: {
    option: 'gateway.annotations',
    of: context => ({ ...featuresOf(context, 'gateway').annotations, ...context.options.gateway?.annotations }),
  },
};

export function annotationsOfDoor(context: ExposureContext): Stated {
  const { option, of } = ANNOTATIONS[context.options.strategy];
  return { noun: 'annotation', option, entries: of(context) };
}

export function labelsOfApp({ labels }: ExposureContext): Stated {
  return { noun: 'label', option: 'labels', entries: labels };
}

/** A hostname that a door answers; undefined stands for every one. */
export interface AskedHostname {
  readonly what: string;
  readonly host: string | undefined;
}

const leadHostnames = ({ hostnames, path }: HttpLead, listeners: readonly (string | undefined)[]): AskedHostname[] => hostnames.length > 0
  ? hostnames.map(asked)
  : listeners.map(host => host === undefined ? { what: `path ${path}, which is answered for every hostname,`, host } : asked(host));

const asked = (host: string): AskedHostname => ({ what: `hostname ${host}`, host });

const HOSTNAMES: Partial<Record<ExposureStrategy, (context: ExposureContext) => AskedHostname[]>> = {
  [ExposureStrategy.INGRESS]: context => [
    ...httpLeads(context).flatMap(lead => leadHostnames(lead, [undefined])),
    ...context.options.ingress?.defaultBackend === undefined
      ? []
      : [{ what: `ingress.defaultBackend ${context.options.ingress.defaultBackend}, which answers every hostname,`, host: undefined }],
  ],
  [ExposureStrategy.GATEWAY]: context => [
    ...planRoutes(context).flatMap(({ leads, parents }) => leads.flatMap(lead => leadHostnames(lead, parents.map(({ own }) => own?.hostname)))),
    ...(context.options.gateway?.ownGateway ? ownListeners(context) : []).flatMap(({ hostname }) => hostname === undefined ? [] : [asked(hostname)]),
  ],
};

/**
 * What asks ExternalDNS for hostnames, with its prefix before version 0.22 and since.
 *
 * @see https://kubernetes-sigs.github.io/external-dns/v0.23.0/docs/annotations/annotations/
 */
const DNS_ANNOTATIONS = ['external-dns.alpha.kubernetes.io', 'external-dns.kubernetes.io']
  .flatMap(prefix => [`${prefix}/hostname`, `${prefix}/internal-hostname`]);

/** The name in DNS that a door is given, whoever makes the record. */
const DNS_NAMES: Partial<Record<ExposureStrategy, (options: ExposureOptions) => string | undefined>> = {
  [ExposureStrategy.NODE_PORT]: ({ nodePort }) => nodePort?.dnsName,
  [ExposureStrategy.LOAD_BALANCER]: ({ loadBalancer }) => loadBalancer?.dnsName,
};

/** The hostnames that a door answers, or that DNS is asked to lead to it, each once. */
export function hostnamesOfDoor(context: ExposureContext): AskedHostname[] {
  const named = DNS_NAMES[context.options.strategy]?.(context.options);
  const annotated = [context.options.service?.annotations ?? {}, annotationsOfDoor(context).entries]; // of two objects, where the door is not the Service
  const inDns = annotated.flatMap(annotations => DNS_ANNOTATIONS.flatMap(key => (annotations[key] ?? '').split(',')))
    .map(host => host.trim()).filter(host => host !== '');
  const all = [...HOSTNAMES[context.options.strategy]?.(context) ?? [], ...inDns.map(asked), ...named === undefined ? [] : [asked(named)]];
  return [...new Map(all.map(one => [one.what, one])).values()];
}

/** Ports that speak plain HTTP or gRPC through a door that ends no TLS. */
const plainPorts = ({ exposed, options: { strategy } }: ExposureContext): Breach[] => exposed
  .filter(({ application: { traffic } }) => traffic === Traffic.HTTP || traffic === Traffic.GRPC)
  .map(({ name, application }) => ({
    what: `port ${name}, which speaks ${application.scheme} through a ${strategy} without TLS,`,
    right: 'choose Ingress or Gateway with http.tls, or let the app end TLS and say so with appProtocol https',
  }));

const GIVE_TLS = 'give http.tls';

const PLAIN: Record<ExposureStrategy, (context: ExposureContext) => Breach[]> = {
  [ExposureStrategy.HOST_NETWORK]: plainPorts,
  [ExposureStrategy.HOST_PORT]: plainPorts,
  [ExposureStrategy.CLUSTER_IP]: () => [],
  [ExposureStrategy.NODE_PORT]: plainPorts,
  [ExposureStrategy.LOAD_BALANCER]: plainPorts,
  [ExposureStrategy.INGRESS]: context => context.options.http?.tls || httpLeads(context).length === 0
    ? []
    : [{ what: 'an Ingress without TLS', right: GIVE_TLS }],
  [ExposureStrategy.GATEWAY]: context => planRoutes(context)
    .filter(({ kind }) => kind === 'HTTPRoute' || kind === 'GRPCRoute')
    .flatMap(({ kind, name, parents }) => parents.filter(parent => !isSecure(parent, context.options)).map(parent => ({
      what: `${kind} ${name} at ${parent.sectionName === undefined ? 'every listener' : `listener ${parent.sectionName}`} of Gateway ${parent.name}`,
      right: context.options.http?.tls ? 'give the sectionName of an HTTPS listener' : GIVE_TLS,
    }))),
};

/** Whether a route of the web is served over TLS alone: through one listener, which is known to be HTTPS or is taken for it by the app. */
function isSecure({ own, listener, sectionName }: PlannedParent, { http }: ExposureOptions): boolean {
  const protocol = (own ?? listener)?.protocol ?? (http?.tls ? GatewayProtocol.HTTPS : GatewayProtocol.HTTP);
  return sectionName !== undefined && protocol === GatewayProtocol.HTTPS;
}

/** What leaves the cluster in plain HTTP or gRPC. */
export function plainDoors(context: ExposureContext): Breach[] {
  return PLAIN[context.options.strategy](context);
}

/** Whether a load balancer is for the inside of the network alone. */
export function isInternal({ loadBalancer }: ExposureOptions): boolean {
  return loadBalancer?.internal === true;
}

const span = ({ from, to }: PortRange) => `from ${from} to ${to}`;

/** Where node ports are stated. */
const NODE_PORTS: Partial<Record<ExposureStrategy, string>> = {
  [ExposureStrategy.NODE_PORT]: 'nodePort.ports',
  [ExposureStrategy.LOAD_BALANCER]: 'loadBalancer.nodePorts',
};

/** The node ports that the Service of a door gets. */
export function nodePortsOfDoor(context: ExposureContext): Claim[] {
  const { exposed, options: { strategy } } = context;
  const { type, nodePorts = {}, fields } = STRATEGIES[strategy].serviceSpec(context);
  const option = NODE_PORTS[strategy];
  const isChosen = type !== kplus.ServiceType.CLUSTER_IP && fields?.allocateLoadBalancerNodePorts !== false;
  const isLocal = type === kplus.ServiceType.LOAD_BALANCER && fields?.externalTrafficPolicy === TrafficPolicy.LOCAL;
  return [
    ...exposed.filter(({ name }) => isChosen || nodePorts[name] !== undefined).map(({ name }): Claim => ({
      kind: 'node port',
      of: ` of port ${name}`,
      number: nodePorts[name],
      remedy: range => option === undefined ? 'leave ingress.serviceType out' : `state a number ${span(range)} in ${option}.${name}`,
    })),
    ...isLocal ? [{
      kind: 'health check node port',
      of: '',
      number: fields?.healthCheckNodePort,
      remedy: (range: PortRange) => `state a number ${span(range)} in loadBalancer.healthCheckNodePort`,
    }] : [],
  ];
}

/** The ports that pods open on their node: for their door, and by themselves. */
export function hostPortsOfPods(context: ExposureContext): Claim[] {
  const { workload, options } = context;
  const door = STRATEGIES[options.strategy].hostPorts?.(context);
  const isOnHostNetwork = isHostNetworked(workload);
  return workload.containers.flatMap(container => container.ports.flatMap((port): Claim[] => {
    const number = door?.of(port, container)?.hostPort ?? port.hostPort ?? (isOnHostNetwork ? port.number : undefined);
    return number === undefined ? [] : [{
      kind: 'host port',
      of: ` of container ${container.name}`,
      number,
      remedy: range => `choose a number ${span(range)}`,
    }];
  }));
}
