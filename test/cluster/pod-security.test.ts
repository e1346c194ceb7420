import { exposeEcho } from './echo';
import { environment } from './environment';
import { eventOf } from './events';
import { apply, rolledOut } from './kubectl';
import { inNamespace } from './namespace';
import { synthesize, Synthesized } from './objects';
import { strategiesHere } from './skip';
import { ExposedService, ExposureStrategy, RequirementKind } from 'cdk8s-expose';

const HOST_MODES = [ExposureStrategy.HOST_NETWORK, ExposureStrategy.HOST_PORT];
const PLAIN_MODES = strategiesHere().filter(strategy => !HOST_MODES.includes(strategy));

/** One app for each of the strategies. */
function apps(namespace: string, strategies: ExposureStrategy[]): Synthesized<ExposedService[]> {
  return synthesize(namespace, chart => strategies.map((strategy, index) => exposeEcho(chart, {
    name: strategy.toLowerCase(),
    ports: [{ name: 'http', port: environment.hostPort + index, speaks: 'http' }],
    strategy,
    http: { hostnames: [`${strategy.toLowerCase()}.${environment.domain}`] },
    ingress: { ingressClassName: environment.ingressClass },
    gateway: { parentRefs: [{ name: environment.gatewayName, namespace: environment.gatewayNamespace, sectionName: 'http' }] },
  })));
}

/** What each app says that its namespace has to admit. */
function levels({ built }: Synthesized<ExposedService[]>): string[] {
  return built.flatMap(({ requirements }) => requirements.filter(({ kind }) => kind === RequirementKind.POD_SECURITY))
    .map(({ description }) => /level (\w+)/.exec(description)![1]);
}

test(`a namespace that enforces restricted runs ${PLAIN_MODES.join(', ')}, as their requirements say`, async () => {
  await inNamespace('restricted', 'restricted', async namespace => {
    const plain = apps(namespace, PLAIN_MODES);
    expect(levels(plain)).toEqual(PLAIN_MODES.map(() => 'restricted'));
    await apply(plain.objects);
    await rolledOut(plain.objects);
  });
});

test('X-16: a namespace that enforces baseline takes the workloads of both host strategies and refuses their pods, as their requirements say', async () => {
  await inNamespace('baseline', 'baseline', async namespace => {
    const host = apps(namespace, HOST_MODES);
    expect(levels(host)).toEqual(HOST_MODES.map(() => 'privileged'));
    await apply(host.objects);
    for (const strategy of HOST_MODES) {
      const said = await eventOf(namespace, strategy.toLowerCase(), 'FailedCreate', /PodSecurity/);
      expect(said).toContain('violates PodSecurity "baseline:latest"');
    }
  });
});

test('a namespace that enforces privileged runs both host strategies', async () => {
  await inNamespace('privileged', 'privileged', async namespace => {
    const host = apps(namespace, HOST_MODES);
    await apply(host.objects);
    await rolledOut(host.objects);
  });
});
