import { SizeRoundingBehavior } from 'cdk8s';
import { Cell, FeatureContext, FeatureValues, Json, RenderedObject, Rendering, Row } from './controller';
import { Kubectl } from '../../access/kubectl';
import { Requirement, RequirementKind } from '../../access/requirement';
import { HeaderModifier } from '../../http/header-modifier';

export const KONG_TITLE = 'Kong Ingress Controller';

/** A plugin of Kong, and what it says. */
interface Plugin {
  /** What follows the app's name in that of the KongPlugin. */
  readonly suffix: string;
  /** Its name, which is that of its page in the documentation too. */
  readonly plugin: string;
  readonly config: Json;
}

/** A feature that Kong does by plugins. */
interface Plugged<V> {
  readonly by: string;
  readonly check?: (value: V, context: FeatureContext) => string | undefined;
  readonly plugins: (value: V, context: FeatureContext) => Plugin[];
  readonly objects?: (value: V, context: FeatureContext) => RenderedObject[];
  readonly requirements?: (value: V, context: FeatureContext) => Requirement[];
}

/** The periods that Kong counts in, by their seconds. */
const PERIODS: Readonly<Record<number, string>> = { 1: 'second', 60: 'minute', 3600: 'hour', 86400: 'day' };

function checkHeaders({ set, add }: HeaderModifier): string | undefined {
  const computed = Object.entries({ ...set, ...add }).find(([, value]) => value.includes('$('))?.[0];
  return computed && `gives ${computed} a value with $(, which Kong computes; choose another value`;
}

/** Headers as the transformers are told: they take away, then add what is not there, then append. */
function transformer({ set = {}, add = {}, remove = [] }: HeaderModifier): Json {
  const pairs = (values: { readonly [name: string]: string }) => Object.entries(values).map(([name, value]) => `${name}:${value}`);
  const entry = (key: string, headers: readonly string[]) => headers.length === 0 ? {} : { [key]: { headers } };
  return { ...entry('remove', [...remove, ...Object.keys(set)]), ...entry('add', pairs(set)), ...entry('append', pairs(add)) };
}

function className({ ingressClassName, cluster }: FeatureContext): string | undefined {
  return ingressClassName ?? cluster.ingress?.ingressClassName;
}

/** The class that Kong reads objects of its own kinds of. */
export function classAnnotations(context: FeatureContext): { [key: string]: string } {
  const name = className(context);
  return name === undefined ? {} : { 'kubernetes.io/ingress.class': name };
}

/** What has to be so where objects state no class. */
export function classRequirements(kind: string, context: FeatureContext): Requirement[] {
  return className(context) !== undefined ? [] : [{
    kind: RequirementKind.OBJECT,
    description: `the cluster's default IngressClass is that of Kong; without it the ${kind} is not read`,
    check: 'kubectl get ingressclasses',
  }];
}

const group = ({ name, appNamespace }: FeatureContext) => appNamespace === undefined ? name : `${appNamespace}-${name}`;

const PLUGGED = {
  allowSourceRanges: {
    by: 'KongPlugin ip-restriction',
    plugins: ranges => [{ suffix: 'allow-list', plugin: 'ip-restriction', config: { allow: ranges } }],
  },
  rateLimit: {
    by: 'KongPlugin rate-limiting',
    check({ period, burst }) {
      const seconds = period?.toSeconds() ?? 1;
      return PERIODS[seconds] === undefined
        ? `counts in ${seconds} seconds, and Kong counts in a second, a minute, an hour or a day; use Duration.seconds(1), minutes(1), hours(1) or days(1)`
        : burst === undefined ? undefined : `has burst ${burst}, and Kong counts every request of a period alike; leave it out`;
    },
    plugins: ({ requests, period }) => [{
      suffix: 'rate-limit',
      plugin: 'rate-limiting',
      config: { [PERIODS[period?.toSeconds() ?? 1]]: requests, limit_by: 'ip', policy: 'local' },
    }],
  },
  maxBodySize: {
    by: 'KongPlugin request-size-limiting',
    plugins: size => [{
      suffix: 'body-size',
      plugin: 'request-size-limiting',
      config: { allowed_payload_size: size.toKibibytes({ rounding: SizeRoundingBehavior.FLOOR }), size_unit: 'kilobytes' },
    }],
  },
  cors: {
    by: 'KongPlugin cors',
    check: ({ allowMethods = [] }) => allowMethods.includes('*') ? 'allows the method "*", which Kong does not take; name the methods' : undefined,
    plugins: ({ allowOrigins, allowMethods, allowHeaders, exposeHeaders, allowCredentials, maxAge }) => [{
      suffix: 'cors',
      plugin: 'cors',
      config: {
        origins: allowOrigins,
        methods: allowMethods,
        headers: allowHeaders,
        exposed_headers: exposeHeaders,
        credentials: allowCredentials,
        max_age: maxAge?.toSeconds(),
      },
    }],
  },
  basicAuth: {
    by: 'KongPlugin basic-auth and acl, KongConsumer',
    check: (_, { namespace, appNamespace }) => namespace === appNamespace
      ? undefined
      : 'is told to Kong by objects beside its Secret, and the routes are in another namespace; leave gateway.namespace out',
    plugins: ({ realm }, context) => [
      { suffix: 'basic-auth', plugin: 'basic-auth', config: { hide_credentials: true, realm } },
      { suffix: 'group', plugin: 'acl', config: { allow: [group(context)], hide_groups_header: true } }, // else every user that Kong knows is let in
    ],
    objects: ({ secretName }, context) => [{
      apiVersion: 'v1',
      kind: 'Secret',
      suffix: 'group',
      labels: { 'konghq.com/credential': 'acl' },
      body: { stringData: { group: group(context) } },
    }, {
      apiVersion: 'configuration.konghq.com/v1',
      kind: 'KongConsumer',
      suffix: 'user',
      annotations: classAnnotations(context),
      body: { username: group(context), credentials: [secretName, `${context.name}-group`] },
    }],
    requirements: ({ secretName }, context) => [{
      kind: RequirementKind.OBJECT,
      description: `Secret ${secretName} in the app's namespace with the label konghq.com/credential: basic-auth and the keys username and password; without it nobody is let in`,
      check: new Kubectl(context.appNamespace).run('get', `secret ${secretName}`),
    }, ...classRequirements('KongConsumer', context)],
  },
  requestHeaders: {
    by: 'KongPlugin request-transformer',
    check: checkHeaders,
    plugins: headers => [{ suffix: 'request-headers', plugin: 'request-transformer', config: transformer(headers) }],
  },
  responseHeaders: {
    by: 'KongPlugin response-transformer',
    check: checkHeaders,
    plugins: headers => [{ suffix: 'response-headers', plugin: 'response-transformer', config: transformer(headers) }],
  },
} satisfies { readonly [F in keyof FeatureValues]?: Plugged<FeatureValues[F]> };

/** A feature that is done by plugins. */
export type PluginFeature = keyof typeof PLUGGED;

/** The page of the plugin that does a feature. */
const page = ({ by }: { readonly by: string }) => `https://developer.konghq.com/plugins/${by.split(' ')[1]}/`;

/** How Kong does features by KongPlugins, which a door refers to in its own way. */
export function pluginRow(
  features: readonly PluginFeature[],
  refer: (names: readonly string[]) => Rendering,
  check: (context: FeatureContext) => string | undefined = () => undefined,
): Row {
  return Object.fromEntries(features.map((feature): [string, Cell<never>] => {
    const plugged: Plugged<never> = PLUGGED[feature];
    return [feature, {
      by: plugged.by,
      source: page(plugged),
      check: (value, context) => check(context) ?? plugged.check?.(value, context),
      render(value, context) {
        const plugins = plugged.plugins(value, context);
        return {
          ...refer(plugins.map(({ suffix }) => `${context.name}-${suffix}`)),
          objects: [
            ...plugins.map(({ suffix, plugin, config }) => ({
              apiVersion: 'configuration.konghq.com/v1', kind: 'KongPlugin', suffix, body: { plugin, config },
            })),
            ...plugged.objects?.(value, context) ?? [],
          ],
          requirements: [ownKind('KongPlugin'), ...plugged.requirements?.(value, context) ?? []],
        };
      },
    }];
  }));
}

/** The kinds of Kong's own that are used here, as their definitions are named. */
const DEFINITIONS = {
  KongPlugin: 'kongplugins', KongUpstreamPolicy: 'kongupstreampolicies', TCPIngress: 'tcpingresses', UDPIngress: 'udpingresses',
} as const;

/** A kind of Kong's own that has to be there. */
export function ownKind(kind: keyof typeof DEFINITIONS): Requirement {
  return {
    kind: RequirementKind.CAPABILITY,
    description: `the kind ${kind} of configuration.konghq.com is installed`,
    check: `kubectl get crd ${DEFINITIONS[kind]}.configuration.konghq.com`,
  };
}
