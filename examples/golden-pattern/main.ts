import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { AcmeCluster, AcmePlatform, PublicWebService } from './platform/src'; // '@acme/platform', once it is published

const { env } = process;

export const app = new App();
AcmePlatform.attach(app, (env.CLUSTER ?? AcmeCluster.KIND) as AcmeCluster); // the one line that says which cluster it is for

const chart = new Chart(app, 'shop', { namespace: 'shop' });
new kplus.Namespace(chart, 'namespace', {
  metadata: { name: 'shop', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
});
new PublicWebService(chart, 'shop', {
  image: env.SHOP_IMAGE ?? 'ghcr.io/stefanprodan/podinfo:6.7.0',
  port: 9898,
  hostname: env.SHOP_HOSTNAME ?? 'shop.acme.example',
  team: 'checkout',
  isolated: true,
});

app.synth();
