import { Protocol } from 'cdk8s-plus-27';
import { AppPort, ExposureStrategy, HttpOptions, HttpPathType } from '../../src';
import { hostnamesOf, httpLeads } from '../../src/http/http-lead';
import { doorPorts } from '../../src/workload/app-ports';

const PORTS: AppPort[] = [
  { name: 'dns', port: 53, protocol: Protocol.UDP },
  { name: 'http', port: 8080 },
  { name: 'grpc', port: 9090 },
  { name: 'http-admin', port: 9091, exposed: false },
];

function leads(http?: HttpOptions) {
  const exposed = doorPorts(PORTS, () => 'main').filter(port => port.exposed);
  return httpLeads({ options: { strategy: ExposureStrategy.INGRESS, http }, exposed });
}

function lines(http?: HttpOptions): string[] {
  return leads(http).map(({ hostnames, path, pathType, port }) => `${hostnames.join(' ')} ${pathType} ${path} ${port.name}`);
}

test('without options every hostname and path lead to the first exposed port that is routed by hostname', () => {
  expect(lines()).toEqual([' Prefix / http']);
});

test('the options of http are one rule', () => {
  expect(lines({ hostnames: ['a.example.com'], path: '/x', pathType: HttpPathType.EXACT, port: 'grpc' })).toEqual(['a.example.com Exact /x grpc']);
});

test('a rule takes what it does not say from http', () => {
  expect(lines({ hostnames: ['a.example.com'], rules: [{}, { hostnames: ['b.example.com'], path: '/b' }, { hostnames: [], port: 'grpc' }] })).toEqual([
    'a.example.com Prefix / http',
    'b.example.com Prefix /b http',
    ' Prefix / grpc',
  ]);
});

test('a rule whose port is not there or not exposed leads nowhere', () => {
  expect(lines({ rules: [{ port: 'web' }, { port: 'http-admin' }] })).toEqual([]);
});

test('hostnames are listed once, in their order', () => {
  const all = leads({ hostnames: ['b.example.com', 'a.example.com'], rules: [{}, { path: '/x' }, { hostnames: ['c.example.com', 'a.example.com'] }] });
  expect(hostnamesOf(all)).toEqual(['b.example.com', 'a.example.com', 'c.example.com']);
});
