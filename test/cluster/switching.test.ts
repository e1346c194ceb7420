import { answers } from './access';
import { circuit } from './circuit';
import { Client } from './client';
import { environment } from './environment';
import { influxdbSettings } from './example';
import { apply, get, remove, rolledOut } from './kubectl';
import { deleteNamespace, makeNamespace, namespaceName } from './namespace';
import { identity, synthesize, Synthesized } from './objects';
import { note } from './protocol';
import { pause } from './retry';
import { strategiesHere } from './skip';
import { Watch } from './watch';
import { exposeInfluxdb } from '../../examples/influxdb/influxdb';
import { AccessFrom, AccessPoint, ExposedService, ExposureStrategy } from 'cdk8s-expose';

const namespace = namespaceName('switching');
const HOST_MODES = [ExposureStrategy.HOST_NETWORK, ExposureStrategy.HOST_PORT];
const changes = circuit(strategiesHere());

/** The live app: one and the same, whatever its strategy. Each door has a hostname of its own, so that no other answers in its place. */
function influxdb(strategy: ExposureStrategy): Synthesized<ExposedService> {
  const hostname = `${strategy.toLowerCase()}.${environment.domain}`;
  return synthesize(namespace, chart => exposeInfluxdb(chart, strategy, { ...influxdbSettings, hostname }));
}

/** The point that shows that the door is open. */
function doorOf({ accessPoints }: ExposedService): AccessPoint {
  const first = (wanted: AccessFrom) => accessPoints.find(({ from }) => from === wanted);
  return first(AccessFrom.OUTSIDE) ?? first(AccessFrom.WORKSTATION)!;
}

async function podsNow(): Promise<string[]> {
  const { items } = await get<{ items: { metadata: { uid: string; deletionTimestamp?: string } }[] }>('-n', namespace, 'pods', '-l', '!client');
  return items.filter(({ metadata }) => metadata.deletionTimestamp === undefined).map(({ metadata }) => metadata.uid).sort();
}

let client: Client;
let watch: Watch;

beforeAll(async () => {
  await makeNamespace(namespace, 'privileged');
  const { objects, built } = influxdb(changes[0].from);
  await apply(objects);
  await rolledOut(objects);
  client = await Client.start(namespace);
  const [inside] = built.accessPoints;
  await answers(inside, 'ping', 204, client);
  watch = new Watch(client, `${inside.url}ping`);
});
afterAll(async () => {
  watch.end();
  await deleteNamespace(namespace);
});

describe('a live app changes', () => {
  for (const { from, to } of changes) {
    const staysPut = !HOST_MODES.includes(from) && !HOST_MODES.includes(to);
    test(`from ${from} to ${to} without a delete${staysPut ? ', without a new pod and without a lost answer' : ''}`, async () => {
      const before = influxdb(from);
      const after = influxdb(to);
      const pods = await podsNow();
      watch.begin();

      await apply(after.objects);
      const kept = after.objects.map(identity);
      await remove(before.objects.filter(object => !kept.includes(identity(object))));
      await rolledOut(after.objects);
      const [answer] = await answers(doorOf(after.built), 'ping', 204, client);
      await pause(1000);

      const { answered, lost, gap, reasons } = watch.read();
      note('Changes of a live app, its in-cluster address requested every 100 ms', {
        from,
        to,
        'new door': answer.url,
        'status': answer.status,
        'pods': (await podsNow()).join() === pods.join() ? 'same' : 'replaced',
        answered,
        lost,
        'longest gap (ms)': gap,
      });
      expect(answer.status ?? answer.text).toBe(204);
      expect(answered).toBeGreaterThan(0);
      if (staysPut) {
        expect(await podsNow()).toEqual(pods);
        expect(reasons).toEqual([]);
      }
    });
  }

  test('in every direction', () => {
    const count = strategiesHere().length;
    expect(new Set(changes.map(({ from, to }) => `${from} ${to}`)).size).toBe(count * (count - 1));
  });
});
