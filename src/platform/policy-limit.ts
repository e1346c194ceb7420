import { ExposurePolicyProps } from './exposure-policy-props';
import { Grammar, Problem, shown } from '../kubernetes/names';
import { inRange, parsePortRange, PortRange } from '../kubernetes/ports';
import { RuleId } from '../rules/catalogue';
import { ExposureContext } from '../strategies/strategy';

/** The options of a policy that limit something. */
export type LimitName = Exclude<keyof ExposurePolicyProps, 'name' | 'reason'>;

/** What a limit forbids of an app. */
export interface Breach {
  /** What is wrong, as the subject of a sentence. */
  readonly what: string;
  /** What would be right. */
  readonly right: string;
}

/** One kind of limit. */
export interface Limit<V> {
  /** The rule that is broken by what the limit forbids. */
  readonly rule: RuleId;

  /** What is wrong in the value by itself, beyond its shape, each with its subject. */
  readonly check: (value: V, option: string) => (readonly [subject: string, problem: Problem | undefined])[];

  /** How to narrow a value that allows what an outer one forbids; nothing where it allows no such thing. */
  readonly widening: (inner: V, outer: V) => string | undefined;

  /** What the value forbids of an app. The other limits of its policy are there for those that go together. */
  readonly breaches: (value: V, context: ExposureContext, policy: ExposurePolicyProps) => Breach[];
}

type Breaches<V> = Limit<V>['breaches'];

/**
 * A limit that lists what is allowed.
 *
 * @param covers whether an entry allows everything that another one does.
 */
export function allowList<T extends string>(
  rule: RuleId, entry: Grammar, breaches: Breaches<T[]>, covers: (allowed: T, one: T) => boolean = (allowed, one) => allowed === one,
): Limit<T[]> {
  return {
    rule,
    check: (list, option) => list.length === 0
      ? [[option, 'is an empty list, which allows nothing; give at least one entry, or leave it out']]
      : list.map((one, index) => [`${option}.${index}`, entry(one)]),
    widening: (inner, outer) => {
      const beyond = inner.filter(one => !outer.some(allowed => covers(allowed, one)));
      return beyond.length === 0 ? undefined : `leave ${beyond.join(', ')} out`;
    },
    breaches,
  };
}

/** A limit that is there or not. `strict` is the value that limits something. */
export function switched(rule: RuleId, strict: boolean, breaches: (context: ExposureContext) => Breach[]): Limit<boolean> {
  return {
    rule,
    check: () => [],
    widening: (inner, outer) => outer === strict && inner !== strict ? 'leave it out' : undefined,
    breaches: (value, context) => value === strict ? breaches(context) : [],
  };
}

/** A port number that an app takes; undefined where the cluster chooses it. */
export interface Claim {
  /** What kind of port it is. */
  readonly kind: string;
  /** Whose it is, as the words after that. */
  readonly of: string;
  readonly number: number | undefined;
  /** What to do where it is outside a range. */
  readonly remedy: (range: PortRange) => string;
}

/** A limit that is a range of ports. */
export function band(rule: RuleId, claims: (context: ExposureContext) => Claim[]): Limit<string> {
  const read = (value: string) => parsePortRange(value) as PortRange; // checked before it is used
  return {
    rule,
    check: (value, option) => {
      const range = parsePortRange(value);
      return [[option, typeof range === 'string' ? range : undefined]];
    },
    widening: (inner, outer) => {
      const [one, other] = [read(inner), read(outer)];
      return inRange(one.from, other) && inRange(one.to, other) ? undefined : `choose a range inside ${outer}`;
    },
    breaches: (value, context) => claims(context)
      .filter(({ number }) => number === undefined || !inRange(number, read(value)))
      .map(({ kind, of, number, remedy }) => ({
        what: number === undefined ? `the ${kind}${of}, which the cluster chooses,` : `${kind} ${number}${of}`,
        right: remedy(read(value)),
      })),
  };
}

/** Something that apps state by key. */
export interface Stated {
  /** What one entry is called. */
  readonly noun: string;
  /** Where it is stated. */
  readonly option: string;
  readonly entries: { readonly [key: string]: string };
}

/** A limit that asks for keys, with certain values or any. */
export function required(
  rule: RuleId, key: Grammar, value: Grammar, stated: (context: ExposureContext) => Stated,
): Limit<{ [key: string]: string[] }> {
  return {
    rule,
    check: (wanted, option) => Object.entries(wanted).flatMap(([name, values]) => [
      [`${option}: key`, key(name)] as const,
      ...values.map((one, index) => [`${option}.${name}.${index}`, value(one)] as const),
    ]),
    widening: (inner, outer) => {
      const wider = Object.entries(inner).find(([name, values]) => {
        const allowed = Object.hasOwn(outer, name) ? outer[name] : [];
        return allowed.length > 0 && (values.length === 0 || values.some(one => !allowed.includes(one)));
      });
      return wider && `choose values of ${wider[0]} from ${outer[wider[0]].join(', ')}`;
    },
    breaches: (wanted, context) => {
      const { noun, option, entries } = stated(context);
      return Object.entries(wanted).flatMap(([name, values]): Breach[] => {
        const found = Object.hasOwn(entries, name) ? entries[name] : undefined;
        if (found === undefined) {
          return [{ what: `the missing ${noun} ${name}`, right: `add it to ${option}${values.length === 0 ? '' : `, with ${values.join(' or ')}`}` }];
        }
        return values.length === 0 || values.includes(found)
          ? []
          : [{ what: `the ${noun} ${name} ${shown(found)}`, right: `make it ${values.join(' or ')} in ${option}` }];
      });
    },
  };
}
