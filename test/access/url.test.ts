import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { encodePath, url } from '../../src/access/url';
import { webPoint } from '../../src/access/web-access';

/** Names, IPv4 and IPv6 addresses, as a cluster has them. */
const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,20}[a-z0-9])?$/);
const hostname = fc.array(label, { minLength: 1, maxLength: 4 }).map(labels => labels.join('.'));
const ipv6 = fc.ipV6();
const host = fc.oneof(hostname, fc.ipV4(), ipv6);
const port = fc.integer({ min: 1, max: 65535 });
const webScheme = fc.constantFrom('http', 'https');
const path = fc.oneof(fc.webPath(), fc.string(), fc.string({ unit: 'binary' }));

test('U-1, U-2, U-5: a URL of the web always parses, to what it was built of', () => {
  fc.assert(fc.property(webScheme, host, fc.option(port, { nil: undefined }), fc.option(path, { nil: undefined }), (scheme, at, number, to) => {
    const parsed = new URL(url(scheme, at, number, to));
    const own = scheme === 'http' ? 80 : 443;
    expect(parsed.protocol).toBe(`${scheme}:`);
    expect(parsed.port).toBe(number === undefined || number === own ? '' : String(number));
    expect(parsed.pathname.startsWith('/')).toBe(true);
    expect([parsed.search, parsed.hash, parsed.username]).toEqual(['', '', '']);
  }));
});

test('U-1: an IPv6 address stands in brackets, and nothing else does', () => {
  fc.assert(fc.property(webScheme, ipv6, port, (scheme, address, number) => {
    expect(url(scheme, address, number)).toContain(`//[${address}]`);
  }));
  fc.assert(fc.property(webScheme, fc.oneof(hostname, fc.ipV4()), port, (scheme, at, number) => {
    expect(url(scheme, at, number)).not.toMatch(/[[\]]/);
  }));
});

test.each([
  ['http', 80, 'http://a/'],
  ['http', 443, 'http://a:443/'],
  ['http', 8080, 'http://a:8080/'],
  ['https', 443, 'https://a/'],
  ['https', 80, 'https://a:80/'],
  ['ws', 80, 'ws://a/'],
  ['wss', 443, 'wss://a/'],
  ['grpc', 80, 'grpc://a:80'],
  ['tls', 443, 'tls://a:443'],
  ['tcp', 80, 'tcp://a:80'],
])('U-2: the port of %s and %d is left out only where it is the own one of the scheme', (scheme, number, expected) => {
  expect(url(scheme, 'a', number)).toBe(expected);
});

test('U-3: the scheme is the one that is given, whatever the port', () => {
  fc.assert(fc.property(fc.constantFrom('http', 'https', 'ws', 'wss', 'grpc', 'tls', 'tcp', 'udp', 'sctp'), hostname, port, (scheme, at, number) => {
    expect(url(scheme, at, number).split('://')[0]).toBe(scheme);
  }));
});

test('U-3: what is not of the web is host and port, without a path', () => {
  expect(['tcp', 'udp', 'sctp', 'tls', 'grpc'].map(scheme => url(scheme, '2001:db8::1', 53))).toEqual([
    'tcp://[2001:db8::1]:53', 'udp://[2001:db8::1]:53', 'sctp://[2001:db8::1]:53', 'tls://[2001:db8::1]:53', 'grpc://[2001:db8::1]:53',
  ]);
  expect(['tcp', 'tls', 'grpc'].map(scheme => url(scheme, 'a.example.com', 443, '/app'))).toEqual(['tcp://a.example.com:443', 'tls://a.example.com:443', 'grpc://a.example.com:443']);
});

test.each([
  ['', '/'],
  ['/', '/'],
  ['app', '/app'],
  ['//app', '/app'],
  ['/app/', '/app/'],
  ['/a b', '/a%20b'],
  ['/a?b#c', '/a%3Fb%23c'],
  ['/ü', '/%C3%BC'],
  ['/a%2Fb', '/a%2Fb'],
  ['/\ud800', '/%EF%BF%BD'],
  ['/-._~!$&()*+,;=:@', '/-._~!$&()*+,;=:@'],
  ["/it's", '/it%27s'],
  ['/<NODE_IP>', '/%3CNODE_IP%3E'],
])('U-5: the path %j becomes %j', (given, expected) => {
  expect(encodePath(given)).toBe(expected);
});

test('U-5: a path has one slash at its beginning and only what a path of a URL can have, and is not changed by another time', () => {
  fc.assert(fc.property(path, given => {
    const encoded = encodePath(given);
    expect(encoded).toMatch(/^\/(?!\/)[A-Za-z0-9\-._~!$&()*+,;=:@/%]*$/);
    expect(encodePath(encoded)).toBe(encoded);
  }));
});

test('U-6: placeholders stand in the URL as they are', () => {
  expect(url('http', '<NODE_IP>', '<NODE_PORT>', '/a')).toBe('http://<NODE_IP>:<NODE_PORT>/a');
  expect(url('<SCHEME>', 'a.example.com', '<LISTENER_PORT>', '/')).toBe('<SCHEME>://a.example.com:<LISTENER_PORT>/');
});

test('a request is a command that a shell reads as one, with the URL as it is, whatever the path', () => {
  const address = { name: 'ADDRESS', description: 'the address', command: 'echo 192.0.2.7' };
  const paths = ["/it's", "/';date;'", '/"$(date)"', '/`date`', '/a\\b', '/<ADDRESS>', '/a&b|c>d'];
  for (const door of paths.flatMap(given => [{ path: given }, { path: given, host: 'a.example.com' }])) {
    const point = webPoint({ scheme: 'https', address, ...door });
    const script = point.request!.replace(/^curl /, 'printf "%s\\n" ');
    execFileSync('bash', ['-n', '-c', script]);
    expect(execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trim().split('\n').pop()).toBe(point.url);
  }
});
