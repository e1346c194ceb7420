import * as kplus from 'cdk8s-plus-27';
import { GatewayProtocol, RAW_LISTENERS } from './gateway-protocol';
import { AppIngress } from './ingress-object';
import { defaultBackendOf } from './ingress-rules';
import { ExposureContext, Strategy } from './strategy';
import { AccessFrom, AccessPoint, Placeholder } from '../access/access-point';
import { ADDRESS_IN_STATUS, Kubectl } from '../access/kubectl';
import { Requirement, RequirementKind } from '../access/requirement';
import { clusterIpPoints } from '../access/service-access';
import { url } from '../access/url';
import { dnsRequirements, webPoint } from '../access/web-access';
import { hostnamesOf, HttpLead, httpLeads } from '../http/http-lead';
import { HttpPathType } from '../http/http-options';
import { checkLedTo } from '../http/http-rules';
import { issuerAnnotations, issuerRequirement, tlsSecretName } from '../http/tls';
import { isRoutedByHostname, Traffic } from '../kubernetes/application';
import { isWildcard } from '../kubernetes/hostnames';
import { dnsSubdomain, shown } from '../kubernetes/names';
import { checkFeatures, controllerOf, featuresOf, isOfIngress, makeFeatureObjects, RenderedFeatures, ruledLeads } from '../platform/controllers/features';
import { listenerFor, listenersOf } from '../platform/platform-listeners';
import { platformOf } from '../platform/platform-of';
import { checkAnnotations } from '../workload/metadata-rules';

const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';

/** Design §3, INGRESS: hostnames and paths, served by the cluster's Ingress controller. */
export const ingress: Strategy = {
  readsHttp: true,

  check(context) {
    const { options: { ingress: options }, findings, ports } = context;
    if (options?.ingressClassName !== undefined) {
      findings.reportIf('IN-10', 'ingress.ingressClassName', dnsSubdomain(options.ingressClassName));
    }
    checkAnnotations('ingress.annotations', options?.annotations, findings);
    const annotated = options?.annotations?.[CLASS_ANNOTATION];
    if (annotated !== undefined) {
      findings.report('IN-11', `ingress.annotations has ${CLASS_ANNOTATION} ${shown(annotated)}, which is deprecated and must not differ from ingressClassName; use ingressClassName`);
    }
    const backend = options?.defaultBackend;
    const port = ports.find(({ name }) => name === backend);
    if (backend !== undefined && !port?.exposed) {
      findings.report('X-13', `ingress.defaultBackend ${shown(backend)} is no exposed port of the app; choose from ${ports.filter(({ exposed }) => exposed).map(({ name }) => name).join(', ')}`);
    }
  },

  fit(context) {
    const { findings, exposed, options } = context;
    for (const port of exposed.filter(({ application }) => !isRoutedByHostname(application) && !isKnown(context, application.traffic))) {
      findings.report('IN-14', `port ${port.name} speaks ${port.application.scheme}, and an Ingress leads to HTTP only; say what it speaks with appProtocol, set exposed: false, or choose another strategy`);
    }
    const leads = httpLeads(context);
    const fallback = defaultBackendOf(context);
    checkLedTo(context, fallback);
    checkFeatures(context, 'ingress');
    for (const lead of leads) {
      if (lead.pathType === HttpPathType.PREFIX && lead.path !== '/' && options.http?.rewritePath === undefined) {
        findings.report('IN-17', `path ${lead.path} is a prefix that the app sees as it is; the app has to serve under it, or the controller has to rewrite it`);
      }
    }
    const backends = leads.map(({ port }) => port);
    for (const { name, application } of fallback && !backends.includes(fallback) ? [...backends, fallback] : backends) {
      if (isRoutedByHostname(application) && application.traffic !== Traffic.HTTP && controllerOf(context, 'ingress') === undefined) {
        findings.report('E-8', `port ${name} speaks ${application.scheme}, which most Ingress controllers have to be told with an annotation; without it they speak plain HTTP to it`);
      }
    }
    for (const host of hostnamesOf(leads).filter(isWildcard)) {
      findings.report('IN-18', `hostname ${host} stands for one label in an Ingress: app.sub${host.slice(1)} is not served`);
    }
    if (!options.http?.tls && leads.length > 0) {
      findings.report('E-4', 'the app is served over plain HTTP, readable on the way; give http.tls');
    }
  },

  serviceSpec: context => ({
    type: context.options.ingress?.serviceType ?? kplus.ServiceType.CLUSTER_IP,
    annotations: featuresOf(context, 'ingress').serviceAnnotations,
  }),

  open(context, doorService) {
    const features = featuresOf(context, 'ingress');
    const leads = httpLeads(context).filter(lead => isOfIngress(context, lead));
    return {
      ingress: leads.length === 0 && !defaultBackendOf(context) ? undefined : makeIngress(context, doorService, leads, features),
      extras: makeFeatureObjects(context, 'ingress', features),
    };
  },

  accessPoints(context, { service, objects }) {
    const address = addressOf(context, objects.ingress);
    const scheme = context.options.http?.tls ? 'https' : 'http';
    const leads = httpLeads(context);
    const fallback = defaultBackendOf(context);
    const isReached = fallback && !leads.some(({ hostnames, path }) => hostnames.length === 0 && (path === '/' || path === '')); // else the rule answers there
    return [
      ...clusterIpPoints(context, service),
      ...leads.flatMap(lead => (lead.hostnames.length === 0 ? [undefined] : lead.hostnames).map(host => new AccessPoint({
        from: AccessFrom.OUTSIDE,
        port: lead.port.name,
        ...isOfIngress(context, lead)
          ? webPoint({ scheme, host, port: webPort(context), path: lead.path, address })
          : webPoint({ scheme: lead.port.application.scheme, host, port: passthroughPort(context), path: lead.path, address }),
      }))),
      ...rawPoints(context, address),
      ...isReached ? [new AccessPoint({
        from: AccessFrom.OUTSIDE,
        port: fallback.name,
        ...webPoint({ scheme, port: webPort(context), path: '/', address }),
        note: `the default backend: it answers what no rule matches${scheme === 'https' ? ', with the default certificate of the controller' : ''}`,
      })] : [],
    ];
  },

  requirements(context): Requirement[] {
    const { options, namespace, name } = context;
    const className = options.ingress?.ingressClassName;
    const { annotations, certificate, requirements } = featuresOf(context, 'ingress');
    const leads = httpLeads(context);
    const kubectl = new Kubectl(namespace);
    const secret = tlsSecretName(options.http?.tls, name);
    const issuer = issuerRequirement(options.http?.tls, secret === undefined ? [] : [secret], namespace);
    return [
      ...Object.hasOwn(annotations, CLASS_ANNOTATION) ? [] : [{
        kind: RequirementKind.OBJECT,
        description: className === undefined
          ? 'exactly one IngressClass that is the default, and its controller; without them the Ingress gets no address, ever'
          : `IngressClass ${className} and its controller; without them the Ingress gets no address, ever`,
        check: className === undefined ? 'kubectl get ingressclasses' : `kubectl get ingressclass ${className}`,
      }],
      ...certificate ? [certificate] : issuer ? [issuer] : secret !== undefined ? [{
        kind: RequirementKind.OBJECT,
        description: `Secret ${secret} of type kubernetes.io/tls in the app's namespace; without it clients get a wrong certificate`,
        check: kubectl.run('get', `secret ${secret}`),
      }] : options.http?.tls && leads.some(lead => isOfIngress(context, lead)) ? [{
        kind: RequirementKind.CAPABILITY,
        description: 'a default certificate of the Ingress controller that is made out for the hostnames; without it clients get one that they do not trust',
      }] : [],
      ...requirements,
      ...dnsRequirements(context.cluster, ['ingress'], hostnamesOf(leads)),
    ];
  },
};

/** Whether it is for the table of controllers to say what leads to a port that no Ingress leads to. */
function isKnown(context: ExposureContext, traffic: Traffic): boolean {
  return controllerOf(context, 'ingress') !== undefined && (traffic === Traffic.TCP || traffic === Traffic.UDP);
}

/** What prints the address of the controller: by the app's own Ingress, else by any of the class, which all have the same. */
function addressOf(context: ExposureContext, own: kplus.Ingress | undefined): Placeholder {
  const { namespace, options } = context;
  const className = options.ingress?.ingressClassName;
  const { serviceName, namespace: home } = platformOf(context, 'ingress') ?? {};
  const which = className === undefined ? '' : `[?(@.spec.ingressClassName=="${className}")]`;
  const inStatus = (field: string) => `{.items${which || '[*]'}.status.loadBalancer.ingress[0].${field}}`;
  return {
    name: 'INGRESS_ADDRESS',
    description: 'the address, or the hostname, of the Ingress controller',
    command: own ? new Kubectl(namespace).get(`ingress ${own.name}`, ADDRESS_IN_STATUS)
      : serviceName !== undefined ? new Kubectl(home).get(`service ${serviceName}`, ADDRESS_IN_STATUS)
        : `kubectl get ingresses -A -o jsonpath='${inStatus('ip')} ${inStatus('hostname')}' | awk '{print $1}'`,
  };
}

/** The port of the platform's first listener of one of the protocols, where it states one. */
function listenerPort(context: ExposureContext, ...protocols: GatewayProtocol[]): number | undefined {
  const { listeners = [] } = platformOf(context, 'ingress') ?? {};
  return protocols.flatMap(protocol => listenersOf(listeners, protocol))[0]?.port;
}

/** The port at which hostnames and paths are served, where it is not the scheme's own. */
function webPort(context: ExposureContext): number | undefined {
  return listenerPort(context, context.options.http?.tls ? GatewayProtocol.HTTPS : GatewayProtocol.HTTP);
}

/** The port at which TLS is handed on: that of a listener for TLS alone, where there is one, else that of HTTPS. */
function passthroughPort(context: ExposureContext): number | undefined {
  return listenerPort(context, GatewayProtocol.TLS, GatewayProtocol.HTTPS);
}

/** The ways to ports of TCP and UDP. */
function rawPoints(context: ExposureContext, address: Placeholder): AccessPoint[] {
  return context.exposed.flatMap(port => {
    const protocol = RAW_LISTENERS[port.application.traffic];
    const number = protocol && listenerFor(platformOf(context, 'ingress')?.listeners ?? [], protocol, port)?.port;
    return protocol === undefined ? [] : [new AccessPoint({
      from: AccessFrom.OUTSIDE,
      port: port.name,
      url: url(port.application.scheme, `<${address.name}>`, number ?? port.servicePort),
      placeholders: [address],
    })];
  });
}

function makeIngress(
  context: ExposureContext, service: kplus.Service, leads: readonly HttpLead[], { annotations, backendPort, certificate }: RenderedFeatures,
): kplus.Ingress {
  const { scope, name, namespace, labels, options: { ingress: options = {}, http } } = context;
  const backend = (servicePort: number) => kplus.IngressBackend.fromService(service, { port: servicePort });
  const defaultBackend = defaultBackendOf(context);
  const rules = ruledLeads(context, leads).flatMap(lead => (lead.hostnames.length === 0 ? [undefined] : lead.hostnames).map(host => ({
    host,
    path: lead.path,
    pathType: kplus.HttpIngressPathType[PATH_TYPES[lead.pathType]],
    backend: backend(lead.port.servicePort),
    backendPort,
  })));
  const made = new AppIngress(scope, 'Ingress', {
    metadata: { name, namespace, labels, annotations: { ...issuerAnnotations(http?.tls), ...annotations, ...options.annotations } },
    className: Object.hasOwn(annotations, CLASS_ANNOTATION) ? undefined : options.ingressClassName, // the API server refuses both
    defaultBackend: defaultBackend && backend(defaultBackend.servicePort),
    rules,
  });
  const secret = tlsSecretName(http?.tls, name);
  if (http?.tls && (secret !== undefined || !certificate)) {
    made.addTls([{
      hosts: hostnamesOf(leads),
      secret: secret === undefined ? undefined : kplus.Secret.fromSecretName(scope, 'TlsSecret', secret),
    }]);
  }
  return made;
}

const PATH_TYPES: Record<HttpPathType, keyof typeof kplus.HttpIngressPathType> = {
  [HttpPathType.PREFIX]: 'PREFIX',
  [HttpPathType.EXACT]: 'EXACT',
  [HttpPathType.IMPLEMENTATION_SPECIFIC]: 'IMPLEMENTATION_SPECIFIC',
};
