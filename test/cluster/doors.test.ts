import { answers } from './access';
import { Client } from './client';
import { runInfluxdbExample } from './example';
import { apply, rolledOut } from './kubectl';
import { deleteNamespace, makeNamespace, namespaceName } from './namespace';
import { note } from './protocol';
import { addonOf, describeWith } from './skip';
import { ExposureStrategy } from 'cdk8s-expose';

const clients = namespaceName('doors');
const apps = runInfluxdbExample();
let client: Client;

beforeAll(async () => {
  await makeNamespace(clients);
  client = await Client.start(clients);
});
afterAll(async () => deleteNamespace(clients));

test('the example has an app for every strategy', () => {
  expect(apps.map(({ service }) => service.exposure.strategy).sort()).toEqual(Object.values(ExposureStrategy).sort());
});

for (const { service, objects } of apps) {
  const { strategy } = service.exposure;
  describeWith(addonOf(strategy), strategy, () => {
    const namespace = service.service.metadata.namespace!;

    beforeAll(async () => {
      await makeNamespace(namespace);
      await apply(objects);
      await rolledOut(objects);
    });
    afterAll(async () => deleteNamespace(namespace)); // the next strategy needs its host port and its hostname

    for (const point of service.accessPoints) {
      test(`${point.from}: ${point.url} answers 204`, async () => {
        const seen = await answers(point, 'ping', 204, client);
        for (const { from, url, status } of seen) {
          note('URLs of examples/influxdb', { strategy, from, url, status });
        }
        expect(seen.map(({ status, text }) => status ?? text)).toEqual(seen.map(() => 204));
      });
    }
  });
}
