import { Duration } from 'cdk8s';
import { DnsProvider, HealthCheckProtocol, LoadBalancerOptions, LoadBalancerProvider, RequirementKind } from '../../src';
import { expose, refusal, Setting, warnings } from '../platform/load-balancers/app';

const { AWS_NLB, METAL_LB, GKE } = LoadBalancerProvider;
const EXTERNAL_DNS: Setting = { cluster: { dns: DnsProvider.EXTERNAL_DNS, loadBalancer: { provider: METAL_LB } } };

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

function outside(provider: LoadBalancerProvider, options: LoadBalancerOptions, setting?: Setting) {
  return expose(provider, options, setting).accessPoints.filter(({ from }) => from === 'outside');
}

test('U-6: an address that is stated stands in the URL, and one that is only named does not', () => {
  expect(outside(METAL_LB, { staticAddress: '10.0.0.5' }).map(({ url, placeholders }) => [url, placeholders])).toEqual([['http://10.0.0.5/', []]]);
  expect(outside(METAL_LB, { staticAddress: '10.0.0.5, 2001:db8::5' }).map(({ url }) => url)).toEqual(['http://10.0.0.5/', 'http://[2001:db8::5]/']);
  expect(outside(GKE, { staticAddress: 'web-ip' }).map(({ url }) => url)).toEqual(['http://<LB_ADDRESS>/']);
});

test('a DNS name is a further URL', () => {
  const points = outside(METAL_LB, { dnsName: 'web.example.com', ports: { http: 8000 } }, EXTERNAL_DNS);
  expect(points.map(({ url, request }) => [url, request])).toEqual([
    ['http://<LB_ADDRESS>:8000/', 'curl -i \'http://<LB_ADDRESS>:8000/\''],
    ['http://web.example.com:8000/', 'curl -i \'http://web.example.com:8000/\''],
  ]);
});

test('who stands outside of an internal load balancer is told', () => {
  expect(outside(GKE, { internal: true }).map(({ note }) => note)).toEqual(['internal: only from the network of the cluster']);
  expect(outside(GKE, {}).map(({ note }) => note)).toEqual([undefined]);
});

test('what the load balancer needs is said', () => {
  const { requirements } = expose(METAL_LB, { staticAddress: '10.0.0.5', dnsName: 'web.example.com', allocateLoadBalancerNodePorts: false }, EXTERNAL_DNS);
  expect(requirements.slice(0, 3)).toEqual([
    {
      kind: RequirementKind.CAPABILITY,
      description: 'MetalLB for Services without a class; without it the address stays pending for ever',
      check: 'kubectl wait --for=jsonpath=\'{.status.loadBalancer.ingress}\' service/web --timeout=5m',
    },
    {
      kind: RequirementKind.NETWORK,
      description: 'the address 10.0.0.5 is reserved at MetalLB, and nobody else has it; without it the address stays pending for ever, or is another',
    },
    {
      kind: RequirementKind.CAPABILITY,
      description: 'ExternalDNS with the source "service", and with the right to change the zone of loadBalancer.dnsName; without it the name leads nowhere',
    },
  ]);
});

test('what the provider needs in any case is said once', () => {
  expect(expose(AWS_NLB, { proxyProtocol: true }).requirements.map(({ description }) => description).slice(1, 3)).toEqual([
    'pods with addresses of the VPC, as the Amazon VPC CNI gives them; to others the load balancer sends nothing',
    'an app that understands the PROXY protocol, and the same without it from inside the cluster',
  ]);
});

test('LB-7: a provider that is told of its scheme is not warned of', () => {
  expect(warnings(AWS_NLB, {}, { loadBalancerClass: 'service.k8s.aws/nlb' })).toEqual([]);
  expect(warnings(undefined as any, {}, { loadBalancerClass: 'service.k8s.aws/nlb' })[0]).toMatch(/^LB-7: /);
});

test.each<[LoadBalancerOptions, string]>([
  [{ staticAddress: '' }, 'staticAddress "" has an empty part; write one address, or several with "," between them'],
  [{ staticAddress: '10.0.0.5,' }, 'staticAddress "10.0.0.5," has an empty part; write one address, or several with "," between them'],
  [{ staticAddress: '010.0.0.5' }, 'staticAddress "010.0.0.5" has leading zeros; write "10.0.0.5"'],
  [{ subnets: [] }, 'subnets is an empty list; name at least one subnet, or leave it out'],
  [{ subnets: ['a,b'] }, 'subnets.0 "a,b" is not one name or id; write it without blanks around it and without ","'],
  [{ subnets: [' '] }, 'subnets.0 " " is not one name or id; write it without blanks around it and without ","'],
  [{ addressPool: '' }, 'addressPool "" is not one name or id; write it without blanks around it and without ","'],
  [{ dnsName: 'https://web.example.com' }, 'dnsName "https://web.example.com" has a scheme; write "web.example.com"'],
  [{ dnsName: '*.example.com' }, 'dnsName "*.example.com" is a wildcard, and a load balancer has one name; write it in full'],
  [{ dnsName: 3 as any }, 'dnsName 3 is not a hostname; write a DNS name such as "app.example.com"'],
  [{ idleTimeout: Duration.millis(1500) }, 'idleTimeout is 1.5 seconds; choose a whole number from 1'],
  [{ idleTimeout: Duration.seconds(0) }, 'idleTimeout is 0 seconds; choose a whole number from 1'],
  [{ healthCheck: {} }, 'healthCheck says nothing; give at least one part of it, or leave it out'],
  [{ healthCheck: { port: 0 } }, 'healthCheck.port 0 is not a port number; choose a whole number from 1 to 65535'],
  [{ healthCheck: { protocol: HealthCheckProtocol.HTTP, path: 'healthz' } }, 'healthCheck.path "healthz" is not a path; begin it with "/", without blanks, "?" and "#"'],
  [{ healthCheck: { interval: Duration.millis(500) } }, 'healthCheck.interval is 0.5 seconds; choose a whole number from 1'],
  [{ healthCheck: { healthyThreshold: 0 } }, 'healthCheck.healthyThreshold 0 is not a number of checks; choose a whole number from 1'],
  [{ healthCheck: { unhealthyThreshold: '3' as any } }, 'healthCheck.unhealthyThreshold "3" is not a number of checks; choose a whole number from 1'],
])('E-2: what is wrong by itself is wrong for every provider, and in a block that is dormant (%#)', (options, message) => {
  expect(refusal(undefined, options, { strategy: 'NodePort' as any })).toEqual([`E-2: loadBalancer.${message}`]);
});

test.each<[unknown, string]>([
  [{ internal: 'yes' }, 'E-2: loadBalancer.internal is "yes"; give true or false'],
  [{ idleTimeout: 60 }, 'E-2: loadBalancer.idleTimeout is 60; give a cdk8s.Duration'],
  [{ staticAddress: ['10.0.0.5'] }, 'E-2: loadBalancer.staticAddress is ["10.0.0.5"]; give a string'],
  [{ subnets: 'apps' }, 'E-2: loadBalancer.subnets is "apps"; give a list'],
  [{ healthCheck: { protocol: 'http' } }, 'E-2: loadBalancer.healthCheck.protocol is "http"; give one of TCP, HTTP, HTTPS'],
  [{ healthCheck: null }, 'E-2: loadBalancer.healthCheck is null; give an object'],
])('E-2: JavaScript is told of the type (%#)', (options, message) => {
  expect(refusal(undefined, options as LoadBalancerOptions)).toEqual([message]);
});

test.each<[LoadBalancerOptions, string]>([
  [{ healthCheck: { path: '/healthz' } }, 'loadBalancer.healthCheck.path "/healthz" is asked for by HTTP or HTTPS alone; set healthCheck.protocol to one of them, or leave it out'],
  [
    { healthCheck: { interval: Duration.seconds(5), timeout: Duration.seconds(10) } },
    'loadBalancer.healthCheck.timeout of 10 seconds is longer than its interval of 5; lower it, or raise the interval',
  ],
])('E-9: a health check does not contradict itself (%#)', (options, message) => {
  expect(refusal(undefined, options)).toEqual([`E-9: ${message}`]);
});
