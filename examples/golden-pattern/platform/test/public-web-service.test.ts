import { App, Chart, Testing } from 'cdk8s';
import { AccessFrom } from 'cdk8s-expose';
import { AcmeCluster, AcmePlatform, PublicWebService, PublicWebServiceProps } from '../src';

const SHOP: PublicWebServiceProps = { image: 'shop:1', port: 8080, hostname: 'shop.acme.example', team: 'checkout' };

function shop(cluster: AcmeCluster, props: Partial<PublicWebServiceProps> = {}) {
  const app = new App();
  AcmePlatform.attach(app, cluster);
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const { exposed } = new PublicWebService(chart, 'shop', { ...SHOP, ...props });
  return { exposed, objects: Testing.synth(chart) };
}

test('on kind it is an Ingress with a certificate of cert-manager', () => {
  const { objects } = shop(AcmeCluster.KIND);
  expect(objects.map(({ kind }) => kind)).toEqual(['Deployment', 'Service', 'Ingress']);
  expect(objects[2]).toMatchObject({
    metadata: { annotations: { 'cert-manager.io/cluster-issuer': 'self-signed' } },
    spec: { ingressClassName: 'cloud-provider-kind', tls: [{ hosts: ['shop.acme.example'], secretName: 'shop-tls' }] },
  });
});

test('on EKS it is a route of the shared Gateway', () => {
  const { objects } = shop(AcmeCluster.EKS);
  expect(objects.map(({ kind }) => kind)).toEqual(['Deployment', 'Service', 'TargetGroupConfiguration', 'HTTPRoute']);
  expect(objects[3]).toMatchObject({
    spec: { hostnames: ['shop.acme.example'], parentRefs: [{ name: 'public', namespace: 'infra', sectionName: 'https' }] },
  });
});

test.each(Object.values(AcmeCluster))('on %s the internet reaches it over HTTPS', cluster => {
  const outside = shop(cluster).exposed.accessPoints.filter(({ from }) => from === AccessFrom.OUTSIDE);
  expect(outside.map(({ url }) => url)).toEqual(['https://shop.acme.example/']);
});

test.each([
  [AcmeCluster.KIND, ['172.18.0.0/16']],
  [AcmeCluster.EKS, ['10.20.0.0/24', '10.20.1.0/24']],
])('on %s isolated pods take what comes from the door alone', (cluster, cidrs) => {
  const from = cidrs.map(cidr => ({ ipBlock: { cidr } }));
  expect(shop(cluster, { isolated: true }).objects).toContainEqual(expect.objectContaining({
    kind: 'NetworkPolicy',
    spec: expect.objectContaining({ ingress: [{ from, ports: [{ port: 8080, protocol: 'TCP' }] }] }),
  }));
});

test('every object names the team', () => {
  const { objects } = shop(AcmeCluster.EKS, { isolated: true });
  expect(objects.map(({ metadata }) => metadata.labels['acme.example/team'])).toEqual(objects.map(() => 'checkout'));
});

test('a hostname of somebody else is refused', () => {
  expect(() => shop(AcmeCluster.KIND, { hostname: 'shop.example.org' })).toThrow(
    'P-2: hostname shop.example.org breaks allowedDomains ["*.acme.example"] of ExposurePolicy acme');
});
