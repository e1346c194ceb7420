import { ApiObject, ApiObjectMetadata } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { GatewayFilters } from './gateway-filters';
import { crossesNamespaces, routeNamespace } from './gateway-namespace';
import { CertificateRef, GatewayListener, GatewayParentRef } from './gateway-options';
import { ownListeners, PlannedRoute } from './gateway-plan';
import { GatewayProtocol } from './gateway-protocol';
import { ExposureContext } from './strategy';
import { HeaderModifier } from '../http/header-modifier';
import { HttpLead } from '../http/http-lead';
import { HttpPathType } from '../http/http-options';
import { issuerAnnotations } from '../http/tls';
import { GatewayKind, servedVersion } from '../kubernetes/versions';
import { isForGrpc, RenderedFeatures } from '../platform/controllers/features';

type Json = { [key: string]: unknown };

function make(context: ExposureContext, kind: GatewayKind, id: string, metadata: ApiObjectMetadata, spec: Json): ApiObject {
  const { cluster, labels, scope } = context;
  return new ApiObject(scope, id, {
    apiVersion: servedVersion(kind, cluster.gatewayApiVersion, cluster.gatewayApiChannel)!,
    kind,
    metadata: { ...metadata, labels },
    spec,
  });
}

/** The certificates of the own Gateway that are in another namespace than it. */
function distantCertificates(context: ExposureContext): CertificateRef[] {
  const refs = context.options.gateway?.ownGateway ? ownListeners(context).flatMap(({ tls }) => tls?.certificateRefs ?? []) : [];
  return refs.filter(({ namespace }) => namespace !== undefined && namespace !== routeNamespace(context));
}

/** Whether ReferenceGrants are needed (GW-16). */
export function grants(context: ExposureContext): boolean {
  return crossesNamespaces(context) || distantCertificates(context).length > 0;
}

export function makeRoute(context: ExposureContext, route: PlannedRoute, service: kplus.Service, features: RenderedFeatures): ApiObject {
  const { gateway = {} } = context.options;
  const backendRefs = (port: { servicePort: number }) => [{
    name: service.name,
    namespace: crossesNamespaces(context) ? context.namespace : undefined,
    port: port.servicePort, // GW-1: the number of the Service's port
  }];
  return make(context, route.kind, route.name === context.name ? route.kind : `${route.kind}-${route.name}`, {
    name: route.name,
    namespace: routeNamespace(context),
    annotations: { ...features.annotations, ...gateway.annotations },
  }, {
    parentRefs: route.parents.map(parentRef),
    hostnames: route.hostnames.length === 0 ? undefined : route.hostnames,
    rules: route.kind === 'HTTPRoute'
      ? route.leads.map(lead => httpRule(lead, gateway.filters ?? {}, backendRefs(lead.port), features))
      : [route.kind === 'GRPCRoute' ? {
        filters: listOrNothing([...features.filters.filter(isForGrpc), ...headerFilters(gateway.filters ?? {}) ?? []]),
        backendRefs: weighted(backendRefs(route.ports[0]), features.backends),
      } : { backendRefs: backendRefs(route.ports[0]) }],
  });
}

function parentRef({ name, namespace, sectionName }: GatewayParentRef): Json {
  return { name, namespace, sectionName };
}

function match({ path, pathType }: HttpLead): Json {
  return { path: { type: pathType === HttpPathType.EXACT ? 'Exact' : 'PathPrefix', value: path } };
}

function httpRule(lead: HttpLead, filters: GatewayFilters, backendRefs: Json[], features: RenderedFeatures): Json {
  const { urlRewrite: rewrite, requestRedirect: redirect } = filters;
  return {
    matches: [match(lead)],
    filters: listOrNothing<Json>([
      ...features.filters,
      ...headerFilters(filters) ?? [],
      ...rewrite ? [{ type: 'URLRewrite', urlRewrite: { hostname: rewrite.hostname, path: pathModifier(rewrite) } }] : [],
      ...redirect ? [{
        type: 'RequestRedirect',
        requestRedirect: {
          scheme: redirect.scheme,
          hostname: redirect.hostname,
          port: redirect.port,
          statusCode: redirect.statusCode,
          path: pathModifier(redirect),
        },
      }] : [],
    ]),
    backendRefs: redirect ? undefined : weighted(backendRefs, features.backends), // GW-6
    ...features.rule,
  };
}

/** The backends beside which others have a weight. */
function weighted(own: Json[], backends: RenderedFeatures['backends']): Json[] {
  return backends
    ? own.flatMap(ref => [
      { ...ref, weight: backends.ownWeight },
      ...backends.others.map(({ port = ref.port, ...other }) => ({ ...ref, ...other, port })),
    ])
    : own;
}

function headerFilters({ requestHeaderModifier, responseHeaderModifier }: GatewayFilters): Json[] | undefined {
  return listOrNothing([
    ...requestHeaderModifier ? [{ type: 'RequestHeaderModifier', requestHeaderModifier: headers(requestHeaderModifier) }] : [],
    ...responseHeaderModifier ? [{ type: 'ResponseHeaderModifier', responseHeaderModifier: headers(responseHeaderModifier) }] : [],
  ]);
}

function headers({ set, add, remove }: HeaderModifier): Json {
  const pairs = (values: { [name: string]: string } | undefined) => values && Object.entries(values).map(([name, value]) => ({ name, value }));
  return { set: pairs(set), add: pairs(add), remove };
}

function pathModifier({ replaceFullPath, replacePrefixMatch }: { replaceFullPath?: string; replacePrefixMatch?: string }): Json | undefined {
  if (replaceFullPath !== undefined) {
    return { type: 'ReplaceFullPath', replaceFullPath };
  }
  return replacePrefixMatch === undefined ? undefined : { type: 'ReplacePrefixMatch', replacePrefixMatch };
}

function listOrNothing<T>(list: T[]): T[] | undefined {
  return list.length === 0 ? undefined : list;
}

/** A route at the plain HTTP listener that sends every request of an HTTPRoute to HTTPS. */
export function makeRedirect(context: ExposureContext, route: PlannedRoute, sectionName: string): ApiObject {
  const httpsPort = route.parents.find(({ listener }) => listener?.protocol === GatewayProtocol.HTTPS)?.listener?.port;
  const port = httpsPort === 443 ? undefined : httpsPort; // without one it is 443, whatever the listener has
  const gateways = new Map(route.parents.map(({ name, namespace }) => [`${namespace}/${name}`, { name, namespace }]));
  return make(context, 'HTTPRoute', `Redirect-${route.name}`, {
    name: `${route.name}-redirect`,
    namespace: routeNamespace(context),
    annotations: context.options.gateway?.annotations,
  }, {
    parentRefs: [...gateways.values()].map(gateway => parentRef({ ...gateway, sectionName })),
    hostnames: route.hostnames,
    rules: [{ matches: route.leads.map(match), filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', port, statusCode: 301 } }] }],
  });
}

export function makeGateway(context: ExposureContext): ApiObject | undefined {
  const own = context.options.gateway?.ownGateway;
  return own && make(context, 'Gateway', 'Gateway', {
    name: context.name,
    namespace: routeNamespace(context),
    annotations: { ...issuerAnnotations(context.options.http?.tls), ...own.annotations },
  }, {
    gatewayClassName: own.gatewayClassName,
    listeners: ownListeners(context).map(renderListener),
  });
}

function renderListener({ name, protocol, port, hostname, tls, routeNamespaces }: GatewayListener): Json {
  return {
    name,
    protocol,
    port,
    hostname,
    // none is named where the controller finds it itself, and the Gateway API takes no empty list
    tls: tls?.certificateRefs?.length === 0 ? undefined : tls && {
      mode: tls.mode,
      certificateRefs: tls.certificateRefs?.map(ref => ({ name: ref.name, namespace: ref.namespace })),
    },
    allowedRoutes: routeNamespaces && { namespaces: { from: routeNamespaces } },
  };
}

/** GW-16: what lets routes reach the Service, and the Gateway reach certificates, over the border of a namespace. */
export function makeReferenceGrants(
  context: ExposureContext, routes: readonly PlannedRoute[], service: kplus.Service, { backends }: RenderedFeatures,
): ApiObject[] {
  const { name, namespace } = context;
  const group = 'gateway.networking.k8s.io';
  const from = routeNamespace(context);
  const toService = crossesNamespaces(context) ? [make(context, 'ReferenceGrant', 'ServiceGrant', { name: `${name}-routes`, namespace }, {
    from: [...new Set(routes.map(({ kind }) => kind))].map(kind => ({ group, kind, namespace: from })),
    to: [service, ...backends?.others ?? []].map(({ name: to }) => ({ group: '', kind: 'Service', name: to })),
  })] : [];
  const secrets = new Map<string, string[]>();
  for (const ref of distantCertificates(context)) {
    secrets.set(ref.namespace!, [...new Set([...secrets.get(ref.namespace!) ?? [], ref.name])]);
  }
  const toSecrets = [...secrets].map(([target, names]) => make(context, 'ReferenceGrant', `CertificateGrant-${target}`, { name: `${name}-certificates`, namespace: target }, {
    from: [{ group, kind: 'Gateway', namespace: from }],
    to: names.map(secret => ({ group: '', kind: 'Secret', name: secret })),
  }));
  return [...toService, ...toSecrets];
}
