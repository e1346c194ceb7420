import { Protocol } from 'cdk8s-plus-27';
import { requestOf, resolve, statusOf } from './access';
import { EchoPort, EchoProps, exposeEcho } from './echo';
import { environment } from './environment';
import { listenerOf } from './gateway';
import { apply, rolledOut } from './kubectl';
import { deleteNamespace, makeNamespace, namespaceName } from './namespace';
import { synthesize } from './objects';
import { note } from './protocol';
import { eventually } from './retry';
import { bash } from './shell';
import { describeWith } from './skip';
import { askTcp, askUdp } from './wire';
import { AccessFrom, AccessPoint, ExposedService, ExposureStrategy } from 'cdk8s-expose';

const namespace = namespaceName('routes');

/** Applies an app behind a Gateway's listener, and gives the access points of its door. */
async function openThrough(sectionName: string, port: EchoPort, more: Partial<EchoProps> = {}): Promise<AccessPoint[]> {
  return open({
    name: port.speaks,
    ports: [port],
    strategy: ExposureStrategy.GATEWAY,
    http: { hostnames: [hostOf(port)] },
    gateway: { parentRefs: [{ name: environment.gatewayName, namespace: environment.gatewayNamespace, sectionName }] },
    ...more,
  });
}

/** Every app has a hostname of its own. */
function hostOf({ speaks }: EchoPort): string {
  return `${speaks}.${environment.domain}`;
}

async function open(props: EchoProps): Promise<AccessPoint[]> {
  const { objects, built } = synthesize<ExposedService>(namespace, chart => exposeEcho(chart, props));
  await apply(objects);
  await rolledOut(objects);
  return built.accessPoints.filter(({ from }) => from === AccessFrom.OUTSIDE);
}

/** Where a point is, once its placeholders are filled. */
async function placeOf(point: AccessPoint): Promise<URL> {
  return new URL(point.fill(await resolve(point)));
}

function noted(url: string, answer: string): string {
  const said = /"protocol":"\w+","query":"\w*"|\S+ (?:tcp|udp) \S+ hello/.exec(answer)?.[0] ?? answer;
  note('Other protocols', { url, 'status': /^HTTP\S+ (\d+)/.exec(answer)?.[1], 'it says': said.split(',')[0] });
  return answer;
}

beforeAll(async () => makeNamespace(namespace));
afterAll(async () => deleteNamespace(namespace));

describeWith('GATEWAY', 'a Gateway', () => {
  test('leads gRPC by a GRPCRoute', async () => {
    const [point] = await openThrough((await listenerOf('HTTP')).name, { name: 'grpc', port: 50051, speaks: 'h2c' });
    const { href, hostname, port } = await placeOf(point);
    const { GATEWAY_ADDRESS: address } = await resolve(point);
    const answer = await eventually(async () => grpc(hostname, port, address.trim()));
    expect(noted(href, answer)).toContain('"protocol":"h2c"');
  });
});

describeWith('GATEWAY_HTTPS', 'a Gateway with an HTTPS listener', () => {
  test('leads HTTPS, which ends there, by an HTTPRoute', async () => {
    const port: EchoPort = { name: 'http', port: 8080, speaks: 'http' };
    const [point] = await openThrough((await listenerOf('HTTPS')).name, port, { http: { hostnames: [hostOf(port)], tls: {} } });
    const answer = await eventually(async () => insecurely(point));
    expect(answer.status).toBe(200);
    expect(noted((await placeOf(point)).href, answer.text)).toContain('"protocol":"http"');
  });
});

describeWith('GATEWAY_TLS', 'a Gateway with a TLS listener', () => {
  test('leads TLS, which the app ends itself, by a TLSRoute', async () => {
    const [point] = await openThrough((await listenerOf('TLS')).name, { name: 'https', port: 8443, speaks: 'https' });
    const answer = await eventually(async () => insecurely(point));
    expect(answer.status).toBe(200);
    expect(noted((await placeOf(point)).href, answer.text)).toContain('"protocol":"https"');
  });
});

describeWith('GATEWAY_TCP', 'a Gateway with a TCP listener', () => {
  test('leads TCP by a TCPRoute', async () => {
    const [point] = await openThrough((await listenerOf('TCP')).name, { name: 'stream', port: 9100, speaks: 'tcp' }, { http: undefined });
    const { href, hostname, port } = await placeOf(point);
    const answer = await eventually(async () => askTcp(hostname, Number(port), 'hello'));
    expect(noted(href, answer)).toMatch(/ tcp .* hello/);
  });
});

describeWith('LOAD_BALANCER', 'a load balancer', () => {
  test('leads TCP and UDP of one number to the same app', async () => {
    const points = await open({
      name: 'dns',
      ports: [
        { name: 'dns', port: 5353, servicePort: 53, protocol: Protocol.UDP, speaks: 'udp' },
        { name: 'dns-tcp', port: 5353, servicePort: 53, speaks: 'tcp' },
      ],
      strategy: ExposureStrategy.LOAD_BALANCER,
    });
    for (const point of points) {
      const { href, hostname, port, protocol } = await placeOf(point);
      const ask = protocol === 'udp:' ? askUdp : askTcp;
      const answer = await eventually(async () => ask(hostname, Number(port), 'hello'));
      expect(noted(href, answer)).toMatch(protocol === 'udp:' ? / udp .* hello/ : / tcp .* hello/);
    }
    expect(points).toHaveLength(2);
  });
});

/** The printed request, without a look at the certificate, which is a test's own. */
async function insecurely(point: AccessPoint): Promise<{ status?: number; text: string }> {
  const answer = statusOf(await bash(requestOf(point, await resolve(point), '').replace('curl -i', 'curl -k -i'), 10_000));
  if (answer.status !== 200) {
    throw new Error(answer.text);
  }
  return answer;
}

/** A request in the form of gRPC, whose answers are 200 with a code of their own where a Gateway does not know the app yet. */
async function grpc(hostname: string, port: string, address: string): Promise<string> {
  const number = port || '80';
  const { stdout, stderr } = await bash(`curl -sS --fail --http2-prior-knowledge --connect-to '${hostname}:${number}:${address}:${number}' -H 'content-type: application/grpc' -d '' http://${hostname}:${number}/echo.Echo/Say`, 10_000);
  if (stderr !== '' || stdout.includes('"code":')) {
    throw new Error(stderr || stdout);
  }
  return stdout;
}
