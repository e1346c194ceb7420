import { HttpTls } from './http-options';
import { Kubectl } from '../access/kubectl';
import { Requirement, RequirementKind } from '../access/requirement';

/** The Secret that holds the certificate of `http.tls`; undefined where the door has one of its own. */
export function tlsSecretName(tls: HttpTls | undefined, name: string): string | undefined {
  return tls?.secretName ?? (tls?.issuer !== undefined || tls?.clusterIssuer !== undefined ? `${name}-tls` : undefined);
}

/**
 * What tells cert-manager to get the certificate.
 *
 * @see https://cert-manager.io/docs/reference/annotations/
 */
export function issuerAnnotations(tls: HttpTls | undefined): { [key: string]: string } {
  return {
    ...tls?.issuer !== undefined ? { 'cert-manager.io/issuer': tls.issuer } : {},
    ...tls?.clusterIssuer !== undefined ? { 'cert-manager.io/cluster-issuer': tls.clusterIssuer } : {},
  };
}

/** What fills Secrets with certificates, where cert-manager does. */
export function issuerRequirement(tls: HttpTls | undefined, secrets: readonly string[], namespace: string | undefined): Requirement | undefined {
  if (tls?.issuer === undefined && tls?.clusterIssuer === undefined) {
    return undefined;
  }
  const [kind, issuer] = tls.issuer !== undefined ? ['Issuer', tls.issuer] : ['ClusterIssuer', tls.clusterIssuer!];
  return {
    kind: RequirementKind.OBJECT,
    description: `cert-manager and its ${kind} ${issuer}, which fill Secret ${secrets.join(', ')}`,
    check: tls.issuer !== undefined ? new Kubectl(namespace).run('get', `issuer ${issuer}`) : `kubectl get clusterissuer ${issuer}`,
  };
}
