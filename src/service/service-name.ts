import { serviceName, shown, startsWithDigit } from '../kubernetes/names';
import { kubernetesHas } from '../kubernetes/versions';
import { ClusterProfile } from '../platform/cluster-profile';
import { Findings } from '../rules/findings';

const LONGEST_NAME = 63;

/** S-1: a name that is made from another, which is all that there is to shorten. The other was checked before. */
export function checkDerivedName(derived: string, name: string, findings: Findings): void {
  const most = LONGEST_NAME - (derived.length - name.length);
  if (name.length > most) {
    findings.report('S-1', `name ${shown(name)} has ${name.length} characters, and the name "${derived}" is made from it, which may have ${LONGEST_NAME}; shorten it to at most ${most}`);
  }
}

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
