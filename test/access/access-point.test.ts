import * as fc from 'fast-check';
import { AccessFrom, AccessPoint, Placeholder } from '../../src';
import { url } from '../../src/access/url';

const HOST: Placeholder = { name: 'NODE_IP', description: 'the address of a node', command: 'kubectl get nodes' };
const PORT: Placeholder = { name: 'NODE_PORT', description: 'the node port', command: 'kubectl get service web' };

function point(template: string, placeholders: Placeholder[] = [HOST, PORT], request?: string): AccessPoint {
  return new AccessPoint({ from: AccessFrom.NODE, port: 'http', url: template, placeholders, request });
}

const hostname = fc.stringMatching(/^[a-z]([a-z0-9-]{0,20}[a-z0-9])?(\.[a-z]{2,5})?$/);
const host = fc.oneof(hostname, fc.ipV4(), fc.ipV6());
const number = fc.integer({ min: 1, max: 65535 });
const blanks = fc.constantFrom('', ' ', '\n', ' \t\n');

test('U-6: a filled URL parses, and has no placeholder left', () => {
  fc.assert(fc.property(fc.constantFrom('http', 'https'), host, number, blanks, blanks, (scheme, at, port, before, after) => {
    const filled = point(url(scheme, '<NODE_IP>', '<NODE_PORT>', '/a')).fill({ NODE_IP: `${before}${at}${after}`, NODE_PORT: `${before}${port}${after}` });
    expect(filled).not.toMatch(/[<>\s]/);
    expect(new URL(filled).pathname).toBe('/a');
    expect(new URL(filled).port).toBe(String(port === (scheme === 'http' ? 80 : 443) ? '' : port));
  }));
});

test('U-1: an IPv6 address is filled in with brackets', () => {
  fc.assert(fc.property(fc.ipV6(), address => {
    expect(point('http://<NODE_IP>:30080/', [HOST]).fill({ NODE_IP: address })).toBe(`http://[${address}]:30080/`);
  }));
});

test('U-1: of several addresses the first is taken, as a node with two families lists them', () => {
  expect(point('http://<NODE_IP>:30080/', [HOST]).fill({ NODE_IP: '2001:db8::5 192.0.2.5' })).toBe('http://[2001:db8::5]:30080/');
  expect(point('http://<NODE_IP>:30080/', [HOST]).fill({ NODE_IP: '192.0.2.5\n2001:db8::5\n' })).toBe('http://192.0.2.5:30080/');
});

test('U-8: a hostname is filled in like an address', () => {
  expect(point('http://<NODE_IP>/', [HOST]).fill({ NODE_IP: 'lb-1.eu-west-1.elb.amazonaws.com' })).toBe('http://lb-1.eu-west-1.elb.amazonaws.com/');
});

test.each([[{}], [{ NODE_IP: '' }], [{ NODE_IP: ' \n' }], [{ NODE_PORT: '30080' }]])('U-6: without a value, as in %j, the error names the placeholder and the command that prints it', values => {
  expect(() => point('http://<NODE_IP>:30080/', [HOST]).fill(values)).toThrow(
    new Error('placeholder <NODE_IP> of http://<NODE_IP>:30080/ has no value; this command prints it: kubectl get nodes'));
});

test('a placeholder is filled in wherever it stands, and only where it stands', () => {
  const request = "curl -i --connect-to 'a.example.com:<NODE_PORT>:<NODE_IP>:<NODE_PORT>' 'http://a.example.com:<NODE_PORT>/'";
  const access = point('http://a.example.com:<NODE_PORT>/', [HOST, PORT], request);
  expect(access.fill({ NODE_PORT: '30080' })).toBe('http://a.example.com:30080/');
  expect(access.fillRequest({ NODE_PORT: '30080', NODE_IP: '::1' })).toBe("curl -i --connect-to 'a.example.com:30080:[::1]:30080' 'http://a.example.com:30080/'");
});

test('a value is taken as it is', () => {
  expect(point('http://<NODE_IP>/', [HOST]).fill({ NODE_IP: "$&$1$$'" })).toBe("http://$&$1$$'/");
});

test('the request is curl for the web, and none for what curl does not speak', () => {
  expect(['http', 'https', 'tcp', 'udp', 'grpc', 'ws'].map(scheme => point(`${scheme}://a/`, []).request)).toEqual([
    "curl -i 'http://a/'", "curl -i 'https://a/'", undefined, undefined, undefined, undefined,
  ]);
  expect(point('tcp://<NODE_IP>:5432').fillRequest({ NODE_IP: 'a' })).toBeUndefined();
});

test('a URL without placeholders is complete', () => {
  const complete = new AccessPoint({ from: AccessFrom.INSIDE, port: 'http', url: 'http://a/' });
  expect([complete.placeholders, complete.fill({})]).toEqual([[], 'http://a/']);
});
