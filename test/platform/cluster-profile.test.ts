import { Chart, Testing } from 'cdk8s';
import { ClusterProfile, ExposedService, ExposureStrategy } from '../../src';

const APP = { name: 'shop', image: 'shop:1', ports: [{ name: 'http', port: 8080 }] };

test.each([
  [undefined, 'undefined'],
  [null, 'null'],
  ['kind', '"kind"'],
  [{ name: 'kind' }, '{"name":"kind"}'],
])('E-10: %j is no profile to attach', (profile, shown) => {
  const chart = new Chart(Testing.app(), 'team');
  expect(() => ClusterProfile.attach(chart, profile as any)).toThrow(new Error(
    `[team] E-10: the profile is ${shown}; give one of ClusterProfile, such as ClusterProfile.custom({})`));
  ClusterProfile.attach(chart, ClusterProfile.kind()); // nothing was left behind
  expect(ClusterProfile.of(chart).name).toBe('kind');
});

test('an app goes by the profile of the nearest scope, and changes cluster with one line', () => {
  const app = Testing.app();
  ClusterProfile.attach(app, ClusterProfile.eks());
  const far = new Chart(app, 'far');
  const near = new Chart(app, 'near');
  ClusterProfile.attach(near, ClusterProfile.k3s());
  const classOf = (chart: Chart) => new ExposedService(chart, 'shop', {
    app: APP, strategy: ExposureStrategy.INGRESS, http: { hostnames: ['shop.example.com'], tls: { secretName: 'shop' } },
  }) && Testing.synth(chart).find(({ kind }) => kind === 'Ingress').spec.ingressClassName;
  expect([classOf(far), classOf(near)]).toEqual(['alb', 'traefik']);
});
