import * as fc from 'fast-check';
import { inRange, parsePortRange, portHazard, portName, portNumber, PortRange, protocol, staticBand } from '../../src/kubernetes/ports';

const NAME_WORDS = 'at most 15 lower-case letters, digits and single "-" between them, with at least one letter';
const DEFAULT: PortRange = { from: 30000, to: 32767 };

test.each([
  [0, '0 is not a port number; choose a whole number from 1 to 65535'],
  [70000, '70000 is not a port number; choose a whole number from 1 to 65535'],
  [80.5, '80.5 is not a port number; choose a whole number from 1 to 65535'],
  [NaN, 'NaN is not a port number; choose a whole number from 1 to 65535'],
  [-1, '-1 is not a port number; choose a whole number from 1 to 65535'],
  [null, 'null is not a port number; choose a whole number from 1 to 65535'],
  [undefined, 'undefined is not a port number; choose a whole number from 1 to 65535'],
  ['80', '"80" is a string, not a port number; write 80'],
  ['080', '"080" is a string, not a port number; write 80'],
  ['70000', '"70000" is not a port number; choose a whole number from 1 to 65535'],
  ['http', '"http" is not a port number; choose a whole number from 1 to 65535'],
])('HP-1: the port number %p is refused', (value, problem) => {
  expect(portNumber(value)).toBe(problem);
});

test('a port number is a whole number from 1 to 65535 and nothing else', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 65535 }), port => expect(portNumber(port)).toBeUndefined()));
  fc.assert(fc.property(fc.anything({ withBigInt: true }), value => {
    const right = typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65535;
    expect(portNumber(value) === undefined).toBe(right);
  }));
});

test('W-1: a port name has at most 15 characters', () => {
  expect(portName('metrics-exporte')).toBeUndefined();
  expect(portName('metrics-exporter')).toBe('"metrics-exporter" has 16 characters, and a port name at most 15; shorten it');
});

test.each([
  ['8080', `"8080" is not a port name; write ${NAME_WORDS}`],
  ['http--x', `"http--x" is not a port name; write ${NAME_WORDS}, for instance "http-x"`],
  ['Http', `"Http" is not a port name; write ${NAME_WORDS}, for instance "http"`],
  ['-http', `"-http" is not a port name; write ${NAME_WORDS}, for instance "http"`],
  ['', `"" is not a port name; write ${NAME_WORDS}`],
  [80, `80 is not a port name; write ${NAME_WORDS}`],
])('W-1: the port name %j is refused', (value, problem) => {
  expect(portName(value)).toBe(problem);
});

test('S-3, CI-4: an all-digit name, which the API proxy takes for a number, is no port name', () => {
  fc.assert(fc.property(fc.stringMatching(/^[0-9]{1,15}$/), digits => expect(portName(digits)).toContain(JSON.stringify(digits))));
});

test('W-1: a port name is what IANA takes for a service name', () => {
  fc.assert(fc.property(fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?$/), name => {
    expect(portName(name) === undefined).toBe(/[a-z]/.test(name) && !name.includes('--'));
  }));
});

test.each([
  ['tcp', '"tcp" is not in upper case; write "TCP"'],
  ['Sctp', '"Sctp" is not in upper case; write "SCTP"'],
  ['HTTP', '"HTTP" is not a protocol of the transport; choose "TCP", "UDP" or "SCTP"'],
  ['', '"" is not a protocol of the transport; choose "TCP", "UDP" or "SCTP"'],
  [6, '6 is not a protocol; choose "TCP", "UDP" or "SCTP"'],
])('the protocol %j is refused', (value, problem) => {
  expect(protocol(value)).toBe(problem);
});

test('a protocol is TCP, UDP or SCTP', () => {
  expect(['TCP', 'UDP', 'SCTP'].map(protocol)).toEqual([undefined, undefined, undefined]);
});

test('no grammar of ports throws for any value', () => {
  fc.assert(fc.property(fc.anything({ withBigInt: true, withNullPrototype: true }), value => {
    for (const grammar of [portNumber, portName, protocol, parsePortRange]) {
      expect(() => grammar(value)).not.toThrow();
    }
  }));
});

test('NP-1: a node port range is read in the form of the API server', () => {
  expect(parsePortRange('30000-32767')).toEqual(DEFAULT);
  fc.assert(fc.property(fc.integer({ min: 1, max: 65535 }), fc.integer({ min: 1, max: 65535 }), (a, b) => {
    const range = { from: Math.min(a, b), to: Math.max(a, b) };
    expect(parsePortRange(`${range.from}-${range.to}`)).toEqual(range);
  }));
});

test.each([
  ['30000', '"30000" is not a range of ports; write two port numbers and "-" between them, such as "30000-32767"'],
  ['0-100', '"0-100" is not a range of ports; write two port numbers and "-" between them, such as "30000-32767"'],
  ['30000-70000', '"30000-70000" is not a range of ports; write two port numbers and "-" between them, such as "30000-32767"'],
  ['30000 - 32767', '"30000 - 32767" is not a range of ports; write two port numbers and "-" between them, such as "30000-32767"'],
  ['32767-30000', '"32767-30000" ends before it begins; write "30000-32767"'],
  [30000, '30000 is not a range of ports; write two port numbers and "-" between them, such as "30000-32767"'],
])('NP-1: the node port range %j is refused', (value, problem) => {
  expect(parsePortRange(value)).toBe(problem);
});

test('NP-2: the static band of the default range is 30000-30085', () => {
  expect(staticBand(DEFAULT)).toEqual({ from: 30000, to: 30085 });
});

test('NP-2: the static band has 16 to 128 ports, and a range of 16 has none', () => {
  expect(staticBand({ from: 30000, to: 30015 })).toBeUndefined();
  expect(staticBand({ from: 30000, to: 30016 })).toEqual({ from: 30000, to: 30015 });
  expect(staticBand({ from: 1, to: 65535 })).toEqual({ from: 1, to: 128 });
});

test('NP-2: the static band lies at the start of its range and leaves something of it', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 65535 }), fc.integer({ min: 0, max: 65534 }), (from, more) => {
    const range = { from, to: Math.min(65535, from + more) };
    const band = staticBand(range);
    expect(band === undefined).toBe(range.to - range.from < 16);
    if (band) {
      expect(band.from).toBe(range.from);
      expect(band.to).toBeGreaterThanOrEqual(band.from + 15);
      expect(band.to).toBeLessThanOrEqual(Math.min(band.from + 127, range.to - 1));
    }
  }));
});

test.each([
  [22, '22 is where the SSH server listens on many nodes; choose another port'],
  [6443, '6443 is where the API server listens on many nodes; choose another port'],
  [10250, '10250 is where the kubelet listens on many nodes; choose another port'],
  [10251, "10251 is one of the ports 10248-10260 of Kubernetes' own components; choose another port"],
  [30080, '30080 is inside the node port range 30000-32767, where kube-proxy takes what a Service claims; choose a port outside'],
  [32768, "32768 is inside the kernel's ephemeral range 32768-60999, from which any outgoing connection may take it first; choose a port outside"],
])('HN-11: %d is a port of the node that is likely to be taken', (port, problem) => {
  expect(portHazard(port, DEFAULT)).toBe(problem);
});

test('HN-11: every port of the list is a hazard, and a common port of an app is none', () => {
  const daemons = [22, 53, 111, 179, 2379, 2380, 4194, 6443, 9099, 9100, ...Array.from({ length: 13 }, (_, index) => 10248 + index)];
  expect(daemons.filter(port => portHazard(port, DEFAULT) === undefined)).toEqual([]);
  expect([80, 443, 3000, 5432, 8080, 8086, 29999, 61000, 65535].filter(port => portHazard(port, DEFAULT))).toEqual([]);
});

test('HN-11: the node port range is that of the cluster', () => {
  expect(portHazard(8080, { from: 8000, to: 9000 })).toContain('node port range 8000-9000');
  expect(portHazard(30080, { from: 8000, to: 9000 })).toBeUndefined();
  fc.assert(fc.property(fc.integer({ min: 1, max: 65535 }), port => {
    expect(portHazard(port, { from: 1, to: 65535 })).toMatch(new RegExp(`^${port} is .*; choose `));
    expect(inRange(port, { from: port, to: port })).toBe(true);
  }));
});
