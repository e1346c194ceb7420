import { PlatformListener } from './cluster-facts';
import { ClusterProfileProps, profileShape } from './cluster-profile-props';
import { cidr } from '../kubernetes/addresses';
import { dnsLabel, dnsSubdomain, Grammar, qualifiedName, shown } from '../kubernetes/names';
import { parsePortRange, portNumber } from '../kubernetes/ports';
import { parseGatewayApiVersion, parseKubernetesVersion } from '../kubernetes/versions';
import { Findings } from '../rules/findings';
import { hasShape } from '../shape';
import { checkAnnotations } from '../workload/metadata-rules';

/** E-10: facts that no cluster has. */
export function checkProfile(findings: Findings, props: ClusterProfileProps): void {
  if (!hasShape(findings, profileShape, props)) {
    return;
  }
  const { ingress, gateway, loadBalancer, certificates, network } = props;
  const check = (option: string, value: unknown, parse: (value: unknown) => unknown) => {
    const problem = value === undefined ? undefined : parse(value); // a parser answers with a text where there is one
    findings.reportIf('E-10', option, typeof problem === 'string' ? problem : undefined);
  };
  check('name', props.name, filled);
  check('kubernetesVersion', props.kubernetesVersion, parseKubernetesVersion);
  check('nodePortRange', props.nodePortRange, parsePortRange);
  check('clusterDomain', props.clusterDomain, dnsSubdomain);
  check('apiServerUrl', props.apiServerUrl, httpsUrl);
  check('gatewayApiVersion', props.gatewayApiVersion, parseGatewayApiVersion);
  check('ingress.ingressClassName', ingress?.ingressClassName, dnsSubdomain);
  check('ingress.namespace', ingress?.namespace, dnsLabel);
  check('ingress.serviceName', ingress?.serviceName, dnsLabel);
  checkListeners(findings, 'ingress.listeners', ingress?.listeners);
  check('gateway.name', gateway?.name, dnsSubdomain);
  check('gateway.namespace', gateway?.namespace, dnsLabel);
  check('gateway.gatewayClassName', gateway?.gatewayClassName, dnsSubdomain);
  check('gateway.dataPlaneNamespace', gateway?.dataPlaneNamespace, dnsLabel);
  checkListeners(findings, 'gateway.listeners', gateway?.listeners);
  check('ingress.setUpBy', ingress?.setUpBy, said);
  checkAnnotations('ingress.annotations', ingress?.annotations, findings);
  check('gateway.setUpBy', gateway?.setUpBy, said);
  checkAnnotations('gateway.annotations', gateway?.annotations, findings);
  check('loadBalancer.setUpBy', loadBalancer?.setUpBy, said);
  checkAnnotations('loadBalancer.annotations', loadBalancer?.annotations, findings);
  check('loadBalancer.loadBalancerClass', loadBalancer?.loadBalancerClass, qualifiedName);
  check('certificates.clusterIssuer', certificates?.clusterIssuer, dnsSubdomain);
  check('certificates.issuer', certificates?.issuer, dnsSubdomain);
  if (certificates && (certificates.clusterIssuer === undefined) === (certificates.issuer === undefined)) {
    findings.report('E-10', 'certificates takes clusterIssuer or issuer; give one of the two');
  }
  for (const option of ['nodeCidrs', 'apiServerCidrs'] as const) {
    network?.[option]?.forEach((range, index) => check(`network.${option}.${index}`, range, cidr));
  }
}

function checkListeners(findings: Findings, option: string, listeners: readonly PlatformListener[] = []): void {
  for (const [index, { name, port }] of listeners.entries()) {
    findings.reportIf('E-10', `${option}.${index}.name`, dnsSubdomain(name));
    findings.reportIf('E-10', `${option}.${index}.port`, portNumber(port));
    if (listeners.findIndex(other => other.name === name) < index) {
      findings.report('E-10', `${option}.${index}.name ${shown(name)} is that of another listener; give each its own`);
    }
  }
}

const filled: Grammar = value => typeof value === 'string' && value.trim() !== '' ? undefined : `${shown(value)} is no name; give one such as "production"`;

const said: Grammar = value => typeof value === 'string' && value.trim() !== '' ? undefined : `${shown(value)} says nothing; write what has to be installed, or leave it out`;

const httpsUrl: Grammar = value => typeof value === 'string' && /^https:\/\/[^\s/'"<>?#][^\s'"<>?#]*$/.test(value) && URL.canParse(value)
  ? undefined
  : `${shown(value)} is not the address of an API server; write one such as "https://api.example.com:6443"`;
