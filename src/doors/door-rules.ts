import { ApiObject } from 'cdk8s';
import { Service, ServiceType } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { OpenDoor, strategyOf } from './open-door';
import { ExposureStrategy } from '../exposure-strategy';
import { HttpLead, httpLeads } from '../http/http-lead';
import { shown } from '../kubernetes/names';
import { objectsOfService } from '../platform/controllers/features';
import { routeNamespace } from '../strategies/gateway-namespace';
import { PlannedParent, PlannedRoute, planRoutes } from '../strategies/gateway-plan';
import { aRoute, attachToOneListener } from '../strategies/gateway-rules';
import { ExposureContext } from '../strategies/strategy';
import { userPath } from '../synth-notes';

/**
 * What a further door cannot have beside the doors that there are.
 *
 * @param service The Service of the app, which the door goes through unless it has one of its own.
 */
export function checkBeside(context: ExposureContext, before: readonly OpenDoor[], service: Service): void {
  for (const { context: other } of before) {
    checkHostPortsOnce(context, other);
    checkNodePortsApart(context, other);
    checkNetworkPolicies(context, other);
    checkObjectsOfService(context, other);
    COMPARE[context.options.strategy]?.(context, other);
  }
  checkSharedService(context, service);
}

/** What two doors of one strategy cannot both have. */
const COMPARE: Partial<Record<ExposureStrategy, (context: ExposureContext, other: ExposureContext) => void>> = {
  [ExposureStrategy.INGRESS]: checkIngressesApart,
  [ExposureStrategy.GATEWAY]: checkRoutesApart,
};

/** How messages call a door that is there. */
function called({ scope, options }: ExposureContext): string {
  return `the door ${options.strategy} of ${userPath(scope)}`;
}

/** E-20 */
function checkHostPortsOnce(context: ExposureContext, other: ExposureContext): void {
  if (strategyOf(context).hostPorts && strategyOf(other).hostPorts) {
    context.findings.report('E-20', `strategy ${context.options.strategy} opens ports of the node, and ${called(other)} does so already, with the same pods; choose another strategy for one of the two`);
  }
}

/** N-8: NetworkPolicies of the same pods let in what one of them does, and keep out the rest. */
function checkNetworkPolicies({ options, findings }: ExposureContext, other: ExposureContext): void {
  if (!options.networkPolicy && other.options.networkPolicy) {
    findings.report('N-8', `${called(other)} has a networkPolicy, which keeps out what comes through this one; give networkPolicy here too`);
  } else if (options.networkPolicy && !other.options.networkPolicy) {
    findings.report('N-8', `networkPolicy keeps out what comes through ${called(other)}, which has none; give it there too`);
  }
}

/** E-9: what controllers are told of one Service by an object is the same with each door. */
function checkObjectsOfService(context: ExposureContext, other: ExposureContext): void {
  const made = objectsOfService(other);
  for (const object of objectsOfService(context)) {
    const before = made.find(({ kind, name }) => kind === object.kind && name === object.name);
    if (before && JSON.stringify(before.body) !== JSON.stringify(object.body)) {
      context.findings.report('E-9', `the door needs another ${object.kind} ${object.name} than ${called(other)}, with which it shares the Service; ask for the same of http with each door that goes through it`);
    }
  }
}

/** A node port that a door asks for by number. */
interface AskedNodePort {
  readonly number: number;
  /** What it is for. */
  readonly use: string;
  /** The rule that says that no other Service has it. */
  readonly rule: 'X-1' | 'X-2';
}

/** each number is a node port of one Service. */
function checkNodePortsApart(context: ExposureContext, other: ExposureContext): void {
  const taken = nodePortsOf(other);
  for (const { number, use, rule } of nodePortsOf(context)) {
    const twin = taken.find(before => before.number === number);
    if (twin) {
      context.findings.report(rule, `node port ${number} of ${use} is that of ${twin.use} at ${called(other)} already; give them different numbers`);
    }
  }
}

function nodePortsOf(context: ExposureContext): AskedNodePort[] {
  const { nodePorts = {}, fields } = strategyOf(context).serviceSpec(context);
  const check = fields?.healthCheckNodePort;
  return [
    ...Object.entries(nodePorts).map(([name, number]) => ({ number, use: `port ${name}`, rule: 'X-1' as const })),
    ...check === undefined ? [] : [{ number: check, use: 'the health check', rule: 'X-2' as const }],
  ];
}

/** IN-15: Ingresses of one class, which one controller serves. Of several classes each has its own. */
function checkIngressesApart(context: ExposureContext, other: ExposureContext): void {
  if (other.options.strategy !== ExposureStrategy.INGRESS || context.options.ingress?.ingressClassName !== other.options.ingress?.ingressClassName) {
    return;
  }
  const served = httpLeads(other).flatMap(matchesOf);
  for (const match of httpLeads(context).flatMap(matchesOf).filter(({ key }) => served.some(({ key: before }) => before === key))) {
    context.findings.report('IN-15', `${match.words} is served by ${called(other)} already, of the same class; give this one another hostname, path or ingressClassName`);
  }
}

/** routes of one kind at one listener. */
function checkRoutesApart(context: ExposureContext, other: ExposureContext): void {
  if (other.options.strategy !== ExposureStrategy.GATEWAY) {
    return;
  }
  const routes = planRoutes(other);
  for (const route of planRoutes(context)) {
    for (const before of routes.filter(({ kind }) => kind === route.kind)) {
      const parent = route.parents.find(one => before.parents.some(two => attachToOneListener(placed(context, one), placed(other, two))));
      const served = requestsOf(before);
      const [twice] = requestsOf(route).filter(({ key }) => served.some(({ key: taken }) => taken === key));
      if (parent && twice) {
        const listener = parent.sectionName === undefined ? '' : `, listener ${parent.sectionName}`;
        context.findings.report('X-10', `${twice.words} has ${aRoute(route)} at Gateway ${parent.name}${listener} by ${called(other)} already; give this one another hostname, path or listener`);
      }
    }
  }
}

/** A reference to a Gateway with the namespace that is meant where none is given. */
function placed(context: ExposureContext, parent: PlannedParent): PlannedParent {
  return { ...parent, namespace: parent.namespace ?? routeNamespace(context) };
}

/** Requests that something matches: a key that is the same for the same ones, and how messages call them. */
interface Match {
  readonly key: string;
  readonly words: string;
}

function matchesOf({ hostnames, path, pathType }: HttpLead): Match[] {
  return (hostnames.length === 0 ? [undefined] : hostnames).map(host => ({
    key: `${pathType} ${host ?? ''}${path}`,
    words: host === undefined ? `every hostname with path ${path}` : `${host}${path}`,
  }));
}

/** What a route matches; one without hostnames and paths matches everything that comes to its listener. */
function requestsOf({ leads, ports }: PlannedRoute): Match[] {
  return leads.length === 0 ? [{ key: '', words: `port ${ports[0].name}` }] : leads.flatMap(matchesOf);
}

/** E-9: what is said of a Service of its own that the door does not have, and what contradicts the one of the app. */
function checkSharedService(context: ExposureContext, service: Service): void {
  const { findings, options } = context;
  const { type, annotations = {} } = strategyOf(context).serviceSpec(context);
  if (type !== ServiceType.CLUSTER_IP) {
    return;
  }
  if (options.service) {
    findings.report('E-9', `service is given, and the door goes through the Service ${service.name} of the app; give it with the first door of the app, or leave it out`);
  }
  const stated: Readonly<Record<string, string>> = service.metadata.toJson()?.annotations ?? {};
  for (const [key, value] of Object.entries(annotations)) {
    if (Object.hasOwn(stated, key) && stated[key] !== value) {
      findings.report('E-9', `the door needs the annotation ${key} ${shown(value)} of Service ${service.name}, which has ${shown(stated[key])} already; ask for the same with each door that goes through it`);
    }
  }
}

/** no object of the door has the kind and name of another of the app. */
export function checkNames({ scope, findings }: ExposureContext): void {
  const own = objectsIn(scope);
  const others = new Set(objectsIn(scope.node.scope!).filter(object => !own.includes(object)).map(identityOf));
  for (const object of own.filter(one => others.has(identityOf(one)))) {
    findings.report('X-17', `${object.kind} ${object.name} is there already; give the further door another id than ${shown(scope.node.id)}`);
  }
}

function objectsIn(scope: Construct): ApiObject[] {
  return scope.node.findAll().filter(construct => ApiObject.isApiObject(construct));
}

function identityOf({ apiGroup, kind, name, metadata }: ApiObject): string {
  return [apiGroup, kind, metadata.namespace, name].join('/');
}
