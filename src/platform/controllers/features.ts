import { ApiObject } from 'cdk8s';
import { ServiceType } from 'cdk8s-plus-27';
import { Cell, FeatureContext, FeatureName, FEATURES, FeatureValues, Json, RenderedObject, Rendering, Row } from './controller';
import { GATEWAY_API } from './gateway-api';
import { CONTROLLERS } from './index';
import { Requirement } from '../../access/requirement';
import { ExposureStrategy } from '../../exposure-strategy';
import { httpFeatureFields } from '../../http/http-features';
import { hostnamesOf, HttpLead, httpLeads } from '../../http/http-lead';
import { tlsSecretName } from '../../http/tls';
import { Application, isRoutedByHostname, Traffic } from '../../kubernetes/application';
import { doorServiceName } from '../../service/external-service';
import { routeNamespace } from '../../strategies/gateway-namespace';
import { planRoutes } from '../../strategies/gateway-plan';
import { defaultBackendOf, ingressRules } from '../../strategies/ingress-rules';
import { ExposureContext } from '../../strategies/strategy';
import { DoorPort } from '../../workload/door-port';
import { IngressController } from '../ingress-controller';
import { ControlledDoor, platformOf } from '../platform-of';

/** Everything that the features of an app add to its door. */
export interface RenderedFeatures extends Required<Omit<Rendering, 'lists' | Single>>, Pick<Rendering, Single> {}

/** What one feature alone says, if any does. */
type Single = 'backends' | 'backendPort' | 'certificate';

const NOTHING: RenderedFeatures = { annotations: {}, serviceAnnotations: {}, objects: [], filters: [], rule: {}, requirements: [] };

/** The features that an app asks for by `http` or by what its ports speak, in the order of the table. */
function wanted(context: ExposureContext, door: ControlledDoor): [FeatureName, unknown][] {
  const { options: { http }, exposed } = context;
  const leads = httpLeads(context);
  const speaking = (is: (application: Application) => boolean, ports: readonly DoorPort[] = exposed) => {
    const found = ports.filter(({ application }) => is(application));
    return found.length === 0 ? undefined : found;
  };
  const fallback = door === 'ingress' ? defaultBackendOf(context) : undefined;
  const led = [...new Set(leads.map(({ port }) => port))];
  const spoken = [...new Set([...led, ...fallback ? [fallback] : []])];
  const isTls = ({ traffic }: Application) => traffic === Traffic.TLS;
  const isPassed = door === 'gateway' || http?.tls?.passthrough === true;
  const values: { [F in FeatureName]?: FeatureValues[F] } = {
    routing: true,
    tls: isPassed && http?.tls?.passthrough ? undefined : http?.tls,
    tlsPassthrough: isPassed ? speaking(isTls, led) : undefined,
    backendTls: speaking(isTls, !isPassed ? spoken : fallback ? [fallback] : []), // no server name leads to the default backend
    webSockets: speaking(({ scheme }) => scheme === 'ws' || scheme === 'wss', led),
    grpc: speaking(({ traffic }) => traffic === Traffic.GRPC, spoken),
    tcp: speaking(({ traffic }) => traffic === Traffic.TCP),
    udp: speaking(({ traffic }) => traffic === Traffic.UDP),
  };
  for (const feature of Object.keys(httpFeatureFields) as (keyof typeof httpFeatureFields)[]) {
    const value = http?.[feature];
    if (value !== undefined && value !== false) {
      Object.assign(values, { [feature]: value });
    }
  }
  return (Object.keys(FEATURES) as FeatureName[]).flatMap(feature => values[feature] === undefined ? [] : [[feature, values[feature]]]);
}

/** The controller behind a door, as the platform says. */
export function controllerOf(context: ExposureContext, door: ControlledDoor): IngressController | undefined {
  return platformOf(context, door)?.controller;
}

/** How the controller behind a door does things; of an unknown one for Gateways what the Gateway API has itself. */
function rowOf(context: ExposureContext, door: ControlledDoor): Row | undefined {
  const controller = controllerOf(context, door);
  return controller === undefined ? door === 'gateway' ? GATEWAY_API : undefined : CONTROLLERS[controller][door] ?? {};
}

function isOfHttp(feature: FeatureName): feature is keyof typeof httpFeatureFields {
  return Object.hasOwn(httpFeatureFields, feature);
}

/** What an error calls a feature. */
function subjectOf(feature: FeatureName, value: unknown): string {
  return isOfHttp(feature) || feature === 'tls' ? `http.${feature}`
    : Array.isArray(value) ? `${FEATURES[feature]} for port ${(value as DoorPort[]).map(({ name }) => name).join(', ')}`
      : FEATURES[feature];
}

/** The controllers that have a feature for a door, as they are called. */
export function controllersWith(feature: FeatureName, door: ControlledDoor): string[] {
  return Object.values(CONTROLLERS).filter(controller => controller[door]?.[feature]).map(({ title }) => title);
}

/** C-1, C-2, C-3: the controller does what is asked for, with these values. */
export function checkFeatures(context: ExposureContext, door: ControlledDoor): void {
  const { findings, cluster } = context;
  const row = rowOf(context, door);
  const controller = controllerOf(context, door);
  const known = controller && CONTROLLERS[controller];
  const kind = door === 'ingress' ? 'an Ingress' : 'the Gateway API';
  if (known && !known[door]) {
    findings.report('C-1', `${door}.controller of ClusterProfile ${cluster.name} is ${known.title}, which does not serve ${kind}; choose ${controllersFor(door).join(', ')}`);
    return;
  }
  if (known?.warning !== undefined) {
    findings.report('C-4', `${door}.controller of ClusterProfile ${cluster.name} is ${known.title}: ${known.warning}`);
  }
  const told = featureContext(context, door);
  for (const [feature, value] of wanted(context, door)) {
    const cell = row?.[feature] as Cell<unknown> | undefined;
    if (cell) {
      const isWrong = findings.reportIf('C-3', subjectOf(feature, value), cell.check?.(value, told));
      if (!isWrong && isOfHttp(feature) && !hasUse(context, door, told, cell.render?.(value, told) ?? {})) {
        findings.report('E-9', `http.${feature} changes HTTP requests, and nothing that the door leads to is HTTP as it passes; leave it out, or say with appProtocol that a port speaks HTTP`);
      }
    } else if (known || (row && isOfHttp(feature))) {
      const others = controllersWith(feature, door).join(', ') || 'no controller known here';
      findings.report('C-1', `${subjectOf(feature, value)} is nothing that ${known
        ? `${known.title} does for ${kind} (${door}.controller of ClusterProfile ${cluster.name}); it is done by ${others}`
        : `the Gateway API has itself; it is done by ${others}, where gateway.controller of a ClusterProfile says so`}`);
    } else if (isOfHttp(feature)) {
      findings.report('C-2', `http.${feature} is told to each Ingress controller in another way, and which one it is is not known; attach a ClusterProfile with ingress.controller, or use ingress.annotations`);
    }
  }
  checkPortsBeside(context, door, row?.allowSourceRanges?.isOfWholeDoor === true);
  checkOverwritten(context, door);
  if (door === 'gateway') {
    checkFilters(context);
  }
}

/** C-5: the clients that `http.allowSourceRanges` lets in are the only ones of every port. */
function checkPortsBeside(context: ExposureContext, door: ControlledDoor, isOfWholeDoor: boolean): void {
  const { exposed, options: { http }, findings } = context;
  const isPassed = door === 'gateway' || http?.tls?.passthrough === true;
  const beside = exposed.filter(({ application }) => !isRoutedByHostname(application) || (isPassed && application.traffic === Traffic.TLS));
  if (http?.allowSourceRanges && !isOfWholeDoor && beside.length > 0) {
    const names = beside.map(({ name }) => name).join(', ');
    findings.report('C-5', `http.allowSourceRanges keeps clients from what is HTTP as it passes, and everybody reaches port ${names}; set exposed: false on it, or open a door of its own for it`);
  }
}

/** What `gateway.filters` and `http` both change. */
const TWICE = { requestHeaderModifier: 'requestHeaders', responseHeaderModifier: 'responseHeaders', urlRewrite: 'rewritePath' } as const;

/** E-9, GW-6: the same change in `gateway.filters` and in `http`, and what `http` asks of an app that is not asked. */
function checkFilters({ options: { gateway, http }, findings }: ExposureContext): void {
  for (const feature of gateway?.filters?.requestRedirect ? ['rewritePath', 'canary'] as const : []) {
    if (http?.[feature] !== undefined) {
      findings.report('GW-6', `gateway.filters.requestRedirect and http.${feature} are both given; a redirected request never reaches the app, give one of the two`);
    }
  }
  for (const [filter, feature] of Object.entries(TWICE) as [keyof typeof TWICE, typeof TWICE[keyof typeof TWICE]][]) {
    if (gateway?.filters?.[filter] && http?.[feature] !== undefined) {
      findings.report('E-9', `gateway.filters.${filter} and http.${feature} are both given; put all of it into one of them`);
    }
  }
}

const GRPC_FILTERS: unknown[] = ['RequestHeaderModifier', 'ResponseHeaderModifier', 'ExtensionRef'];

/** Whether a filter of an HTTPRoute is one of a GRPCRoute too. */
export function isForGrpc({ type }: Json): boolean {
  return GRPC_FILTERS.includes(type);
}

/** Whether there is HTTP for a feature to change: in GATEWAY an HTTPRoute, or a GRPCRoute for what that has too. */
function hasUse(context: ExposureContext, door: ControlledDoor, { leads, routes }: FeatureContext, { rule, filters = [] }: Rendering): boolean {
  return door === 'ingress'
    ? leads.some(lead => isOfIngress(context, lead))
    : routes.some(({ kind }) => kind === 'HTTPRoute' || (kind === 'GRPCRoute' && rule === undefined && filters.every(isForGrpc)));
}

function controllersFor(door: ControlledDoor): string[] {
  return Object.values(CONTROLLERS).filter(controller => controller[door]).map(({ title }) => title);
}

/** E-9: an annotation that the app states and a feature sets too. What follows from no option is a default. */
function checkOverwritten(context: ExposureContext, door: ControlledDoor): void {
  const { annotations, serviceAnnotations } = joined(renderingsOf(context, door, ['routing']));
  for (const [block, set] of [[door, annotations], ['service', serviceAnnotations]] as const) {
    const stated = context.options[block]?.annotations ?? {};
    for (const [key, value] of Object.entries(set)) {
      if (Object.hasOwn(stated, key) && stated[key] !== value) {
        context.findings.report('E-9', `${block}.annotations has ${key}, which http sets to ${value}; leave one of the two out`);
      }
    }
  }
}

/** What the features of an app add to its door. What the app states of its Service goes before what is a default. */
export function featuresOf(context: ExposureContext, door: ControlledDoor): RenderedFeatures {
  const renderings = renderingsOf(context, door);
  if (renderings.length === 0) {
    return NOTHING;
  }
  const { serviceAnnotations, ...features } = joined(renderings);
  const stated = context.options.service?.annotations ?? {};
  const own = Object.entries(serviceAnnotations).filter(([key]) => !Object.hasOwn(stated, key));
  return { ...features, serviceAnnotations: Object.fromEntries(own) };
}

/** What each feature adds, in the order of the table. */
function renderingsOf(context: ExposureContext, door: ControlledDoor, without: readonly FeatureName[] = []): Rendering[] {
  const row = rowOf(context, door);
  if (!row) {
    return [];
  }
  const told = featureContext(context, door);
  return wanted(context, door).filter(([feature]) => !without.includes(feature)).flatMap(([feature, value]) => {
    const cell = row[feature] as Cell<unknown> | undefined;
    return cell?.render && cell.check?.(value, told) === undefined ? [cell.render(value, told)] : [];
  });
}

function featureContext(context: ExposureContext, door: ControlledDoor): FeatureContext {
  const { name, cluster, options: { http = {}, ingress, gateway } } = context;
  const service = serviceOf(context, door);
  const leads = httpLeads(context);
  return {
    name,
    service,
    cluster,
    leads,
    fallback: door === 'ingress' ? defaultBackendOf(context) : undefined,
    namespace: door === 'gateway' ? routeNamespace(context) : context.namespace,
    appNamespace: context.namespace,
    hostnames: hostnamesOf(leads),
    http,
    tls: http.tls,
    tlsSecret: tlsSecretName(http.tls, name),
    ingressClassName: ingress?.ingressClassName,
    routes: door === 'gateway' ? planRoutes(context) : [],
    ownsGateway: gateway?.ownGateway !== undefined,
    listeners: platformOf(context, door)?.listeners ?? [],
    ingressRules: backend => ingressRules(ruledLeads(context, leads), backend?.service ?? service, backend?.port),
  };
}

/** Leads as the rules of an Ingress state them. */
export function ruledLeads(context: ExposureContext, leads: readonly HttpLead[]): readonly HttpLead[] {
  const row = rowOf(context, 'ingress');
  return row ? wanted(context, 'ingress').reduce((ruled, [feature]) => {
    const change = row[feature]?.ruled;
    return change ? ruled.map(change) : ruled;
  }, leads) : leads;
}

/** Puts together what several features say. */
function joined(renderings: readonly Rendering[]): RenderedFeatures {
  const lists: Record<string, string[]> = {};
  for (const [key, entries] of renderings.flatMap(({ lists: some = {} }) => Object.entries(some))) {
    lists[key] = [...lists[key] ?? [], ...entries];
  }
  return {
    annotations: {
      ...Object.assign({}, ...renderings.map(({ annotations }) => annotations)),
      ...Object.fromEntries(Object.entries(lists).map(([key, entries]) => [key, entries.join(',')])),
    },
    serviceAnnotations: Object.assign({}, ...renderings.map(({ serviceAnnotations }) => serviceAnnotations)),
    objects: joinedObjects(renderings.flatMap(({ objects = [] }) => objects)),
    filters: renderings.flatMap(({ filters = [] }) => filters),
    rule: Object.assign({}, ...renderings.map(({ rule }) => rule)),
    requirements: distinct(renderings.flatMap(({ requirements = [] }) => requirements)),
    backends: renderings.find(({ backends }) => backends)?.backends,
    backendPort: renderings.find(({ backendPort }) => backendPort)?.backendPort,
    certificate: renderings.find(({ certificate }) => certificate)?.certificate,
  };
}

/** Each requirement once, however many features have it. */
function distinct(requirements: readonly Requirement[]): Requirement[] {
  return [...new Map(requirements.map(requirement => [requirement.description, requirement])).values()];
}

/** Each object once, with what every feature says of it. */
function joinedObjects(objects: readonly RenderedObject[]): RenderedObject[] {
  const made = new Map<string, RenderedObject>();
  for (const object of objects) {
    const key = `${object.kind} ${object.suffix}`;
    const before = made.get(key);
    made.set(key, before
      ? { ...before, annotations: { ...before.annotations, ...object.annotations }, body: merged(before.body, object.body) as Json }
      : object);
  }
  return [...made.values()];
}

function merged(one: unknown, other: unknown): unknown {
  if (Array.isArray(one) && Array.isArray(other)) {
    return JSON.stringify(one) === JSON.stringify(other) ? one : [...one, ...other];
  }
  if (isObject(one) && isObject(other)) {
    const both = new Set([...Object.keys(one), ...Object.keys(other)]);
    return Object.fromEntries([...both].map(key => [key, key in one && key in other ? merged(one[key], other[key]) : one[key] ?? other[key]]));
  }
  return other;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Makes the objects beside the door, without those of the Service that a door before has made. */
export function makeFeatureObjects(context: ExposureContext, door: ControlledDoor, { objects }: RenderedFeatures): ApiObject[] {
  const namespace = door === 'gateway' ? routeNamespace(context) : context.namespace;
  const made = context.before.flatMap(objectsOfService).map(identityOf);
  const isThere = (object: NamedObject) => object.isBesideService === true && made.includes(identityOf(object));
  const missing = objects.map(object => named(context, door, object)).filter(object => !isThere(object));
  return missing.map(({ apiVersion, kind, name, suffix, isBesideService, labels, annotations, body }) => {
    const metadata = { name, namespace: isBesideService ? context.namespace : namespace, labels: { ...context.labels, ...labels }, annotations };
    return new ApiObject(context.scope, suffix === '' ? kind : `${kind}-${suffix}`, { apiVersion, kind, metadata, ...body });
  });
}

/** An object beside the door, with its name. */
export interface NamedObject extends RenderedObject {
  readonly name: string;
}

function named(context: ExposureContext, door: ControlledDoor, object: RenderedObject): NamedObject {
  const of = object.isBesideService ? serviceOf(context, door) : context.name;
  return { ...object, name: object.suffix === '' ? of : `${of}-${object.suffix}` };
}

function identityOf({ kind, name }: NamedObject): string {
  return `${kind} ${name}`;
}

/** What the controller of a door, if it has one, is told of the Service by objects. */
export function objectsOfService(context: ExposureContext): NamedObject[] {
  const door = CONTROLLED[context.options.strategy];
  return door ? featuresOf(context, door).objects.filter(({ isBesideService }) => isBesideService).map(object => named(context, door, object)) : [];
}

const CONTROLLED: { readonly [S in ExposureStrategy]?: ControlledDoor } = { [ExposureStrategy.INGRESS]: 'ingress', [ExposureStrategy.GATEWAY]: 'gateway' };

/** The name of the Service that a door goes through. */
function serviceOf(context: ExposureContext, door: ControlledDoor): string {
  const { ingress } = context.options;
  return doorServiceName(context, { type: door === 'ingress' ? ingress?.serviceType ?? ServiceType.CLUSTER_IP : ServiceType.CLUSTER_IP });
}

/** Whether an Ingress leads there: TLS that is handed on has an object of the controller's own. */
export function isOfIngress({ options: { http } }: ExposureContext, { port }: HttpLead): boolean {
  return !http?.tls?.passthrough || port.application.traffic !== Traffic.TLS;
}
