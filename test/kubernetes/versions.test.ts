import * as fc from 'fast-check';
import {
  firstServedBy, GATEWAY_API_VERSIONS, GatewayChannel, GatewayKind, KUBERNETES_FACTS, KUBERNETES_MINORS, KubernetesFact, kubernetesHas,
  parseGatewayApiVersion, parseKubernetesVersion, servedVersion,
} from '../../src/kubernetes/versions';

test('a Kubernetes version is read in the forms that clusters and providers write', () => {
  expect(['1.34', 'v1.34', '1.34.4', 'v1.34.4+k3s1', 'v1.34.4-gke.100', '1.34+'].map(parseKubernetesVersion)).toEqual(Array(6).fill(34));
  expect([parseKubernetesVersion('1.27'), parseKubernetesVersion('1.37')]).toEqual([27, 37]);
});

test.each([
  ['1.26', '"1.26" is older than the Kubernetes versions known here; choose one from 1.27 to 1.37'],
  ['0.9', '"0.9" is older than the Kubernetes versions known here; choose one from 1.27 to 1.37'],
  ['1.38', '"1.38" is newer than the Kubernetes versions known here; choose one from 1.27 to 1.37'],
  ['2.0', '"2.0" is newer than the Kubernetes versions known here; choose one from 1.27 to 1.37'],
  [1.3, '1.3 is a number, not a Kubernetes version; write it in quotes, such as "1.37"'],
  ['1', '"1" is not a Kubernetes version; write one such as "1.37"'],
  ['latest', '"latest" is not a Kubernetes version; write one such as "1.37"'],
  ['1.34.4.5', '"1.34.4.5" is not a Kubernetes version; write one such as "1.37"'],
  [undefined, 'undefined is not a Kubernetes version; write one such as "1.37"'],
])('the Kubernetes version %p is refused', (value, problem) => {
  expect(parseKubernetesVersion(value)).toBe(problem);
});

test.each<[KubernetesFact, number]>([
  ['nodePortStaticBand', 28],
  ['probeHostForbidden', 34],
  ['serviceNameMayStartWithDigit', 36],
])('%s is so from Kubernetes 1.%d on', (fact, minor) => {
  expect(kubernetesHas(minor, fact)).toBe(true);
  expect(kubernetesHas(minor - 1, fact)).toBe(false);
});

test('every fact changes within the known versions', () => {
  expect(Object.values(KUBERNETES_FACTS).filter(minor => minor <= KUBERNETES_MINORS.first || minor > KUBERNETES_MINORS.last)).toEqual([]);
});

test.each([
  ['1.7', '"1.7" is newer than the Gateway API versions known here; choose one from 1.0 to 1.6'],
  ['0.8', '"0.8" is older than the Gateway API versions known here; choose one from 1.0 to 1.6'],
  [1.6, '1.6 is a number, not a Gateway API version; write it in quotes, such as "1.6"'],
  ['standard', '"standard" is not a Gateway API version; write one such as "1.6"'],
])('the Gateway API version %p is refused', (value, problem) => {
  expect(parseGatewayApiVersion(value)).toBe(problem);
});

test('a Gateway API version is read with and without a patch', () => {
  expect(['1.6', 'v1.6.1', '1.0'].map(parseGatewayApiVersion)).toEqual([6, 6, 0]);
  expect(GATEWAY_API_VERSIONS.map(parseGatewayApiVersion)).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

test('no version throws, whatever it is', () => {
  fc.assert(fc.property(fc.oneof(fc.anything({ withBigInt: true, withNullPrototype: true }), fc.stringMatching(/^v?[0-9]{1,3}\.[0-9]{1,3}/)), value => {
    for (const parse of [parseKubernetesVersion, parseGatewayApiVersion]) {
      expect(['number', 'string']).toContain(typeof parse(value));
    }
  }));
  expect(parseKubernetesVersion(`1.34-${'a'.repeat(10_000_000)}`)).toContain('is not a Kubernetes version');
});

/** What each version from 1.0 to 1.6 serves; "-" for nothing. */
const SERVED: [GatewayKind, GatewayChannel, string][] = [
  ['GatewayClass', 'standard', 'v1 v1 v1 v1 v1 v1 v1'],
  ['GatewayClass', 'experimental', 'v1 v1 v1 v1 v1 v1 v1'],
  ['Gateway', 'standard', 'v1 v1 v1 v1 v1 v1 v1'],
  ['Gateway', 'experimental', 'v1 v1 v1 v1 v1 v1 v1'],
  ['HTTPRoute', 'standard', 'v1 v1 v1 v1 v1 v1 v1'],
  ['HTTPRoute', 'experimental', 'v1 v1 v1 v1 v1 v1 v1'],
  ['GRPCRoute', 'standard', '- v1 v1 v1 v1 v1 v1'],
  ['GRPCRoute', 'experimental', 'v1alpha2 v1 v1 v1 v1 v1 v1'],
  ['ReferenceGrant', 'standard', 'v1beta1 v1beta1 v1beta1 v1beta1 v1beta1 v1beta1 v1beta1'],
  ['ReferenceGrant', 'experimental', 'v1beta1 v1beta1 v1beta1 v1beta1 v1beta1 v1beta1 v1beta1'],
  ['TLSRoute', 'standard', '- - - - - v1 v1'],
  ['TLSRoute', 'experimental', 'v1alpha2 v1alpha2 v1alpha2 v1alpha2 v1alpha3 v1 v1'],
  ['TCPRoute', 'standard', '- - - - - - v1'],
  ['TCPRoute', 'experimental', 'v1alpha2 v1alpha2 v1alpha2 v1alpha2 v1alpha2 v1alpha2 v1'],
  ['UDPRoute', 'standard', '- - - - - - v1'],
  ['UDPRoute', 'experimental', 'v1alpha2 v1alpha2 v1alpha2 v1alpha2 v1alpha2 v1alpha2 v1'],
];

test.each(SERVED)('a %s of the %s channel has the apiVersion that each bundle serves', (kind, channel, versions) => {
  const expected = versions.split(' ').map(version => (version === '-' ? undefined : `gateway.networking.k8s.io/${version}`));
  expect(GATEWAY_API_VERSIONS.map(version => servedVersion(kind, version, channel))).toEqual(expected);
  expect(servedVersion(kind, 'v1.6.1', channel)).toBe(expected[6]);
  expect(servedVersion(kind, '1.7', channel)).toBeUndefined();
});

test.each<[GatewayKind, string]>([
  ['HTTPRoute', 'standard channel from 1.0, experimental channel from 1.0'],
  ['GRPCRoute', 'standard channel from 1.1, experimental channel from 1.0'],
  ['TLSRoute', 'standard channel from 1.5, experimental channel from 1.0'],
  ['TCPRoute', 'standard channel from 1.6, experimental channel from 1.0'],
])('a message can say since when a %s is served', (kind, text) => {
  expect(firstServedBy(kind)).toBe(text);
});
