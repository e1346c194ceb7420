import * as kplus from 'cdk8s-plus-27';
import { Findings } from '../rules/findings';
import { IpFamilyPolicy, ServiceOptions, SessionAffinity, TrafficPolicy } from '../service-options';
import { checkAnnotations, checkLabels } from '../workload/metadata-rules';

/** S-12, S-17, E-16: what is wrong in the options that every mode has. */
export function checkService(options: ServiceOptions, workload: kplus.Workload, findings: Findings): void {
  const { sessionAffinity, sessionAffinityTimeout, ipFamilies, ipFamilyPolicy } = options;
  checkLabels('service.labels', options.labels, findings);
  checkAnnotations('service.annotations', options.annotations, findings);
  if (options.internalTrafficPolicy === TrafficPolicy.LOCAL && !(workload instanceof kplus.DaemonSet)) {
    findings.report('E-16', 'service.internalTrafficPolicy Local drops requests from pods on nodes without a pod of the app; run one on every node with a DaemonSet, or leave it out');
  }
  if (sessionAffinityTimeout) {
    const seconds = sessionAffinityTimeout.toSeconds({ integral: false });
    if (sessionAffinity !== SessionAffinity.CLIENT_IP) {
      findings.report('S-12', `service.sessionAffinityTimeout ${seconds}s has no effect with sessionAffinity ${sessionAffinity ?? SessionAffinity.NONE}; set sessionAffinity ClientIP or leave it out`);
    }
    if (!Number.isInteger(seconds) || seconds < 1 || seconds > 86400) {
      findings.report('S-12', `service.sessionAffinityTimeout ${seconds}s is not possible; choose whole seconds from 1 to 86400`);
    }
  }
  if (ipFamilies) {
    const shown = JSON.stringify(ipFamilies);
    if (ipFamilies.length === 0 || ipFamilies.length > 2 || new Set(ipFamilies).size !== ipFamilies.length) {
      findings.report('S-17', `service.ipFamilies ${shown} is not possible; give IPv4, IPv6 or both, each once`);
    } else if (ipFamilies.length === 2 && (ipFamilyPolicy ?? IpFamilyPolicy.SINGLE_STACK) === IpFamilyPolicy.SINGLE_STACK) {
      findings.report('S-17', `service.ipFamilies ${shown} are two with ipFamilyPolicy ${ipFamilyPolicy ?? IpFamilyPolicy.SINGLE_STACK}; set ipFamilyPolicy PreferDualStack, or give one family`);
    }
  }
}
