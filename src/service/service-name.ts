import { serviceName, startsWithDigit } from '../kubernetes/names';
import { kubernetesHas } from '../kubernetes/versions';
import { ClusterProfile } from '../platform/cluster-profile';
import { Findings } from '../rules/findings';

/** S-1, and S-4 where it depends on a version that is not known. */
export function checkServiceName(name: string, findings: Findings, { kubernetesMinor }: ClusterProfile): void {
  if (typeof name !== 'string' || !startsWithDigit(name)) {
    findings.reportIf('S-1', 'name', serviceName(name));
  } else if (kubernetesMinor === undefined) {
    findings.report('S-4', `name "${name}" begins with a digit, which a Service may only from Kubernetes 1.36 on; begin it with a letter, or attach a ClusterProfile with the version`);
  } else if (!kubernetesHas(kubernetesMinor, 'serviceNameMayStartWithDigit')) {
    findings.report('S-1', `name "${name}" begins with a digit, which a Service may only from Kubernetes 1.36 on, and the cluster has 1.${kubernetesMinor}; begin it with a letter`);
  }
}
