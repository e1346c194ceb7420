import * as kplus from 'cdk8s-plus-27';
import { Findings } from '../rules/findings';

/** W-2: a workload selects its own pods, by labels, which is all that the selector of a Service has. */
export function checkSelector(workload: kplus.Workload, findings: Findings): void {
  const { kind, name, matchLabels, matchExpressions } = workload;
  const labels: Readonly<Record<string, string>> = workload.podMetadata.toJson()?.labels ?? {};
  if (Object.keys(matchLabels).length === 0) {
    findings.report('W-2', `the selector of ${kind} ${name} has no labels; leave select: false out, or give it labels of its pods with select()`);
  }
  for (const [key, value] of Object.entries(matchLabels)) {
    if (labels[key] !== value) {
      findings.report('W-2', `the selector of ${kind} ${name} asks for the label ${key}=${value}, and its pods have ${labels[key] === undefined ? 'none' : labels[key]}; give it to podMetadata, or select another`);
    }
  }
  for (const expression of matchExpressions) {
    if (!isMet(expression, labels[expression.key])) {
      findings.report('W-2', `the selector of ${kind} ${name} asks for ${[expression.key, expression.operator, ...expression.values ?? []].join(' ')}, which its pods do not meet; give them the label with podMetadata, or select another`);
    }
  }
}

function isMet({ operator, values = [] }: kplus.LabelSelectorRequirement, label: string | undefined): boolean {
  switch (operator) {
    case 'In': return label !== undefined && values.includes(label);
    case 'NotIn': return label === undefined || !values.includes(label);
    case 'Exists': return label !== undefined;
    default: return label === undefined; // DoesNotExist
  }
}
