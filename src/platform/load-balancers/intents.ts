import { externalDnsName } from './external-dns';
import { PROVIDERS } from './index';
import { Cell, IntentContext, IntentName, INTENTS, Provider, Rendering, Row } from './provider';
import { Requirement, RequirementKind } from '../../access/requirement';
import { loadBalancerPort } from '../../strategies/load-balancer-ports';
import { ExposureContext } from '../../strategies/strategy';
import { DnsProvider } from '../cluster-facts';

/** Everything that intents add to the Service that is the door. */
export type RenderedIntents = Required<Rendering>;

/** What does an intent besides providers. */
const ALSO: { readonly [I in IntentName]?: string } = {
  dnsName: ', and with any provider by ExternalDNS, where dns of a ClusterProfile says so',
};

/** The provider of load balancers, as the platform says. */
export function providerOf({ cluster }: ExposureContext): Provider | undefined {
  return cluster.loadBalancer?.provider && PROVIDERS[cluster.loadBalancer.provider];
}

/** How the load balancer of the cluster does things; the name by ExternalDNS, where the cluster has it. */
function rowOf(context: ExposureContext): Row {
  return { ...providerOf(context)?.intents, ...context.cluster.dns === DnsProvider.EXTERNAL_DNS ? { dnsName: externalDnsName } : {} };
}

/** What the app asks for, in the order of the table. */
function wanted({ options: { loadBalancer } }: ExposureContext): [IntentName, unknown][] {
  return (Object.keys(INTENTS) as IntentName[]).flatMap(intent => {
    const value = loadBalancer?.[intent];
    return value === undefined || value === false ? [] : [[intent, value]];
  });
}

/** The providers that do something, as they are called. */
export function providersWith(intent: IntentName): string[] {
  return Object.values(PROVIDERS).filter(({ intents }) => intents[intent]).map(({ title }) => title);
}

/** L-1 to L-4: the provider does what is asked for, with these values. */
export function checkIntents(context: ExposureContext): void {
  const { findings, cluster } = context;
  const provider = providerOf(context);
  const profile = `loadBalancer.provider of ClusterProfile ${cluster.name}`;
  const row = rowOf(context);
  const told = intentContext(context);
  for (const [intent, value] of wanted(context)) {
    const cell = row[intent] as Cell<unknown> | undefined;
    const problem = cell?.check?.(value, told);
    if (problem !== undefined) {
      findings.report('L-3', `loadBalancer.${intent} ${problem} (${profile} is ${provider?.title})`);
    } else if (intent === 'loadBalancerSourceRanges') {
      if (provider && !cell) {
        findings.report('L-4', `loadBalancer.loadBalancerSourceRanges is ignored by ${provider.title} (${profile}), and everybody is let in; keep others out by a NetworkPolicy or a firewall, or use INGRESS with http.allowSourceRanges`);
      }
    } else if (!cell && provider) {
      findings.report('L-1', `loadBalancer.${intent} is nothing that ${provider.title} does (${profile}); it is done by ${providersWith(intent).join(', ')}${ALSO[intent] ?? ''}`);
    } else if (!cell) {
      findings.report('L-2', `loadBalancer.${intent} is told to each provider in another way, and which one it is is not known; attach a ClusterProfile with loadBalancer.provider, or use loadBalancer.annotations`);
    }
  }
  checkOverwritten(context);
}

/** E-9: an annotation or label that the app states and an intent sets too. */
function checkOverwritten(context: ExposureContext): void {
  const { options: { service, loadBalancer }, findings } = context;
  for (const [intent, { annotations, labels }] of renderings(context)) {
    for (const [option, stated = {}, set = {}] of [
      ['loadBalancer.annotations', loadBalancer?.annotations, annotations],
      ['service.annotations', service?.annotations, annotations],
      ['service.labels', service?.labels, labels],
    ] as const) {
      for (const [key, value] of Object.entries(set)) {
        if (Object.hasOwn(stated, key) && stated[key] !== value) {
          findings.report('E-9', `${option} has ${key}, which loadBalancer.${intent} sets to ${value}; leave one of the two out`);
        }
      }
    }
  }
}

/** What each intent adds that the provider can do. */
function renderings(context: ExposureContext): [IntentName, Rendering][] {
  const row = rowOf(context);
  const told = intentContext(context);
  return wanted(context).flatMap(([intent, value]) => {
    const cell = row[intent] as Cell<unknown> | undefined;
    return cell?.render && cell.check?.(value, told) === undefined ? [[intent, cell.render(value, told)]] : [];
  });
}

/** What the provider is told: in any case, where the app does not say otherwise itself, and by each intent. */
export function intentsOf(context: ExposureContext): RenderedIntents {
  const told = intentContext(context);
  const always = providerOf(context)?.always?.render?.(true, told).annotations ?? {};
  const added = renderings(context).map(([, rendering]) => rendering);
  return {
    annotations: Object.assign(
      Object.fromEntries(Object.entries(always).filter(([key]) => !Object.hasOwn(told.stated, key))),
      ...added.map(({ annotations }) => annotations),
    ),
    labels: Object.assign({}, ...added.map(({ labels }) => labels)),
  };
}

/** What the provider and the intents need beside a provider that is there. */
export function intentRequirements(context: ExposureContext): Requirement[] {
  const row = rowOf(context);
  const cells = [providerOf(context)?.always, ...wanted(context).map(([intent]) => row[intent])];
  return [...new Set(cells.flatMap(cell => cell?.needs ?? []))].map(description => ({ kind: RequirementKind.CAPABILITY, description }));
}

function intentContext(context: ExposureContext): IntentContext {
  const { options: { service, loadBalancer = {} }, exposed } = context;
  return {
    intents: loadBalancer,
    loadBalancerClass: loadBalancer.loadBalancerClass,
    stated: { ...service?.annotations, ...loadBalancer.annotations },
    ports: exposed.map(port => ({ name: port.name, protocol: port.protocol, number: loadBalancerPort(context, port) })),
  };
}
