import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { AcmeCluster, AcmePlatform, PublicWebService } from './platform/src'; // '@acme/platform', once it is published

const { env } = process;
const cluster = env.CLUSTER ?? AcmeCluster.KIND; // the one line that decides for which cluster

export const app = new App();
AcmePlatform.attach(app, cluster as AcmeCluster);

const chart = new Chart(app, 'shop', { namespace: 'shop' });
new kplus.Namespace(chart, 'namespace', {
  metadata: { name: 'shop', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
});
new PublicWebService(chart, 'shop', {
  image: env.SHOP_IMAGE ?? 'ghcr.io/stefanprodan/podinfo:6.7.0',
  port: 9898,
  hostname: 'shop.acme.example',
  team: 'checkout',
  isolated: true,
});

app.synth();
