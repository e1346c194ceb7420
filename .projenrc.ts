import { cdk8s, javascript } from 'projen';

const project = new cdk8s.ConstructLibraryCdk8s({
  name: 'cdk8s-expose',
  description: 'Expose an app on Kubernetes from one enum: host network, host port, ClusterIP, NodePort, LoadBalancer, Ingress or Gateway API, with the URLs that reach it.',
  keywords: ['cdk8s', 'kubernetes', 'expose', 'service', 'ingress', 'gateway-api', 'nodeport', 'loadbalancer', 'hostport'],
  author: 'cdk8s-expose maintainers',
  authorAddress: 'cdk8s-expose@users.noreply.github.com',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/cdk8s-expose/cdk8s-expose.git',
  license: 'Apache-2.0',
  copyrightOwner: 'The cdk8s-expose authors',
  copyrightPeriod: '2026',
  defaultReleaseBranch: 'main',
  packageManager: javascript.NodePackageManager.NPM,
  projenrcTs: true,

  cdk8sVersion: '2.68.12',
  constructsVersion: '10.3.0',
  peerDeps: ['cdk8s-plus-27@^2.9.5'],
  bundledDeps: ['cli-table3', 'ipaddr.js', 'zod'], // not jsii modules, so they travel in the package
  devDeps: ['cdk8s-cli', 'fast-check', 'yaml'],

  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0', // jsii and TypeScript stay on the same minor
  minNodeVersion: '20.16.0',
  bumpPackage: 'commit-and-tag-version@^12', // 13 needs Node 22
  sampleCode: false,
  depsUpgrade: false,
  eslintOptions: { dirs: ['src'], devdirs: ['test', 'examples', 'bench', 'scripts', '.projenrc.ts'] },
  jestOptions: {
    coverageText: false,
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    jestConfig: {
      moduleNameMapper: { '^cdk8s-expose$': '<rootDir>/src' },
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/cluster/'],
    },
  },
  gitignore: ['/.jsii.tabl.json', 'examples/*/dist/', '.DS_Store'],
});

// package-lock.json names no registry host.
project.npmrc.addConfig('omit-lockfile-registry-resolved', 'true');

// The examples import 'cdk8s-expose' by its own name, as a user does; jsii tools read .jsii and package.json.
project.package.addField('exports', {
  '.': { types: './lib/index.d.ts', default: './lib/index.js' },
  './.jsii': './.jsii',
  './package.json': './package.json',
});

// Only what a user of the package reads or runs is published.
for (const path of ['/.ci/', '/bench/', '/docs/', '/examples/', '/scripts/', '/projenrc/', '/rosetta/', '/.jsii.tabl.json', '/dist/', '/coverage/', '/test-reports/']) {
  project.addPackageIgnore(path);
}

// unrs-resolver 1.13.0 names binaries that were never published, so a lock file with it cannot be installed from.
project.package.addField('overrides', { 'unrs-resolver': '1.12.2' });

// In the examples the library is a dependency like any other, though it is this project.
project.eslint?.addOverride({ files: ['examples/**/*.ts'], rules: { 'import/order': 'off' } });

// Folders of TypeScript beside src and test, each with a compiler configuration for ts-node, eslint and editors.
for (const folder of ['scripts', 'bench']) {
  new javascript.TypescriptConfig(project, {
    fileName: `${folder}/tsconfig.json`,
    extends: javascript.TypescriptConfigExtends.fromPaths(['../tsconfig.json']),
    compilerOptions: { noEmit: true, rootDir: '..' },
    include: ['**/*.ts'],
  });
}

// Node 20 is past its end of life, which jsii says at length in every run.
project.tasks.addEnvironment('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');

// The tests run the examples against the compiled library, and compile the snippets of README and docstrings.
const rosetta = project.addTask('rosetta', {
  description: 'Compile every code snippet of README.md and of the docstrings',
  exec: 'jsii-rosetta extract --strict --cache-to node_modules/.cache/rosetta.tabl.json .',
});
const typecheck = project.addTask('typecheck', { description: 'Compile tests, examples, scripts and bench without writing anything' });
for (const folder of ['test', 'examples', 'scripts', 'bench']) {
  typecheck.exec(`tsc --noEmit --isolatedModules false -p ${folder}`);
}
project.testTask.prependSpawn(typecheck);
project.testTask.prependSpawn(rosetta);
project.testTask.prependSpawn(project.compileTask);

// Pages of docs/ that are written from the tables of the library.
for (const [page, description] of Object.entries({
  'rules': 'the catalogue of rules and the titles of the tests',
  'controllers': 'the table of controllers',
  'load-balancers': 'the table of providers',
})) {
  project.postCompileTask.spawn(project.addTask(`${page}-doc`, {
    description: `Write docs/${page}.md from ${description}`,
    exec: `ts-node --project scripts/tsconfig.json scripts/${page}-doc.ts`,
  }));
}

project.addTask('synth', {
  description: 'Synthesize every example and print where everything is reachable',
  steps: [{ spawn: project.compileTask.name }, { exec: 'ts-node --project scripts/tsconfig.json scripts/synth.ts', receiveArgs: true }],
});
project.addTask('test:cluster', {
  description: 'Run the cluster suite on the cluster that KUBECONFIG names',
  steps: [{ spawn: project.compileTask.name }, { exec: 'jest --config test/cluster/jest.config.json --runInBand', receiveArgs: true }],
});
// No ts-node: it takes memory.
for (const [task, program, description] of [
  ['bench', 'main', 'Measure against the same objects written by hand'],
  ['bench:platform', 'platform', 'Measure what a profile and a policy cost'],
]) {
  project.addTask(task, {
    description,
    steps: [
      { spawn: project.compileTask.name },
      { exec: 'tsc -p bench/tsconfig.json --noEmit false --declaration false --rootDir bench --outDir bench/.build' },
      { exec: `node bench/.build/${program}.js`, receiveArgs: true },
    ],
  });
}

project.synth();
