import { requestOf, statusOf } from './access';
import { influxdbSettings } from './example';
import { apply, rolledOut } from './kubectl';
import { deleteNamespace, makeNamespace, namespaceName } from './namespace';
import { synthesize } from './objects';
import { note } from './protocol';
import { bash } from './shell';
import { throughTunnel } from './tunnel';
import { exposeInfluxdb } from '../../examples/influxdb/influxdb';
import { AccessFrom, ExposureStrategy } from 'cdk8s-expose';

const namespace = namespaceName('proxy');
const { objects, built: { accessPoints } } = synthesize(namespace, chart => exposeInfluxdb(chart, ExposureStrategy.CLUSTER_IP, influxdbSettings));
const point = accessPoints.find(({ from, url }) => from === AccessFrom.WORKSTATION && url.includes('/proxy/'))!;

beforeAll(async () => {
  await makeNamespace(namespace);
  await apply(objects);
  await rolledOut(objects);
});
afterAll(async () => deleteNamespace(namespace));

test.each([
  ['scheme and port name', 'http:influxdb:http', 204],
  ['the port name', 'influxdb:http', 204],
  ['the port number', 'influxdb:8086', 204],
  ['neither', 'influxdb', 503],
])('CI-2: the proxy URL with %s, %s, answers %d', async (_, id, expected) => {
  const request = requestOf(point, {}, 'ping').replace('http:influxdb:http', id);
  const { status } = await throughTunnel(point.tunnel, async () => statusOf(await bash(request)));
  note("The API server's proxy to one named port", { url: /'(http.*)'/.exec(request)![1], status });
  expect(status).toBe(expected);
});

test('CI-5: the printed proxy URL ends with a slash, without which the API server sends the client elsewhere', async () => {
  const request = requestOf(point, {}, '').replace("/proxy/'", "/proxy'");
  const { status } = await throughTunnel(point.tunnel, async () => statusOf(await bash(request)));
  expect(status).toBe(301);
});
