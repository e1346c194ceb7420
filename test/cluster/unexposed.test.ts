import { answers, resolve } from './access';
import { Client } from './client';
import { exposeEcho } from './echo';
import { environment } from './environment';
import { apply, get, kubectl, rolledOut, tryKubectl } from './kubectl';
import { deleteNamespace, makeNamespace, namespaceName } from './namespace';
import { synthesize, Synthesized } from './objects';
import { note } from './protocol';
import { addonOf, describeWith } from './skip';
import { isOpen } from './wire';
import { AccessFrom, AccessPoint, ExposedService, ExposureStrategy } from 'cdk8s-expose';

const namespace = namespaceName('unexposed');
const [open, closed] = [environment.hostPort, environment.hostPort + 1];
let client: Client;

/** An app with a port that the door leads to, which answers `http`, and one that it must not lead to, which answers `h2c`. */
function app(strategy: ExposureStrategy): Synthesized<ExposedService> {
  return synthesize(namespace, chart => exposeEcho(chart, {
    name: strategy.toLowerCase(),
    ports: [{ name: 'http', port: open, speaks: 'http' }, { name: 'http-admin', port: closed, exposed: false, speaks: 'h2c' }],
    strategy,
    clusterIp: { proxyRole: {} },
    http: { hostnames: [`${strategy.toLowerCase()}.${environment.domain}`] },
    ingress: { ingressClassName: environment.ingressClass },
    gateway: { parentRefs: [{ name: environment.gatewayName, namespace: environment.gatewayNamespace, sectionName: 'http' }] },
  }));
}

/** The address of a door. */
async function addressOf(point: AccessPoint): Promise<string> {
  const values = await resolve(point);
  return Object.entries(values).find(([name]) => name.endsWith('_ADDRESS'))![1].trim();
}

beforeAll(async () => {
  await makeNamespace(namespace);
  client = await Client.start(namespace);
});
afterAll(async () => deleteNamespace(namespace));

for (const strategy of Object.values(ExposureStrategy).filter(candidate => candidate !== ExposureStrategy.HOST_NETWORK)) {
  describeWith(addonOf(strategy), strategy, () => {
    test('a port with exposed: false answers inside the cluster and through no door', async () => {
      const { objects, built } = app(strategy);
      await apply(objects);
      await rolledOut(objects);

      for (const point of built.accessPoints.filter(({ from }) => from === AccessFrom.INSIDE)) {
        const [{ status, text }] = await answers(point, '', 200, client);
        expect([point.port, status, spoken(text)]).toEqual([point.port, 200, point.port === 'http' ? 'http' : 'h2c']);
      }
      for (const point of built.accessPoints.filter(({ from }) => from === AccessFrom.OUTSIDE)) {
        for (const path of ['', 'admin']) {
          const [{ url, status, text }] = await answers(point, path, 200, client);
          expect([url, status, spoken(text)]).toEqual([url, 200, 'http']);
        }
        const address = await addressOf(point);
        const isClosed = !await isOpen(address, closed);
        note('A port that is not exposed', { strategy, 'tried': `${address}:${closed}`, 'is closed': isClosed ? 'yes' : 'NO' });
        expect(isClosed).toBe(true);
      }
      expect(await nodePorts(built)).toEqual([ExposureStrategy.NODE_PORT, ExposureStrategy.LOAD_BALANCER].includes(strategy) ? ['http'] : []);
    });
  });
}

test('CI-12: who is bound to the proxyRole reaches the exposed port through the API server, and not the other', async () => {
  const { objects, built } = app(ExposureStrategy.CLUSTER_IP);
  await apply(objects);
  await rolledOut(objects);
  await kubectl(['-n', namespace, 'create', 'serviceaccount', 'visitor']);
  await kubectl(['-n', namespace, 'create', 'rolebinding', 'visitor', `--role=${built.proxyRole!.name}`, `--serviceaccount=${namespace}:visitor`]);
  const visit = async (id: string) => {
    const { code, stderr } = await tryKubectl([`--as=system:serviceaccount:${namespace}:visitor`, 'get', '--raw', `/api/v1/namespaces/${namespace}/services/${id}/proxy/`]);
    const outcome = code === 0 ? 'answered' : /\((\w+)\)/.exec(stderr)?.[1] ?? stderr;
    note("The API server's proxy by its Role", { id, outcome });
    return outcome;
  };
  const { name } = built.service;
  expect(await visit(`http:${name}:http`)).toBe('answered');
  expect(await visit(`${name}:http`)).toBe('answered');
  for (const id of [`http:${name}:http-admin`, `${name}:http-admin`, `${name}:${closed}`, name]) {
    expect([id, await visit(id)]).toEqual([id, 'Forbidden']);
  }
});

test('E-1: HOST_NETWORK refuses such a port at synth', () => {
  expect(() => app(ExposureStrategy.HOST_NETWORK)).toThrow('E-1: port http-admin has exposed: false');
});

/** What answered, as the echo server says it. */
function spoken(text: string): string | undefined {
  return /"protocol":"(\w+)"/.exec(text)?.[1];
}

/** The names of the ports that any Service of the app opens on the nodes. */
async function nodePorts({ service }: ExposedService): Promise<string[]> {
  const label = `app.kubernetes.io/name=${service.name}`;
  const { items } = await get<{ items: { spec: { ports: { name: string; nodePort?: number }[] } }[] }>('-n', namespace, 'services', '-l', label);
  return items.flatMap(({ spec }) => spec.ports).filter(({ nodePort }) => nodePort !== undefined).map(({ name }) => name);
}
