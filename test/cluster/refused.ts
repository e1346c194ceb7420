import { KubeObject } from './objects';
import { RuleId } from '../../src/rules/catalogue';

/** Something that we do not let through, and what the API server says to it. */
export interface Refused {
  readonly rule: RuleId;
  readonly what: string;
  readonly object: KubeObject;
  readonly says: RegExp;
}

type Fields = { [field: string]: unknown };

const HTTP = { name: 'http', port: 80 };

function object(apiVersion: string, kind: string, spec: Fields, name = 'app'): KubeObject {
  return { apiVersion, kind, metadata: { name }, spec };
}

function service(spec: Fields, name?: string): KubeObject {
  return object('v1', 'Service', { selector: { app: 'app' }, ports: [HTTP], ...spec }, name);
}

function pods(pod: Fields, container: Fields): Fields {
  const labels = { app: 'app' };
  return { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { ...pod, containers: [{ name: 'main', image: 'app:1', ...container }] } } };
}

function deployment({ pod = {}, container = {}, spec = {} }: { pod?: Fields; container?: Fields; spec?: Fields }): KubeObject {
  return object('apps/v1', 'Deployment', { ...pods(pod, container), ...spec });
}

function ports(...list: Fields[]): { container: Fields } {
  return { container: { ports: list } };
}

function ingress({ rule = {}, path = {}, spec = {} }: { rule?: Fields; path?: Fields; spec?: Fields }): KubeObject {
  const paths = [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'app', port: { number: 80 } } }, ...path }];
  return object('networking.k8s.io/v1', 'Ingress', { rules: [{ http: { paths }, ...rule }], ...spec });
}

function route(kind: string, rule: Fields, spec: Fields = {}): KubeObject {
  return object('gateway.networking.k8s.io/v1', kind, { parentRefs: [{ name: 'shared' }], rules: [{ backendRefs: [{ name: 'app', port: 80 }], ...rule }], ...spec });
}

function pathOf(value: string): KubeObject {
  return route('HTTPRoute', { matches: [{ path: { type: 'PathPrefix', value } }] });
}

function gateway(...listeners: Fields[]): KubeObject {
  return object('gateway.networking.k8s.io/v1', 'Gateway', { gatewayClassName: 'any', listeners });
}

const REDIRECT = { type: 'RequestRedirect', requestRedirect: { scheme: 'https' } };
const REWRITE = { type: 'URLRewrite', urlRewrite: { hostname: 'other.example.com' } };
const LISTENER = { name: 'http', protocol: 'HTTP', port: 80 };

/** By rule, one object each that the API server judges by itself. */
export const REFUSED: readonly Refused[] = [
  { rule: 'S-1', what: 'a Service called My-App', object: service({}, 'My-App'), says: /DNS-1035|RFC 1123|RFC 1035/ },
  { rule: 'S-1', what: 'a Service called my.app', object: service({}, 'my.app'), says: /must (be|consist|not)/ },
  { rule: 'S-1', what: 'a Service with a name of 64 characters', object: service({}, 'a'.repeat(64)), says: /no more than 63/ },
  { rule: 'S-2', what: 'a Service port called -web', object: service({ ports: [{ name: '-web', port: 80 }] }), says: /spec\.ports\[0\]\.name/ },
  { rule: 'S-5', what: 'a Service without ports', object: service({ ports: [] }), says: /spec\.ports: Required/ },
  { rule: 'S-6', what: 'two Service ports without names', object: service({ ports: [{ port: 80 }, { port: 81 }] }), says: /name: Required/ },
  { rule: 'S-6', what: 'two Service ports of one name', object: service({ ports: [HTTP, { name: 'http', port: 81 }] }), says: /Duplicate value/ },
  { rule: 'S-7', what: 'two Service ports of one number', object: service({ ports: [HTTP, { name: 'web', port: 80 }] }), says: /Duplicate value/ },
  { rule: 'S-8', what: 'two Service ports of one node port', object: service({ type: 'NodePort', ports: [{ ...HTTP, nodePort: 30001 }, { name: 'web', port: 81, nodePort: 30001 }] }), says: /Duplicate value|already allocated/ },
  { rule: 'S-12', what: 'a session affinity of 25 hours', object: service({ sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 90000 } } }), says: /86400/ },
  { rule: 'S-12', what: 'a session affinity by cookie', object: service({ sessionAffinity: 'Cookie' }), says: /Unsupported value/ },
  { rule: 'S-13', what: 'an external traffic policy without a door', object: service({ externalTrafficPolicy: 'Local' }), says: /externally-accessible/ },
  { rule: 'S-14', what: 'an internal traffic policy Node', object: service({ internalTrafficPolicy: 'Node' }), says: /Unsupported value/ },
  { rule: 'S-15', what: 'a node port without a door', object: service({ ports: [{ ...HTTP, nodePort: 30001 }] }), says: /may not be used when `type` is 'ClusterIP'/ },
  { rule: 'S-16', what: 'a headless Service with node ports', object: service({ type: 'NodePort', clusterIP: 'None' }), says: /may not be set to 'None'/ },
  { rule: 'S-17', what: 'two families in a single stack', object: service({ ipFamilyPolicy: 'SingleStack', ipFamilies: ['IPv4', 'IPv6'] }), says: /RequireDualStack|dual stack/ },
  { rule: 'W-1', what: 'a container port called Http', object: deployment(ports({ name: 'Http', containerPort: 80 })), says: /ports\[0\]\.name/ },
  { rule: 'W-1', what: 'a container port with a name of 16 characters', object: deployment(ports({ name: 'metrics-exporter', containerPort: 80 })), says: /no more than 15/ },
  { rule: 'W-1', what: 'a container port called 8080', object: deployment(ports({ name: '8080', containerPort: 80 })), says: /at least one letter/ },
  { rule: 'W-2', what: 'a container without an image', object: deployment({ container: { image: '' } }), says: /image: Required/ },
  { rule: 'W-3', what: 'two container ports of one name', object: deployment(ports({ name: 'http', containerPort: 80 }, { name: 'http', containerPort: 81 })), says: /Duplicate value: "http"/ },
  { rule: 'W-7', what: 'a rollout that can neither add nor take away', object: deployment({ spec: { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } } }), says: /maxUnavailable/ },
  { rule: 'W-7', what: 'Recreate with numbers', object: deployment({ spec: { strategy: { type: 'Recreate', rollingUpdate: { maxSurge: 1 } } } }), says: /rollingUpdate: Forbidden/ },
  { rule: 'W-8', what: 'a DaemonSet with both numbers', object: object('apps/v1', 'DaemonSet', { ...pods({}, {}), updateStrategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } } }), says: /maxSurge/ },
  { rule: 'HN-1', what: 'a host port that is not the container port', object: deployment({ pod: { hostNetwork: true }, ...ports({ containerPort: 80, hostPort: 81 }) }), says: /must match `containerPort`/ },
  { rule: 'HN-4', what: 'a user namespace on the host network', object: deployment({ pod: { hostNetwork: true, hostUsers: false } }), says: /hostNetwork/ },
  { rule: 'HN-5', what: 'a net sysctl on the host network', object: deployment({ pod: { hostNetwork: true, securityContext: { sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }] } } }), says: /may not be specified when 'hostNetwork' is true/ },
  { rule: 'HN-6', what: 'the DNS policy None without a name server', object: deployment({ pod: { dnsPolicy: 'None', dnsConfig: {} } }), says: /nameserver/ },
  { rule: 'HP-1', what: 'host port 70000', object: deployment(ports({ containerPort: 80, hostPort: 70000 })), says: /between 1 and 65535/ },
  { rule: 'HP-2', what: 'one host port for two ports', object: deployment(ports({ name: 'a', containerPort: 80, hostPort: 81 }, { name: 'b', containerPort: 82, hostPort: 81 })), says: /Duplicate value/ },
  { rule: 'NP-4', what: 'a node port for TCP and UDP of different numbers', object: service({ type: 'NodePort', ports: [{ ...HTTP, nodePort: 30001 }, { name: 'udp', protocol: 'UDP', port: 81, nodePort: 30001 }] }), says: /already allocated/ },
  { rule: 'LB-1', what: 'the load balancer class My Class', object: service({ type: 'LoadBalancer', loadBalancerClass: 'My Class' }), says: /loadBalancerClass/ },
  { rule: 'LB-1', what: 'a load balancer class without a load balancer', object: service({ loadBalancerClass: 'any/class' }), says: /may only be used when `type` is 'LoadBalancer'/ },
  { rule: 'LB-2', what: 'the source range 10.0.0.0/33', object: service({ type: 'LoadBalancer', loadBalancerSourceRanges: ['10.0.0.0/33'] }), says: /must be a valid CIDR value/ },
  { rule: 'LB-3', what: 'a health check port without the traffic policy Local', object: service({ type: 'LoadBalancer', healthCheckNodePort: 30002 }), says: /healthCheckNodePort/ },
  { rule: 'IN-1', what: 'an Ingress that leads nowhere', object: ingress({ spec: { rules: [] } }), says: /rules|defaultBackend/ },
  { rule: 'IN-2', what: 'a path without a type', object: ingress({ path: { pathType: undefined } }), says: /pathType: Required/ },
  ...['foo', '/a//b', '/a/../b', '/a/..', '/a%2fb'].map(value => ({ rule: 'IN-3' as const, what: `the path ${value}`, object: ingress({ path: { path: value } }), says: /paths\[0\]\.path/ })),
  { rule: 'IN-4', what: 'a path of the controller\'s own kind that begins with a letter', object: ingress({ path: { path: 'foo', pathType: 'ImplementationSpecific' } }), says: /absolute path/ },
  ...['Example.com', 'a.com:8080', 'http://a.com', '10.0.0.1', '*', 'a.*.com', 'a_b.com'].map(host => ({ rule: 'IN-6' as const, what: `the hostname ${host}`, object: ingress({ rule: { host } }), says: /rules\[0\]\.host/ })),
  { rule: 'IN-8', what: 'a backend port by a name of 16 characters', object: ingress({ path: { backend: { service: { name: 'app', port: { name: 'metrics-exporter' } } } } }), says: /no more than 15/ },
  ...['', 'Nginx'].map(ingressClassName => ({ rule: 'IN-10' as const, what: `the class "${ingressClassName}"`, object: ingress({ spec: { ingressClassName } }), says: /ingressClassName/ })),
  { rule: 'IN-12', what: 'the Secret My_Secret', object: ingress({ spec: { tls: [{ hosts: ['a.com'], secretName: 'My_Secret' }] } }), says: /secretName/ },
];

/** By rule, what a dry run lets pass and an apply does not. */
export const REFUSED_FOR_REAL: readonly Refused[] = [
  { rule: 'NP-1', what: 'node port 8080', object: service({ type: 'NodePort', ports: [{ ...HTTP, nodePort: 8080 }] }), says: /not in the valid range/ },
];

/** By rule of the Gateway API, whose custom resources do the judging. */
export const REFUSED_BY_GATEWAY_API: readonly Refused[] = [
  { rule: 'GW-1', what: 'a backend without a port', object: route('HTTPRoute', { backendRefs: [{ name: 'app' }] }), says: /Must have port for Service reference/ },
  ...['Example.com', 'a.com:80', '*', 'a.*.com'].map(host => ({ rule: 'GW-2' as const, what: `the hostname ${host}`, object: route('HTTPRoute', {}, { hostnames: [host] }), says: /hostnames/ })),
  { rule: 'GW-2', what: '17 hostnames', object: route('HTTPRoute', {}, { hostnames: Array.from({ length: 17 }, (_, index) => `a${index}.com`) }), says: /Too many|at most 16/ },
  ...['foo', '/a//b', '/a/../b', '/a/..', '/a%2fb', '/a#b', '/a b'].map(value => ({ rule: 'GW-4' as const, what: `the path ${value}`, object: pathOf(value), says: /path/ })),
  { rule: 'GW-5', what: '17 rules', object: route('HTTPRoute', {}, { rules: Array.from({ length: 17 }, () => ({})) }), says: /Too many|at most 16/ },
  { rule: 'GW-6', what: 'a redirect with a backend', object: route('HTTPRoute', { filters: [REDIRECT] }), says: /RequestRedirect filter must not be used together with backendRefs/ },
  { rule: 'GW-6', what: 'a redirect with a rewrite', object: route('HTTPRoute', { filters: [REDIRECT, REWRITE], backendRefs: undefined }), says: /May specify either httpRouteFilterRequestRedirect or httpRouteFilterRequestRewrite/ },
  { rule: 'GW-7', what: 'one Gateway twice', object: route('HTTPRoute', {}, { parentRefs: [{ name: 'a' }, { name: 'a' }] }), says: /sectionName/ },
  { rule: 'GW-8', what: 'two listeners of one name', object: gateway(LISTENER, { ...LISTENER, port: 81 }), says: /Duplicate value|unique/ },
  { rule: 'GW-8', what: 'two listeners on one port', object: gateway(LISTENER, { ...LISTENER, name: 'web' }), says: /unique/ },
  { rule: 'GW-9', what: 'TLS on an HTTP listener', object: gateway({ ...LISTENER, tls: { certificateRefs: [{ name: 'a' }] } }), says: /tls must not be specified/ },
  { rule: 'GW-9', what: 'TLS passed through an HTTPS listener', object: gateway({ ...LISTENER, protocol: 'HTTPS', tls: { mode: 'Passthrough' } }), says: /tls mode must be Terminate/ },
  { rule: 'GW-9', what: 'a hostname on a TCP listener', object: gateway({ ...LISTENER, protocol: 'TCP', hostname: 'a.com' }), says: /hostname must not be specified/ },
  { rule: 'GW-10', what: 'TLS that ends without a certificate', object: gateway({ ...LISTENER, protocol: 'HTTPS', tls: { mode: 'Terminate' } }), says: /certificateRefs or options must be specified/ },
  { rule: 'GW-12', what: 'a TCPRoute with two rules', object: route('TCPRoute', {}, { rules: [1, 2].map(port => ({ backendRefs: [{ name: 'app', port }] })) }), says: /Too many|at most 1/ },
  { rule: 'GW-12', what: 'a TLSRoute without a hostname', object: route('TLSRoute', {}), says: /hostnames/ },
  { rule: 'GW-17', what: 'a Gateway without a class', object: object('gateway.networking.k8s.io/v1', 'Gateway', { gatewayClassName: '', listeners: [LISTENER] }), says: /gatewayClassName/ },
];

/** By rule, two objects: the first is there already. */
export const REFUSED_AFTER: readonly (Refused & { readonly first: KubeObject })[] = [
  {
    rule: 'NP-3',
    what: 'a node port for UDP that another Service has for TCP',
    first: service({ type: 'NodePort', ports: [{ ...HTTP, nodePort: 30077 }] }, 'first'),
    object: service({ type: 'NodePort', ports: [{ name: 'dns', protocol: 'UDP', port: 53, nodePort: 30077 }] }, 'second'),
    says: /provided port is already allocated/,
  },
  {
    rule: 'LB-1',
    what: 'another load balancer class',
    first: service({ type: 'LoadBalancer', loadBalancerClass: 'example.com/a' }, 'balanced'),
    object: service({ type: 'LoadBalancer', loadBalancerClass: 'example.com/b' }, 'balanced'),
    says: /may not change once set/,
  },
  {
    rule: 'S-21',
    what: 'a Service that becomes headless',
    first: service({}, 'plain'),
    object: service({ clusterIP: 'None' }, 'plain'),
    says: /clusterIP|field is immutable/,
  },
];
