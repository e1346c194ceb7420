import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Cell, IntentContext, Rendering } from './provider';
import { ipAddress, isIpv6 } from '../../kubernetes/addresses';
import { Problem, shown } from '../../kubernetes/names';
import { LoadBalancerHealthCheck } from '../../strategies/load-balancer-intents';

type Check<V> = NonNullable<Cell<V>['check']>;

interface AnnotationCell<V> extends Pick<Cell<V>, 'check' | 'needs'> {
  /** The value as the annotation has it. */
  readonly write?: (value: V) => string;
}

/** What is told by one annotation. */
export function annotation<V>(key: string, source: string, { write = String, ...more }: AnnotationCell<V> = {}): Cell<V> {
  return { by: `annotation ${key}`, source, ...more, render: (value, context) => ({ annotations: forPorts({ [key]: write(value) }, context) }) };
}

/** The TCP ports, the only ones that have connections. */
export function tcpPorts({ ports }: IntentContext): number[] {
  return ports.filter(({ protocol }) => protocol === kplus.Protocol.TCP).map(({ number }) => number);
}

/** Annotations with `{port}` in their key, once for each TCP port. */
function forPorts(annotations: { readonly [key: string]: string }, context: IntentContext): { [key: string]: string } {
  return Object.fromEntries(Object.entries(annotations).flatMap(([key, value]) => key.includes('{port}')
    ? tcpPorts(context).map(port => [key.replace('{port}', String(port)), value])
    : [[key, value]]));
}

/** The first problem that one of the checks finds. */
export function all<V>(...checks: Check<V>[]): Check<V> {
  return (value, context) => checks.reduce<Problem | undefined>((problem, check) => problem ?? check(value, context), undefined);
}

export const internalOnly: Check<unknown> = (_, { intents: { internal } }) => internal ? undefined
  : 'is for internal load balancers; set internal: true, or leave it out';

export const publicOnly: Check<unknown> = (_, { intents: { internal } }) => internal
  ? 'is for load balancers that are not internal; leave it or internal out'
  : undefined;

export const withTcp: Check<unknown> = (_, context) => tcpPorts(context).length === 0 ? 'is about TCP, and no exposed port speaks it; leave it out' : undefined;

export const oneSubnet: Check<string[]> = subnets => subnets.length === 1 ? undefined
  : `has ${subnets.length} entries, and the provider takes one; name the one`;

/** A static address that is several has commas. */
export function addressesOf(value: string): string[] {
  return value.split(',').map(address => address.trim());
}

/** Each part of a static address has a form. */
export function each(form: (address: string) => Problem | undefined): Check<string> {
  return value => addressesOf(value).map(form).find(problem => problem !== undefined);
}

/** Each part of a static address fits a pattern; `what` says what they are. */
export function eachLike(pattern: RegExp, what: string): Check<string> {
  return each(address => pattern.test(address) ? undefined : `${shown(address)} is not ${what}`);
}

/** IP addresses, one of each family at most. */
export const oneOfEachFamily: Check<string> = all(each(ipAddress), value => {
  const addresses = addressesOf(value);
  return new Set(addresses.map(isIpv6)).size < addresses.length ? `${shown(value)} has two addresses of one family; give one of each family at most` : undefined;
});

/** IPv4 addresses, as those of private networks. */
export const ipv4: Check<string> = each(address => ipAddress(address)
  ?? (isIpv6(address) ? `${shown(address)} is not an IPv4 address; give one of the subnet` : undefined));

export function seconds(duration: { toMilliseconds(): number }): number {
  return duration.toMilliseconds() / 1000;
}

export function secondsBetween(least: number, most: number): Check<Duration> {
  return duration => isBetween(seconds(duration), least, most) ? undefined
    : `is ${seconds(duration)} seconds, and the provider takes ${least} to ${most}; choose one of them`;
}

function isBetween(number: number, least: number, most: number): boolean {
  return number >= least && number <= most;
}

/** Where a part of a health check goes. */
interface HealthCheckPart {
  readonly key: string;
  /** The least and the most that the provider takes; durations in seconds. */
  readonly range?: readonly [number, number];
  /** What follows the number of seconds. */
  readonly unit?: string;
}

/** A health check by one annotation for each part. */
export function healthCheck(
  source: string, parts: { readonly [P in keyof LoadBalancerHealthCheck]?: HealthCheckPart }, further: Rendering['annotations'] = {},
  check: Check<LoadBalancerHealthCheck> = () => undefined,
): Cell<LoadBalancerHealthCheck> {
  const stated = (value: LoadBalancerHealthCheck) => (Object.keys(value) as (keyof LoadBalancerHealthCheck)[])
    .flatMap(name => value[name] === undefined ? [] : [{ name, part: parts[name], given: value[name] }]);
  return {
    by: `annotations ${[...Object.values(parts).map(({ key }) => key), ...Object.keys(further)].join(', ')}`,
    source,
    check: all(value => stated(value).map(({ name, part, given }) => partProblem(name, part, given)).find(problem => problem !== undefined), check),
    render: (value, context) => ({
      annotations: {
        ...forPorts(Object.fromEntries(stated(value).flatMap(({ part, given }) => part ? [[part.key, written(given, part)]] : [])), context),
        ...further,
      },
    }),
  };
}

type Given = string | number | Duration;

function partProblem(name: string, part: HealthCheckPart | undefined, given: Given): Problem | undefined {
  if (!part) {
    return `has ${name}, which the provider has no place for; leave it out`;
  }
  const number = typeof given === 'object' ? seconds(given) : given;
  return typeof number === 'number' && part.range && !isBetween(number, ...part.range)
    ? `has ${name} ${number}${typeof given === 'object' ? ' seconds' : ''}, and the provider takes ${part.range.join(' to ')}; choose one of them`
    : undefined;
}

function written(given: Given, { unit = '' }: HealthCheckPart): string {
  return typeof given === 'object' ? `${seconds(given)}${unit}` : given in LOWER ? LOWER[given] : String(given);
}

/** The protocols as every provider writes them. */
const LOWER: Readonly<Record<string | number, string>> = { TCP: 'tcp', HTTP: 'http', HTTPS: 'https' };
