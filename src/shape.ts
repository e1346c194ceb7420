import { z } from 'zod';
import { shown } from './kubernetes/names';
import { RuleId } from './rules/catalogue';
import { Findings } from './rules/findings';

/**
 * The shape of input: which options there are, and of which type. It is what the compiler checks for users of TypeScript,
 * and the only thing that protects those of JavaScript. What a value may be is the business of the grammars and rules.
 *
 * The library behind it stays inside this file: its types would become part of the declarations that users compile.
 */
export interface Shape<T> {
  /** The same, or nothing. */
  optional(): Shape<T | undefined>;
}

/** One shape for each option of the struct T, so that an option without a shape is a compile error. */
type Fields<T> = { [K in keyof Required<T>]: Shape<any> };

function opaque<T>(schema: z.ZodType): Shape<T> {
  return schema as unknown as Shape<T>;
}

function schemaOf<T>(shape: Shape<T>): z.ZodType<T> {
  return shape as unknown as z.ZodType<T>;
}

export function struct<T>(fields: Fields<T>): Shape<T> {
  return opaque(z.strictObject(fields as unknown as Record<string, z.ZodType>));
}

/** A value, given or not, that a grammar or a rule looks at later, with a message of its own. */
export const anything: Shape<any> = opaque(z.any().optional());
export const text: Shape<string> = opaque(z.string());
export const texts: Shape<string[]> = opaque(z.array(z.string()));
export const flag: Shape<boolean> = opaque(z.boolean());
export const wholeNumber: Shape<number> = opaque(z.custom<number>(value => Number.isInteger(value) && (value as number) >= 0, { message: 'a whole number from 0' }));
export const textMap: Shape<{ [key: string]: string }> = opaque(z.record(z.string(), z.string()));
/** Whatever number is given for each port name; the grammar of the number is checked with the rule that asks for it. */
export const numberByPort: Shape<{ [portName: string]: number }> = opaque(z.record(z.string(), z.any()));

export function oneOf(values: Record<string, string>): Shape<string> {
  return opaque(z.enum(values));
}

export function listOf<T>(items: Shape<T>): Shape<T[]> {
  return opaque(z.array(schemaOf(items)));
}

/** One value of a shape for each name. */
export function keyed<T>(values: Shape<T>): Shape<{ [name: string]: T }> {
  return opaque(z.record(z.string(), schemaOf(values)));
}

/** One value of a shape for each value of an enum that one is given for. */
export function keyedBy<T>(names: Record<string, string>, values: Shape<T>): Shape<{ [name: string]: T }> {
  return opaque(z.strictObject(Object.fromEntries(Object.values(names).map(name => [name, schemaOf(values).optional()]))));
}

/** An object of another library; `method` is one that such an object has, and `isOne` tells those apart that have none. */
export function instance<T>(what: string, method?: keyof T & string, isOne: (value: Record<string, unknown>) => boolean = () => true): Shape<T> {
  return opaque(z.custom<T>(value => isObject(value) && (method === undefined || typeof value[method] === 'function') && isOne(value), { message: what }));
}

/** Options that do not exist on purpose, because of a rule that says what they would break. */
export interface RefusedOption {
  readonly rule: RuleId;
  readonly instead: string;
}

/**
 * Reports where the input does not have the shape (E-2), or uses an option that is refused by a rule of its own.
 *
 * @param refused Refused options by their dotted path.
 * @returns whether the input can be looked at further.
 */
export function hasShape<T>(findings: Findings, shape: Shape<T>, input: unknown, refused: Readonly<Record<string, RefusedOption>> = {}): input is T {
  const schema = schemaOf(shape);
  const result = schema.safeParse(input);
  for (const issue of result.error?.issues ?? []) {
    const path = issue.path.map(String);
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) {
        const option = [...path, key].join('.');
        const known = Object.hasOwn(refused, option) ? refused[option] : undefined;
        findings.report(known?.rule ?? 'E-2', known
          ? `the option '${option}' ${known.instead}`
          : `there is no option '${option}'; ${instead(key, path, optionsAt(schema, path))}`);
      }
      continue;
    }
    const value = valueAt(input, path);
    const subject = path.length === 0 ? 'props' : path.join('.');
    findings.report('E-2', value === undefined
      ? `${subject} is missing; give ${expectation(issue)}`
      : `${subject} is ${shown(value)}; give ${expectation(issue)}`);
  }
  return result.success;
}

/** The option that was meant, where a part of its name was given or its case was missed; else every one. */
function instead(key: string, path: string[], options: string[]): string {
  const [lower, ...others] = [key, ...options].map(name => name.toLowerCase());
  const meant = options.filter((_, index) => {
    const [short, long] = [lower, others[index]].sort((one, other) => one.length - other.length);
    return long.includes(short) && short.length > 0.6 * long.length;
  });
  return meant.length > 0
    ? `write ${meant.join(' or ')}`
    : `${path.length === 0 ? 'the construct' : path.join('.')} takes ${options.join(', ')}`;
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type': return NOUNS[issue.expected] ?? `a ${issue.expected}`;
    case 'invalid_value': return `one of ${issue.values.join(', ')}`;
    default: return issue.message;
  }
}

const NOUNS: Record<string, string> = { array: 'a list', object: 'an object', record: 'an object', string: 'a string', boolean: 'true or false' };

/** The names of the options that the shape knows at a path. */
function optionsAt(shape: z.ZodType, path: string[]): string[] {
  let at: z.ZodType = unwrap(shape);
  for (const step of path) {
    at = unwrap(at instanceof z.ZodObject ? at.shape[step] as z.ZodType : at instanceof z.ZodArray ? at.element as z.ZodType : z.any());
  }
  return at instanceof z.ZodObject ? Object.keys(at.shape as object) : [];
}

function unwrap(shape: z.ZodType): z.ZodType {
  return shape instanceof z.ZodOptional ? unwrap(shape.unwrap() as z.ZodType) : shape;
}

function valueAt(input: unknown, path: string[]): unknown {
  return path.reduce<unknown>((at, step) => isObject(at) ? at[step] : undefined, input);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
