import { App, Chart, Testing, Yaml } from 'cdk8s';
import { snapshotCases } from './fixtures/manifests';

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

afterEach(() => {
  jest.restoreAllMocks();
});

/** YAML as it is, without the quotes and escapes of a string. */
expect.addSnapshotSerializer({ test: value => typeof value === 'string', serialize: value => value as string });

test.each(snapshotCases)('$name', ({ build }) => {
  const chart = new Chart(new App(), 'metrics', { namespace: 'metrics' });
  build(chart);
  expect(Yaml.stringify(...Testing.synth(chart))).toMatchSnapshot();
});

test('no two cases have the same name', () => {
  expect(new Set(snapshotCases.map(({ name }) => name)).size).toBe(snapshotCases.length);
});
