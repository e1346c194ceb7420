import { shown } from '../kubernetes/names';
import { portNumber } from '../kubernetes/ports';
import { RuleId } from '../rules/catalogue';
import { Findings } from '../rules/findings';
import { DoorPort } from '../workload/door-port';

/**
 * Checks a map from the names of the app's ports to numbers.
 *
 * @param rule The rule that says what a number may be.
 */
export function checkPortNumbers(
  findings: Findings, rule: RuleId, option: string, map: { [portName: string]: number } | undefined, ports: readonly DoorPort[],
): void {
  for (const [name, number] of Object.entries(map ?? {})) {
    const port = ports.find(candidate => candidate.name === name);
    if (!port) {
      findings.report('E-2', `${option} names the port ${shown(name)}, which the app does not have; its ports are ${ports.map(candidate => candidate.name).join(', ')}`);
    } else if (!port.exposed) {
      findings.report('E-9', `${option}.${name} is given for a port with ${port.keptInBy}; leave one of the two out`);
    }
    findings.reportIf(rule, `${option}.${name}`, portNumber(number));
  }
}
