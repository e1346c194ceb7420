/**
 * The grammars of names (rulebook: S-1, S-4, and the table of names, labels and keys).
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 */

/** What is wrong with a value: a phrase that follows the subject of a sentence, with the bad value and what would be right. */
export type Problem = string;

/** Answers with nothing when the value is right. Takes any value whatever, and never throws. */
export type Grammar = (value: unknown) => Problem | undefined;

/** A grammar of strings as data. */
export interface StringGrammar {
  /** What a right value is called, with its article. */
  readonly noun: string;
  /** The most characters that it may have. */
  readonly most: number;
  readonly form: RegExp;
  /** The form in words. */
  readonly words: string;
  /** Makes a likely right value of a wrong one. What is not right after that either is not proposed. */
  readonly mend: (value: string) => string;
}

/** Makes the function of a grammar, so that all of them complain alike. */
export function grammar({ noun, most, form, words, mend }: StringGrammar): Grammar {
  const right = (value: string) => value.length <= most && form.test(value);
  return value => {
    if (typeof value !== 'string') {
      const text = ['number', 'boolean', 'bigint'].includes(typeof value) ? String(value) : '';
      return right(text) && text !== ''
        ? `${shown(value)} is a ${typeof value}, not ${noun}; write ${shown(text)}`
        : `${shown(value)} is not ${noun}; write ${words}`;
    }
    if (value.length > most) {
      return `${shown(value)} has ${value.length} characters, and ${noun} at most ${most}; shorten it`;
    }
    if (right(value)) {
      return undefined;
    }
    const mended = mend(value);
    return `${shown(value)} is not ${noun}; write ${words}${right(mended) && mended !== '' ? `, for instance ${shown(mended)}` : ''}`;
  };
}

/** A value as a message shows it: as JSON where there is JSON for it, shortened where it is long. Never throws. */
export function shown(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value.length <= 300 ? JSON.stringify(value) : `${JSON.stringify(value.slice(0, 80))}…`;
    case 'object':
      return objectShown(value);
    case 'bigint':
      return value < 10n ** 80n && value > -(10n ** 80n) ? `${value}n` : 'a bigint';
    case 'symbol':
      return 'a symbol';
    case 'function':
      return 'a function';
    default:
      return String(value);
  }
}

function objectShown(value: object | null): string {
  try {
    const json = JSON.stringify(value);
    return json.length <= 300 ? json : `${json.slice(0, 80)}…`;
  } catch { // cyclic, a bigint inside, or a toJSON of its own that answers with nothing or throws
    return 'an object';
  }
}

/** A repair for names without dots. */
export const hyphenated = (value: string) => value.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');

/** What somebody has to write down for others: one line that is not blank. */
export const line: Grammar = value => typeof value === 'string' && /^.*\S.*$/.test(value) ? undefined : `${shown(value)} is not a line of text; write one`;

const LABEL = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(?:\\.${LABEL})*`;
const KEY = '(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const keyed = (value: string) => value.replace(/[^-A-Za-z0-9_./]+/g, '-').replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');

/** The name of a namespace or of a container, a label of RFC 1123. It is also what the API asks of a Service port's name (S-2). */
export const dnsLabel = grammar({
  noun: 'a DNS label',
  most: 63,
  form: new RegExp(`^${LABEL}$`),
  words: 'at most 63 lower-case letters, digits and "-", beginning and ending with a letter or digit',
  mend: hyphenated,
});

/**
 * S-1: the name of a Service, a label of RFC 1035.
 * From Kubernetes 1.36 on, where it may begin with a digit, `dnsLabel` is its grammar.
 *
 * @see kubernetes/kubernetes validation.go ValidateServiceName
 */
export const serviceName = grammar({
  noun: 'a Service name',
  most: 63,
  form: /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/,
  words: 'at most 63 lower-case letters, digits and "-", beginning with a letter and ending with a letter or digit',
  mend: hyphenated,
});

/** S-4: whether a digit at the start is the only thing that keeps a name from being a Service name, as with cdk8s' own names. */
export function startsWithDigit(value: string): boolean {
  return /^[0-9]/.test(value) && dnsLabel(value) === undefined;
}

/** The name of a Deployment, an Ingress, a Secret, an IngressClass and of most other objects (IN-10, IN-12). */
export const dnsSubdomain = grammar({
  noun: 'a DNS subdomain',
  most: 253,
  form: new RegExp(`^${SUBDOMAIN}$`),
  words: 'at most 253 lower-case letters, digits, "-" and ".", beginning and ending with a letter or digit around each "."',
  mend: value => value.split('.').map(hyphenated).filter(label => label !== '').join('.'),
});

/**
 * The key of a label or annotation, an `appProtocol`, a `loadBalancerClass` (LB-1).
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
 */
export const qualifiedName = grammar({
  noun: 'a qualified name',
  most: 253 + 1 + 63,
  form: new RegExp(`^(?:(?=[^/]{1,253}/)${SUBDOMAIN}/)?(?=[^/]{1,63}$)${KEY}$`),
  words: 'at most 63 letters, digits, "-", "_" and ".", beginning and ending with a letter or digit, if need be after a DNS subdomain and "/"',
  mend: keyed,
});

/**
 * The value of a label. It may be empty.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
 */
export const labelValue = grammar({
  noun: 'a label value',
  most: 63,
  form: new RegExp(`^(?:${KEY})?$`),
  words: 'at most 63 letters, digits, "-", "_" and ".", beginning and ending with a letter or digit',
  mend: value => keyed(value.replace(/\//g, '-')),
});

/**
 * The name of an environment variable, as every version known here takes it.
 *
 * @see kubernetes/kubernetes validation.go IsEnvVarName
 */
export const envName = grammar({
  noun: 'the name of an environment variable',
  most: Infinity,
  form: /^(?!\.$|\.\.)[-._a-zA-Z][-._a-zA-Z0-9]*$/,
  words: 'letters, digits, "_", "-" and ".", not beginning with a digit or ".."',
  mend: value => value.trim().replace(/[^-._a-zA-Z0-9]+/g, '_').replace(/^(?=\d)|^\.+/, '_'),
});
