import * as kplus from 'cdk8s-plus-27';
import { AppIngress } from './ingress-object';
import { ExposureContext, Strategy } from './strategy';
import { AccessFrom, AccessPoint } from '../access/access-point';
import { ADDRESS_IN_STATUS, Kubectl } from '../access/kubectl';
import { Requirement, RequirementKind } from '../access/requirement';
import { clusterIpPoints } from '../access/service-access';
import { dnsRequirements, webPoint } from '../access/web-access';
import { hostnamesOf, HttpLead, httpLeads } from '../http/http-lead';
import { HttpPathType } from '../http/http-options';
import { checkLedTo } from '../http/http-rules';
import { issuerAnnotations, issuerRequirement, tlsSecretName } from '../http/tls';
import { isRoutedByHostname, Traffic } from '../kubernetes/application';
import { isWildcard } from '../kubernetes/hostnames';
import { dnsSubdomain, shown } from '../kubernetes/names';
import { DoorPort } from '../workload/door-port';
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
    for (const port of exposed.filter(({ application }) => !isRoutedByHostname(application))) {
      findings.report('IN-14', `port ${port.name} speaks ${port.application.scheme}, and an Ingress leads to HTTP only; say what it speaks with appProtocol, set exposed: false, or choose another strategy`);
    }
    const leads = httpLeads(context);
    const fallback = defaultBackendOf(context);
    checkLedTo(context, fallback);
    for (const lead of leads) {
      if (lead.pathType === HttpPathType.PREFIX && lead.path !== '/') {
        findings.report('IN-17', `path ${lead.path} is a prefix that the app sees as it is; the app has to serve under it, or the controller has to rewrite it`);
      }
    }
    const backends = leads.map(({ port }) => port);
    for (const { name, application } of fallback && !backends.includes(fallback) ? [...backends, fallback] : backends) {
      if (isRoutedByHostname(application) && application.traffic !== Traffic.HTTP) {
        findings.report('E-8', `port ${name} speaks ${application.scheme}, which most Ingress controllers have to be told with an annotation; without it they speak plain HTTP to it`);
      }
    }
    for (const host of hostnamesOf(leads).filter(isWildcard)) {
      findings.report('IN-18', `hostname ${host} stands for one label in an Ingress: app.sub${host.slice(1)} is not served`);
    }
    if (!options.http?.tls) {
      findings.report('E-4', 'the app is served over plain HTTP, readable on the way; give http.tls');
    }
  },

  serviceSpec: ({ options }) => ({ type: options.ingress?.serviceType ?? kplus.ServiceType.CLUSTER_IP }),

  open(context, doorService) {
    return { ingress: makeIngress(context, doorService, httpLeads(context)) };
  },

  accessPoints(context, { service, objects }) {
    const kubectl = new Kubectl(context.namespace);
    const address = {
      name: 'INGRESS_ADDRESS',
      description: 'the address, or the hostname, of the Ingress controller',
      command: kubectl.get(`ingress ${objects.ingress!.name}`, ADDRESS_IN_STATUS),
    };
    const scheme = context.options.http?.tls ? 'https' : 'http';
    const leads = httpLeads(context);
    const fallback = defaultBackendOf(context);
    const isReached = fallback && !leads.some(({ hostnames, path }) => hostnames.length === 0 && (path === '/' || path === '')); // else the rule answers there
    return [
      ...clusterIpPoints(context, service),
      ...leads.flatMap(lead => (lead.hostnames.length === 0 ? [undefined] : lead.hostnames).map(host => new AccessPoint({
        from: AccessFrom.OUTSIDE,
        port: lead.port.name,
        ...webPoint({ scheme, host, path: lead.path, address }),
      }))),
      ...isReached ? [new AccessPoint({
        from: AccessFrom.OUTSIDE,
        port: fallback.name,
        ...webPoint({ scheme, path: '/', address }),
        note: `the default backend: it answers what no rule matches${scheme === 'https' ? ', with the default certificate of the controller' : ''}`,
      })] : [],
    ];
  },

  requirements(context): Requirement[] {
    const { options, namespace, name } = context;
    const className = options.ingress?.ingressClassName;
    const kubectl = new Kubectl(namespace);
    const secret = tlsSecretName(options.http?.tls, name);
    const issuer = issuerRequirement(options.http?.tls, secret === undefined ? [] : [secret], namespace);
    return [
      {
        kind: RequirementKind.OBJECT,
        description: className === undefined
          ? 'exactly one IngressClass that is the default, and its controller; without them the Ingress gets no address, ever'
          : `IngressClass ${className} and its controller; without them the Ingress gets no address, ever`,
        check: className === undefined ? 'kubectl get ingressclasses' : `kubectl get ingressclass ${className}`,
      },
      ...issuer ? [issuer] : secret !== undefined ? [{
        kind: RequirementKind.OBJECT,
        description: `Secret ${secret} of type kubernetes.io/tls in the app's namespace; without it clients get a wrong certificate`,
        check: kubectl.run('get', `secret ${secret}`),
      }] : options.http?.tls ? [{
        kind: RequirementKind.CAPABILITY,
        description: 'a default certificate of the Ingress controller that is made out for the hostnames; without it clients get one that they do not trust',
      }] : [],
      ...dnsRequirements(hostnamesOf(httpLeads(context))),
    ];
  },
};

/** The port that answers what no rule matches. */
function defaultBackendOf({ options, exposed }: ExposureContext): DoorPort | undefined {
  return exposed.find(({ name }) => name === options.ingress?.defaultBackend);
}

function makeIngress(context: ExposureContext, service: kplus.Service, leads: readonly HttpLead[]): kplus.Ingress {
  const { scope, name, namespace, labels, options: { ingress: options = {}, http } } = context;
  const backend = (servicePort: number) => kplus.IngressBackend.fromService(service, { port: servicePort });
  const defaultBackend = defaultBackendOf(context);
  const rules = leads.flatMap(lead => (lead.hostnames.length === 0 ? [undefined] : lead.hostnames).map(host => ({
    host,
    path: lead.path,
    pathType: kplus.HttpIngressPathType[PATH_TYPES[lead.pathType]],
    backend: backend(lead.port.servicePort),
  })));
  const made = new AppIngress(scope, 'Ingress', {
    metadata: { name, namespace, labels, annotations: { ...issuerAnnotations(http?.tls), ...options.annotations } },
    className: options.ingressClassName,
    defaultBackend: defaultBackend && backend(defaultBackend.servicePort),
    rules,
  });
  if (http?.tls) {
    const secret = tlsSecretName(http.tls, name);
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
