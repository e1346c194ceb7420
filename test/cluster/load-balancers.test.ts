/** What is asked of a load balancer is observed with MetalLB: by the address that it gives, and by requests to it. */
import { requestOf, resolve, statusOf } from './access';
import { exposeEcho } from './echo';
import { environment } from './environment';
import { apply, get, remove, rolledOut } from './kubectl';
import { deleteNamespace, makeNamespace, namespaceName } from './namespace';
import { KubeObject, synthesize } from './objects';
import { note } from './protocol';
import { eventually } from './retry';
import { bash } from './shell';
import { describeWith } from './skip';
import { isOpen, localAddress } from './wire';
import { AccessFrom, AccessPoint, ClusterProfile, Exposure, ExposureStrategy, LoadBalancerOptions, LoadBalancerProvider, PlatformLoadBalancer } from 'cdk8s-expose';

const namespace = namespaceName('load-balancers');
const PORT = { name: 'http', port: 8080 };
const TITLE = 'Load balancers of MetalLB';

/** A pool of the suite's own: whoever does not ask for it gets nothing of it. */
const POOL = 'cdk8s-expose-suite';
const [FIRST, LAST] = environment.metalLbRange.split('-');
const pool: KubeObject = {
  apiVersion: 'metallb.io/v1beta1',
  kind: 'IPAddressPool',
  metadata: { name: POOL, namespace: environment.metalLbNamespace },
  spec: { addresses: [environment.metalLbRange], autoAssign: false },
};

/** A class that nobody serves. */
const OTHER_CLASS = 'example.com/other';

interface Service {
  readonly spec: { readonly loadBalancerClass?: string };
  readonly status: { readonly loadBalancer: { readonly ingress?: readonly { readonly ip: string }[] } };
}

/** A load balancer of the suite, in front of the one app. */
interface Opened {
  readonly point: AccessPoint;
  /** The check of the requirement that something gives it an address, asked for five seconds. */
  readonly check: string;
  /** The Service, as the cluster has it. */
  service(): Promise<Service>;
  /** The address in the URL; the cluster may need a while to know it. */
  address(): Promise<string>;
  /** The status of the printed request, once the door is open. */
  status(): Promise<number>;
}

/** Opens a load balancer of its own name. */
async function open(name: string, loadBalancer: LoadBalancerOptions = {}, platform: PlatformLoadBalancer = {}): Promise<Opened> {
  const { objects, built } = synthesize(namespace, chart => {
    ClusterProfile.attach(chart, ClusterProfile.custom({ name: 'suite', loadBalancer: { provider: LoadBalancerProvider.METAL_LB, ...platform } }));
    const { workload } = exposeEcho(chart, { name: 'echo', ports: [{ ...PORT, speaks: 'http' }], strategy: ExposureStrategy.CLUSTER_IP });
    return new Exposure(chart, name, { workload, ports: [PORT], name, strategy: ExposureStrategy.LOAD_BALANCER, loadBalancer });
  });
  await apply(objects);
  await rolledOut(objects);
  const point = built.accessPoints.find(({ from }) => from === AccessFrom.OUTSIDE)!;
  return {
    point,
    check: built.requirements.find(({ check }) => check?.includes('.status.loadBalancer.ingress'))!.check!.replace('--timeout=5m', '--timeout=5s'),
    service: async () => get<Service>('-n', namespace, 'service', (built.externalService ?? built.service).name),
    address: async () => new URL(point.fill(await resolve(point))).hostname,
    status: async () => {
      const request = requestOf(point, await resolve(point), '');
      return eventually(async () => {
        const { status, text } = statusOf(await bash(request, 4000));
        if (status === undefined) {
          throw new Error(text);
        }
        return status;
      });
    },
  };
}

/** An IPv4 address as a number. */
function numberOf(address: string): number {
  return address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0);
}

function isInPool(address: string): boolean {
  return numberOf(FIRST) <= numberOf(address) && numberOf(address) <= numberOf(LAST);
}

/** The one has no address in a time in which the other has got one; the printed check tells them apart. */
async function expectPending(pending: Opened, served: Opened): Promise<void> {
  const [ofPending, ofServed] = await Promise.all([bash(pending.check), bash(served.check)]);
  expect(ofServed).toMatchObject({ code: 0 });
  expect(ofPending).toMatchObject({ code: 1, stderr: expect.stringContaining('timed out waiting for the condition') as string });
  expect((await pending.service()).status.loadBalancer).toEqual({});
}

describeWith('METAL_LB', 'load balancers of MetalLB', () => {
  beforeAll(async () => {
    await makeNamespace(namespace);
    await apply([pool]);
  });
  afterAll(async () => {
    await deleteNamespace(namespace);
    await remove([pool]);
  });

  test('a static address is in the URL without a placeholder, and answers', async () => {
    const door = await open('static', { staticAddress: LAST });
    expect(door.point.url).toBe(`http://${LAST}:8080/`);
    expect(door.point.placeholders).toEqual([]);
    expect(await door.status()).toBe(200);
    expect((await door.service()).status.loadBalancer.ingress).toMatchObject([{ ip: LAST }]);
    note(TITLE, { asked: `staticAddress ${LAST}`, observed: `${door.point.url} answers 200` });
  });

  test('a static address that another load balancer has stays pending, as the check of the requirement tells', async () => {
    const [first, second] = [await open('static', { staticAddress: LAST }), await open('static-twin', { staticAddress: LAST })];
    await expectPending(second, first);
    note(TITLE, { asked: `staticAddress ${LAST}, which another has`, observed: 'pending' });
  });

  test('an address pool gives an address inside it, which answers, and without one the address is of another pool', async () => {
    const [asked, other] = [await open('pooled', { addressPool: POOL }), await open('unpooled')];
    const [address, elsewhere] = [await asked.address(), await other.address()];
    expect({ address, isInPool: isInPool(address) }).toEqual({ address, isInPool: true });
    expect({ elsewhere, isInPool: isInPool(elsewhere) }).toEqual({ elsewhere, isInPool: false });
    expect([await asked.status(), await other.status()]).toEqual([200, 200]);
    note(TITLE, { asked: `addressPool of ${environment.metalLbRange}`, observed: `${address} answers 200; without it ${elsewhere}` });
  });

  test('a pool that the platform prescribes gives an address inside it', async () => {
    const door = await open('prescribed', {}, { annotations: { 'metallb.io/address-pool': POOL } });
    const address = await door.address();
    expect({ address, isInPool: isInPool(address) }).toEqual({ address, isInPool: true });
    expect(await door.status()).toBe(200);
    note(TITLE, { asked: 'the pool of a ClusterProfile', observed: `${address} answers 200` });
  });

  for (const [whose, name, loadBalancer, platform] of [
    ['an app', 'other', { loadBalancerClass: OTHER_CLASS }, {}],
    ['the platform', 'prescribed-other', {}, { loadBalancerClass: OTHER_CLASS }],
  ] as const) {
    test(`a class of ${whose} that MetalLB does not serve reaches the Service, which stays pending, as the check of its requirement tells`, async () => {
      const [pending, served] = [await open(name, loadBalancer, platform), await open(`${name}-not`)];
      expect((await pending.service()).spec.loadBalancerClass).toBe(OTHER_CLASS);
      await expectPending(pending, served);
      note(TITLE, { asked: `loadBalancerClass ${OTHER_CLASS} of ${whose}`, observed: 'pending' });
    });
  }

  test('source ranges without the client refuse it, and those with it let it in', async () => {
    const before = await open('ranges', { addressPool: POOL });
    expect(await before.status()).toBe(200);
    const address = await before.address();
    const client = await localAddress(address, PORT.port);

    const without = await open('ranges', { addressPool: POOL, loadBalancerSourceRanges: ['203.0.113.0/24'] });
    await eventually(async () => expect(await isOpen(address, PORT.port)).toBe(false));
    expect(await without.address()).toBe(address);

    const within = await open('ranges', { addressPool: POOL, loadBalancerSourceRanges: ['203.0.113.0/24', `${client}/32`] });
    expect(await within.status()).toBe(200);
    expect(await within.address()).toBe(address);
    note(TITLE, { asked: 'loadBalancerSourceRanges', observed: `203.0.113.0/24: no answer; with ${client}/32 beside it: 200` });
  });
});
