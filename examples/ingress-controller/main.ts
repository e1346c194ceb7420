import { App, Chart } from 'cdk8s';
import { ExposureStrategy } from 'cdk8s-expose';
import * as kplus from 'cdk8s-plus-27';
import { exposeTraefik, makeTraefikClasses, TRAEFIK_CLASS, TRAEFIK_GATEWAY } from './traefik';
import { exposeInfluxdb } from '../influxdb/influxdb';

const { env } = process;
const domain = env.EXAMPLE_DOMAIN ?? 'example.com';

export const app = new App();

// What an administrator of the cluster applies, before everything else.
const cluster = new Chart(app, 'cluster');
makeTraefikClasses(cluster);

// Traefik on ports 80 and 443 of every node. Host ports are more than Pod Security baseline admits.
exposeTraefik(chartWithNamespace('traefik', 'privileged'), {
  image: env.TRAEFIK_IMAGE ?? 'traefik:v3',
  nodeAddress: env.NODE_ADDRESS,
});

// An app behind it, once by an Ingress and once by a route of the Gateway API.
for (const strategy of [ExposureStrategy.INGRESS, ExposureStrategy.GATEWAY]) {
  const name = `influxdb-by-${strategy.toLowerCase()}`;
  exposeInfluxdb(chartWithNamespace(name, 'restricted'), strategy, {
    image: env.INFLUXDB_IMAGE ?? 'influxdb:1.8',
    hostname: `${name}.${domain}`,
    ingressClassName: TRAEFIK_CLASS,
    gateway: TRAEFIK_GATEWAY,
  });
}

app.synth();

function chartWithNamespace(name: string, podSecurity: string): Chart {
  new kplus.Namespace(cluster, name, { metadata: { name, labels: { 'pod-security.kubernetes.io/enforce': podSecurity } } });
  const chart = new Chart(app, name, { namespace: name });
  chart.addDependency(cluster);
  return chart;
}
