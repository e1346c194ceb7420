import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { compileIfStale, PLAIN_ENVIRONMENT, ROOT, tool } from './fixtures/tools';
import { AcmeCluster, AcmePlatform, PublicWebService } from '../examples/golden-pattern/platform/src';
import { AccessReport, ExposedService, ExposurePolicy, ExposureStrategy } from '../src';

const EXAMPLE = join(ROOT, 'examples', 'golden-pattern');
const PLATFORM = join(EXAMPLE, 'platform');
const CLUSTERS = Object.values(AcmeCluster);

jest.setTimeout(240_000);

const directories: string[] = [];
afterEach(() => directories.splice(0).forEach(directory => rmSync(directory, { recursive: true, force: true })));

function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'golden-pattern-'));
  directories.push(directory);
  return directory;
}

/** What the app of the example writes, for a cluster. */
function synthesize(environment: { [name: string]: string }): string {
  const outdir = temporaryDirectory();
  const before = process.env;
  process.env = { ...PLAIN_ENVIRONMENT, ...environment, CDK8S_OUTDIR: outdir };
  try {
    jest.isolateModules(() => jest.requireActual(join(EXAMPLE, 'main')));
  } finally {
    process.env = before;
  }
  return readFileSync(join(outdir, 'shop.k8s.yaml'), 'utf8');
}

/** The objects, with the words that begin them. */
function byKind(yaml: string): { [kind: string]: string } {
  return Object.fromEntries(yaml.split('---\n').map(object => [/^kind: (\w+)$/m.exec(object)![1], object.trimEnd()]));
}

function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was refused';
}

function chartOf(cluster = AcmeCluster.EKS): Chart {
  const app = new App();
  AcmePlatform.attach(app, cluster);
  return new Chart(app, 'shop', { namespace: 'shop' });
}

const docs = readFileSync(join(ROOT, 'docs', 'golden-patterns.md'), 'utf8');
const readme = readFileSync(join(EXAMPLE, 'README.md'), 'utf8');

/** A block of text in a page, as it is shown there. */
function block(text: string): string {
  return `\`\`\`text\n${text}\n\`\`\`\n`;
}

test.each(CLUSTERS)('the app of the golden pattern on %s', cluster => {
  expect(synthesize({ CLUSTER: cluster })).toMatchSnapshot();
});

test('the line that says which cluster it is changes the door and who comes through it, and nothing else', () => {
  const [kind, eks] = CLUSTERS.map(cluster => byKind(synthesize({ CLUSTER: cluster })));
  expect([Object.keys(kind), Object.keys(eks)]).toEqual([
    ['Namespace', 'Deployment', 'Service', 'Ingress', 'NetworkPolicy'],
    ['Namespace', 'Deployment', 'Service', 'TargetGroupConfiguration', 'HTTPRoute', 'NetworkPolicy'],
  ]);
  expect([kind.Namespace, kind.Deployment, kind.Service]).toEqual([eks.Namespace, eks.Deployment, eks.Service]);
  const withoutSources = (policy: string) => policy.replace(/( +- ipBlock:\n +cidr: .*\n)+/, '');
  expect(withoutSources(kind.NetworkPolicy)).toBe(withoutSources(eks.NetworkPolicy));
});

test.each(CLUSTERS)('a hostname of somebody else is refused on %s, as README and docs show it', cluster => {
  const message = messageOf(() => synthesize({ CLUSTER: cluster, SHOP_HOSTNAME: 'shop.example.org' }));
  expect(message).toBe('[shop/shop] P-2: hostname shop.example.org breaks allowedDomains ["*.acme.example"] of ExposurePolicy acme (attached to App, because what Acme opens is under acme.example, encrypted, and somebody answers for it); choose one inside *.acme.example');
  expect(readme).toContain(block(message));
  expect(docs).toContain(block(message));
});

test('a node port beside the pattern is refused, as docs show it', () => {
  const message = messageOf(() => new ExposedService(chartOf(), 'admin', {
    app: { name: 'admin', image: 'registry.acme.example/admin:1', ports: [{ name: 'http', port: 8080 }] },
    strategy: ExposureStrategy.NODE_PORT,
  }));
  const policy = 'of ExposurePolicy acme (attached to App, because what Acme opens is under acme.example, encrypted, and somebody answers for it)';
  expect(message.split('\n')).toEqual([
    `[shop/admin] P-1: strategy NodePort breaks allowedStrategies ["Ingress","Gateway","ClusterIP"] ${policy}; choose Ingress or Gateway or ClusterIP`,
    `[shop/admin] P-3: port http, which speaks http through a NodePort without TLS, breaks requireTls true ${policy}; choose Ingress or Gateway with http.tls, or let the app end TLS and say so with appProtocol https`,
    `[shop/admin] P-12: the missing label acme.example/team breaks requiredLabels {"acme.example/team":[]} ${policy}; add it to labels`,
  ]);
  expect(docs).toContain(block(message));
});

test('an exemption is in the report, as docs show it', () => {
  const chart = chartOf();
  ExposurePolicy.exempt(chart, {
    policy: 'acme',
    limit: 'allowedStrategies',
    grantedBy: 'the platform team',
    reason: 'meters speak MQTT to a load balancer',
    until: '2999-12-31',
  });
  new ExposedService(chart, 'meters', {
    app: {
      name: 'meters',
      image: 'registry.acme.example/meters:1',
      ports: [{ name: 'mqtts', port: 8883 }],
      labels: { 'acme.example/team': 'metering' },
    },
    strategy: ExposureStrategy.LOAD_BALANCER,
  });
  const [allowed] = /^ {2}Allowed:\n(?: {2}.*\n)+/m.exec(AccessReport.of(chart).toText())!;
  expect(allowed).toContain('P-1, granted by the platform team until 2999-12-31');
  expect(docs).toContain(block(allowed.trimEnd()));
});

test('the report and messages call a construct in a pattern by the path that its user wrote', () => {
  const chart = chartOf();
  new PublicWebService(chart, 'shop', { image: 'shop:1', port: 8080, hostname: 'shop.acme.example', team: 'checkout' });
  expect(AccessReport.of(chart).toText()).toMatch(/^shop\/shop: Gateway, Deployment shop in namespace shop\n/);
});

test('docs show the files of the platform as they are', () => {
  const files = ['.projenrc.ts', 'src/acme-platform.ts', 'src/index.ts', 'src/public-web-service.ts', 'test/public-web-service.test.ts'];
  const missing = files.filter(file => !docs.includes(`\`\`\`typescript\n${readFileSync(join(PLATFORM, file), 'utf8')}\`\`\`\n`));
  expect(missing).toEqual([]);
});

test('projen sets the platform up, jsii compiles it as a library, and the test of its team passes', () => {
  compileIfStale();
  const directory = temporaryDirectory();
  cpSync(PLATFORM, directory, { recursive: true });
  linkModules(join(directory, 'node_modules'));

  tool('ts-node', ['-T', '-O', '{"module":"node16","moduleResolution":"node16"}', '.projenrc.ts'], directory, { PROJEN_DISABLE_POST: 'true' });
  expect(JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'))).toMatchObject({
    name: '@acme/platform',
    main: 'lib/index.js',
    types: 'lib/index.d.ts',
    publishConfig: { registry: 'https://npm.acme.example/' },
    peerDependencies: { 'cdk8s': '^2.68.12', 'cdk8s-expose': expect.any(String), 'cdk8s-plus-27': '^2.9.5', 'constructs': '^10.3.0' },
  });

  tool('jsii', [], directory);
  expect(Object.keys(JSON.parse(readFileSync(join(directory, '.jsii'), 'utf8')).types).sort()).toEqual([
    '@acme/platform.AcmeCluster', '@acme/platform.AcmePlatform', '@acme/platform.PublicWebService', '@acme/platform.PublicWebServiceProps',
  ]);

  const { numPassedTests, numTotalTests } = JSON.parse(tool('jest', ['--ci', '--json', '--coverage=false'], directory));
  expect(numTotalTests).toBeGreaterThan(5);
  expect(numPassedTests).toBe(numTotalTests);
});

/** The modules of this project, with the project itself among them, as an installation has them. */
function linkModules(modules: string): void {
  mkdirSync(modules);
  for (const name of readdirSync(join(ROOT, 'node_modules')).filter(entry => entry !== '.cache' && entry !== 'cdk8s-expose')) {
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  }
  symlinkSync(ROOT, join(modules, 'cdk8s-expose'));
}
