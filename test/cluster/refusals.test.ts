import { apply, tryKubectl } from './kubectl';
import { deleteNamespace, makeNamespace, namespaceName } from './namespace';
import { KubeObject, yamlOf } from './objects';
import { note } from './protocol';
import { Refused, REFUSED, REFUSED_AFTER, REFUSED_BY_GATEWAY_API, REFUSED_FOR_REAL } from './refused';
import { describeWith } from './skip';

const namespace = namespaceName('refusals');

beforeAll(async () => makeNamespace(namespace));
afterAll(async () => deleteNamespace(namespace));

const here = (object: KubeObject): KubeObject => ({ ...object, metadata: { ...object.metadata, namespace } });

/** What the API server says to an object that it does not take. */
async function refusal({ rule, what, object }: Refused, ...verb: string[]): Promise<string> {
  const { code, stderr } = await tryKubectl([...verb, '-f', '-'], yamlOf([here(object)]));
  note('What the API server refuses', { rule, what, 'it says': stderr.trim().replace(/\s+/g, ' ').replace(/^.*is invalid: /, '').slice(0, 110) });
  return code === 0 ? 'accepted' : stderr;
}

describe('the API server refuses', () => {
  for (const bad of REFUSED) {
    test(`${bad.rule}: ${bad.what}`, async () => {
      expect(await refusal(bad, 'create', '--dry-run=server')).toMatch(bad.says);
    });
  }

  for (const bad of REFUSED_FOR_REAL) {
    test(`${bad.rule}: ${bad.what}`, async () => {
      expect(await refusal(bad, 'create')).toMatch(bad.says);
    });
  }

  for (const bad of REFUSED_AFTER) {
    test(`${bad.rule}: ${bad.what}`, async () => {
      await apply([here(bad.first)]);
      expect(await refusal(bad, 'apply', '--server-side', '--field-manager=cdk8s-expose', '--dry-run=server')).toMatch(bad.says);
    });
  }
});

describeWith('GATEWAY', 'the Gateway API refuses', () => {
  for (const bad of REFUSED_BY_GATEWAY_API) {
    test(`${bad.rule}: ${bad.what}`, async () => {
      expect(await refusal(bad, 'create', '--dry-run=server')).toMatch(bad.says);
    });
  }
});
