import { App, Chart } from 'cdk8s';
import { ExposureStrategy } from 'cdk8s-expose';
import * as kplus from 'cdk8s-plus-27';
import { exposeInfluxdb } from './influxdb';

const { env } = process;
const domain = env.EXAMPLE_DOMAIN ?? 'example.com';

export const app = new App();

// The same app once for each door, each in a chart and a namespace of its own.
for (const strategy of Object.values(ExposureStrategy)) {
  const name = `influxdb-${strategy.toLowerCase()}`;
  const chart = new Chart(app, name, { namespace: name });

  // Only the two doors that open ports of the node need more than the strictest level of Pod Security.
  const opensNode = strategy === ExposureStrategy.HOST_NETWORK || strategy === ExposureStrategy.HOST_PORT;
  new kplus.Namespace(chart, 'namespace', {
    metadata: { name, labels: { 'pod-security.kubernetes.io/enforce': opensNode ? 'privileged' : 'restricted' } },
  });

  exposeInfluxdb(chart, strategy, {
    image: env.INFLUXDB_IMAGE ?? 'influxdb:1.8',
    hostname: `${name}.${domain}`,
    ingressClassName: env.INGRESS_CLASS,
    gateway: { name: env.GATEWAY_NAME ?? 'shared', namespace: env.GATEWAY_NAMESPACE ?? 'infra' },
  });
}

app.synth();
