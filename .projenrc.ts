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
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    jestConfig: {
      moduleNameMapper: { '^cdk8s-expose$': '<rootDir>/src' },
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/cluster/'],
    },
  },
  gitignore: ['/.cluster/', 'examples/*/dist/', '.DS_Store'],
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
for (const path of ['/.ci/', '/bench/', '/docs/', '/examples/', '/scripts/', '/projenrc/', '/.cluster/', '/dist/', '/coverage/', '/test-reports/']) {
  project.addPackageIgnore(path);
}

project.synth();
