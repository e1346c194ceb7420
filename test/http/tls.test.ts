import { issuerAnnotations, issuerRequirement, tlsSecretName } from '../../src/http/tls';

test.each([
  [undefined, undefined],
  [{}, undefined],
  [{ secretName: 'certs' }, 'certs'],
  [{ issuer: 'ca' }, 'shop-tls'],
  [{ clusterIssuer: 'ca' }, 'shop-tls'],
  [{ clusterIssuer: 'ca', secretName: 'certs' }, 'certs'],
])('the certificate of %j is in the Secret %s', (tls, secret) => {
  expect(tlsSecretName(tls, 'shop')).toBe(secret);
});

test.each([
  [undefined, {}],
  [{ secretName: 'certs' }, {}],
  [{ issuer: 'ca' }, { 'cert-manager.io/issuer': 'ca' }],
  [{ clusterIssuer: 'ca' }, { 'cert-manager.io/cluster-issuer': 'ca' }],
])('cert-manager is told of %j by %j', (tls, annotations) => {
  expect(issuerAnnotations(tls)).toEqual(annotations);
});

test('an issuer is a requirement, in its namespace, and a Secret that is there already is none', () => {
  expect(issuerRequirement({ secretName: 'certs' }, ['certs'], 'shops')).toBeUndefined();
  expect(issuerRequirement({ issuer: 'ca' }, ['one', 'two'], undefined)).toEqual({
    kind: 'Object',
    description: 'cert-manager and its Issuer ca, which fill Secret one, two',
    check: 'kubectl get issuer ca',
  });
});
