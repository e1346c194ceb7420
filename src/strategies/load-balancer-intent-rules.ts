import { Duration } from 'cdk8s';
import { HealthCheckProtocol, LoadBalancerHealthCheck } from './load-balancer-intents';
import { ExposureContext } from './strategy';
import { ipAddress, isIpAddress } from '../kubernetes/addresses';
import { hostname, isWildcard } from '../kubernetes/hostnames';
import { Grammar, shown } from '../kubernetes/names';
import { portNumber } from '../kubernetes/ports';
import { addressesOf, seconds } from '../platform/load-balancers/cells';
import { Findings } from '../rules/findings';

/** What is wrong with what is asked of a load balancer, whoever provides it. */
export function checkIntentValues({ options: { loadBalancer }, findings }: ExposureContext): void {
  const { staticAddress, subnets, idleTimeout, healthCheck, dnsName, addressPool } = loadBalancer ?? {};
  const check = (option: string, value: unknown, grammar: Grammar) => {
    findings.reportIf('E-2', `loadBalancer.${option}`, value === undefined ? undefined : grammar(value));
  };
  check('staticAddress', staticAddress, address);
  check('addressPool', addressPool, filled);
  check('dnsName', dnsName, name => hostname(name) ?? concrete(name as string));
  check('idleTimeout', idleTimeout, wholeSeconds);
  if (subnets?.length === 0) {
    findings.report('E-2', 'loadBalancer.subnets is an empty list; name at least one subnet, or leave it out');
  }
  subnets?.forEach((subnet, index) => check(`subnets.${index}`, subnet, filled));
  if (healthCheck) {
    checkHealthCheckValues(healthCheck, findings, check);
  }
}

function checkHealthCheckValues(
  healthCheck: LoadBalancerHealthCheck, findings: Findings, check: (option: string, value: unknown, grammar: Grammar) => void,
): void {
  const { protocol, path, port, interval, timeout, healthyThreshold, unhealthyThreshold } = healthCheck;
  if (Object.values(healthCheck).every(value => value === undefined)) {
    findings.report('E-2', 'loadBalancer.healthCheck says nothing; give at least one part of it, or leave it out');
  }
  check('healthCheck.path', path, absolutePath);
  check('healthCheck.port', port, portNumber);
  check('healthCheck.interval', interval, wholeSeconds);
  check('healthCheck.timeout', timeout, wholeSeconds);
  check('healthCheck.healthyThreshold', healthyThreshold, count);
  check('healthCheck.unhealthyThreshold', unhealthyThreshold, count);
  if (path !== undefined && (protocol ?? HealthCheckProtocol.TCP) === HealthCheckProtocol.TCP) {
    findings.report('E-9', `loadBalancer.healthCheck.path ${shown(path)} is asked for by HTTP or HTTPS alone; set healthCheck.protocol to one of them, or leave it out`);
  }
  if (interval && timeout && seconds(timeout) > seconds(interval)) {
    findings.report('E-9', `loadBalancer.healthCheck.timeout of ${seconds(timeout)} seconds is longer than its interval of ${seconds(interval)}; lower it, or raise the interval`);
  }
}

const filled: Grammar = value => (value as string).trim() !== '' && !(value as string).includes(',') ? undefined
  : `${shown(value)} is not one name or id; write it without blanks around it and without ","`;

/** Each part is there, and where it is an IP address, in its canonical form (S-18). */
const address: Grammar = value => {
  const parts = addressesOf(value as string);
  return parts.includes('')
    ? `${shown(value)} has an empty part; write one address, or several with "," between them`
    : parts.filter(isIpAddress).map(ipAddress).find(problem => problem !== undefined);
};

const concrete = (name: string) => isWildcard(name) ? `${shown(name)} is a wildcard, and a load balancer has one name; write it in full` : undefined;

const wholeSeconds: Grammar = value => {
  const number = seconds(value as Duration);
  return Number.isInteger(number) && number > 0 ? undefined : `is ${number} seconds; choose a whole number from 1`;
};

const absolutePath: Grammar = value => /^\/[^\s?#]*$/.test(value as string) ? undefined
  : `${shown(value)} is not a path; begin it with "/", without blanks, "?" and "#"`;

const count: Grammar = value => Number.isInteger(value) && (value as number) > 0 ? undefined : `${shown(value)} is not a number of checks; choose a whole number from 1`;
