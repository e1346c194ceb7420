import { App, Chart } from 'cdk8s';
import { ExposedService, ExposureStrategy, GatewayProtocol } from 'cdk8s-expose';
import * as kplus from 'cdk8s-plus-27';

// One app, every door: the same InfluxDB once for each strategy, each in a chart and a namespace of its own.
// What depends on the cluster comes from variables; without them the public image is used.
const image = process.env.INFLUXDB_IMAGE ?? 'influxdb:1.8';
const domain = process.env.EXAMPLE_DOMAIN ?? 'example.com';
const app = new App({ outdir: process.env.CDK8S_OUTDIR ?? `${__dirname}/dist` });

for (const strategy of Object.values(ExposureStrategy)) {
  const chart = new Chart(app, `influxdb-${strategy.toLowerCase()}`, { namespace: process.env.EXAMPLE_NAMESPACE ?? `influxdb-${strategy.toLowerCase()}` });
  const data = kplus.Volume.fromEmptyDir(chart, 'data', 'data');

  new ExposedService(chart, 'influxdb', {
    app: {
      name: 'influxdb',
      image,
      ports: [{ name: 'http', port: 8086 }],
      readiness: kplus.Probe.fromHttpGet('/ping'),
      securityContext: { user: 1500, group: 1500 },
      podSecurityContext: { fsGroup: 1500 },
      volumeMounts: [{ path: '/var/lib/influxdb', volume: data }],
    },
    strategy,
    http: { hostnames: [`influxdb.${domain}`] },
    ingress: { ingressClassName: process.env.INGRESS_CLASS },
    gateway: {
      parentRefs: [{
        name: process.env.GATEWAY_NAME ?? 'shared',
        namespace: process.env.GATEWAY_NAMESPACE ?? 'infra',
        sectionName: 'http',
        listener: { protocol: GatewayProtocol.HTTP, port: 80 },
      }],
    },
  });
}

app.synth();
