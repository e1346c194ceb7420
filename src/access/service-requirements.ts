import { Requirement, RequirementKind } from './requirement';
import { IpFamilyPolicy, ServiceOptions } from '../service-options';

/** A Service that is not made, which the API server gives all the families that the cluster has. */
const PROBE = '{"apiVersion":"v1","kind":"Service","metadata":{"name":"families"},"spec":{"ipFamilyPolicy":"PreferDualStack","ports":[{"port":80}]}}';

/** What the Service needs of the cluster (S-17). */
export function serviceRequirements({ ipFamilyPolicy, ipFamilies = [] }: ServiceOptions): Requirement[] {
  const isDual = ipFamilyPolicy === IpFamilyPolicy.REQUIRE_DUAL_STACK;
  if (!isDual && ipFamilies.length === 0) {
    return [];
  }
  const wanted = isDual ? 'IPv4 and IPv6' : ipFamilies.join(' and ');
  return [{
    kind: RequirementKind.CAPABILITY,
    description: `a cluster whose Services have ${wanted}; another refuses the Service (S-17)`,
    check: `echo '${PROBE}' | kubectl create --dry-run=server -f - -o jsonpath='{.spec.ipFamilies}'`,
  }];
}
