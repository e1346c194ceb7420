import { labelValue, qualifiedName } from '../kubernetes/names';
import { Findings } from '../rules/findings';

/** What may be in labels, and in a selector of nodes. */
export function checkLabels(option: string, labels: { [key: string]: string } | undefined, findings: Findings): void {
  for (const [key, value] of Object.entries(labels ?? {})) {
    findings.reportIf('E-2', `${option}: key`, qualifiedName(key));
    findings.reportIf('E-2', `${option}.${key}`, labelValue(value));
  }
}

/** What the keys of annotations may be; the values are free. */
export function checkAnnotations(option: string, annotations: { [key: string]: string } | undefined, findings: Findings): void {
  for (const key of Object.keys(annotations ?? {})) {
    findings.reportIf('E-2', `${option}: key`, qualifiedName(key));
  }
}
