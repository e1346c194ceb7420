import { cdk8s, javascript } from 'projen';

const project = new cdk8s.ConstructLibraryCdk8s({
  name: '@acme/platform',
  description: 'The clusters of Acme, what apps may open there, and PublicWebService, which needs no more than an image and a hostname.',
  author: 'The platform team of Acme',
  authorAddress: 'platform@acme.example',
  repositoryUrl: 'https://git.acme.example/platform.git',
  licensed: false,
  defaultReleaseBranch: 'main',
  majorVersion: 1,
  packageManager: javascript.NodePackageManager.NPM,
  npmRegistryUrl: 'https://npm.acme.example',
  projenrcTs: true,
  github: false,
  sampleCode: false,

  cdk8sVersion: '2.68.12',
  constructsVersion: '10.3.0',
  peerDeps: ['cdk8s-expose', 'cdk8s-plus-27@^2.9.5'], // what an app has to have once, not twice
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0', // that of jsii
  minNodeVersion: '20.16.0',
});

project.synth();
