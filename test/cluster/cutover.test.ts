import { resolve } from './access';
import { exposeEcho } from './echo';
import { environment } from './environment';
import { listenerOf } from './gateway';
import { apply, get, remove, rolledOut } from './kubectl';
import { deleteNamespace, makeNamespace, namespaceName } from './namespace';
import { identity, KubeObject, synthesize, Synthesized } from './objects';
import { note } from './protocol';
import { eventually, pause } from './retry';
import { describeWith } from './skip';
import { Place, statusOf, Visitor } from './visitor';
import { AccessFrom, ExposedService, Exposure, ExposureOptions, ExposureStrategy, GatewayProtocol } from 'cdk8s-expose';

const namespace = namespaceName('cutover');
const HOSTNAME = `cutover.${environment.domain}`;
const { INGRESS, GATEWAY } = ExposureStrategy;

/** A door of the app, with a hostname that no other has, by which it is known whether this one is open. */
interface CutoverDoor {
  readonly strategy: ExposureStrategy;
  readonly own: string;
}

const door = (strategy: ExposureStrategy, label: string): CutoverDoor => ({ strategy, own: `cutover-${label}.${environment.domain}` });
const [oldIngress, newGateway, gateway, newIngress, ingress] = [
  door(INGRESS, 'old-ingress'), door(GATEWAY, 'new-gateway'), door(GATEWAY, 'gateway'), door(INGRESS, 'new-ingress'), door(INGRESS, 'ingress'),
];

/** The states of the app, one after the other; the last door of each is new. */
const STATES: readonly (readonly CutoverDoor[])[] = [[oldIngress], [oldIngress, newGateway], [gateway], [gateway, newIngress], [ingress]];

const titleOf = (doors: readonly CutoverDoor[]) => doors.map(({ strategy }) => strategy).join(' and ');

let listener: { name: string; port: number };
let visitor: Visitor;

/** The app with its doors, the first one first. */
function app([first, ...further]: readonly CutoverDoor[]): Synthesized<ExposedService> {
  return synthesize(namespace, chart => {
    const exposed = exposeEcho(chart, { name: 'cutover', ports: [{ name: 'http', port: 8080, speaks: 'http' }], ...optionsOf(first) });
    further.forEach(one => exposed.alsoBy(one.strategy.toLowerCase(), optionsOf(one)));
    return exposed;
  });
}

function optionsOf({ strategy, own }: CutoverDoor): ExposureOptions {
  const { ingressClass: ingressClassName, gatewayName: name, gatewayNamespace } = environment;
  const known = { protocol: GatewayProtocol.HTTP, port: listener.port };
  return {
    strategy,
    http: { hostnames: [HOSTNAME, own] },
    ingress: { ingressClassName },
    gateway: { parentRefs: [{ name, namespace: gatewayNamespace, sectionName: listener.name, listener: known }] },
    allow: { 'E-4': 'a test needs no certificate' },
  };
}

/** Where the door is: what DNS has to say. */
async function placeOf({ accessPoints, strategy }: Exposure): Promise<Place> {
  const values = await resolve(accessPoints.find(({ from }) => from === AccessFrom.OUTSIDE)!);
  const [, address] = Object.entries(values).find(([name]) => name.endsWith('_ADDRESS'))!;
  return { address: address.trim().split(/\s+/)[0], port: strategy === GATEWAY ? listener.port : 80 };
}

interface Route {
  readonly status?: { readonly parents?: readonly { readonly conditions: readonly { readonly type: string; readonly status: string }[] }[] };
}

/** Waits until every listener has taken the routes. */
async function accepted(objects: readonly KubeObject[]): Promise<void> {
  for (const { metadata } of objects.filter(({ kind }) => kind === 'HTTPRoute')) {
    await eventually(async () => {
      const { status } = await get<Route>('-n', namespace, 'httproute', metadata.name);
      const conditions = (status?.parents ?? []).flatMap(parent => parent.conditions);
      const [isAccepted, isResolved] = ['Accepted', 'ResolvedRefs'].map(type => conditions.filter(condition => condition.type === type));
      if (isAccepted.length === 0 || [...isAccepted, ...isResolved].some(condition => condition.status !== 'True')) {
        throw new Error(`HTTPRoute ${metadata.name} is not accepted: ${JSON.stringify(conditions)}`);
      }
    });
  }
}

/** Waits until the door itself leads to the app, asked by the hostname that only it has. */
async function opened({ own }: CutoverDoor, place: Place): Promise<void> {
  await eventually(async () => {
    const status = await statusOf(own, place);
    if (status !== 200) {
      throw new Error(`${own} at ${place.address}:${place.port} answered ${status}`);
    }
  });
}

async function bringUp(doors: readonly CutoverDoor[]): Promise<{ objects: KubeObject[]; place: Place }> {
  const { objects, built } = app(doors);
  await apply(objects);
  await rolledOut(objects);
  await accepted(objects);
  const place = await placeOf(built.exposures[doors.length - 1]);
  await opened(doors[doors.length - 1], place);
  return { objects, place };
}

async function uidOf(kind: string): Promise<string> {
  return (await get<{ metadata: { uid: string } }>('-n', namespace, kind, 'cutover')).metadata.uid;
}

describeWith('INGRESS', 'with an Ingress controller', () => {
  describeWith('GATEWAY', 'and a Gateway, a live app with one hostname is brought', () => {
    beforeAll(async () => {
      await makeNamespace(namespace);
      listener = await listenerOf('HTTP');
      const { place } = await bringUp(STATES[0]);
      await eventually(async () => expect(await statusOf(HOSTNAME, place)).toBe(200));
      visitor = new Visitor(HOSTNAME, place);
    });
    afterAll(async () => {
      await visitor?.end();
      await deleteNamespace(namespace);
    });

    for (const [index, doors] of STATES.slice(1).entries()) {
      const before = STATES[index];
      test(`from ${titleOf(before)} to ${titleOf(doors)} without a lost request, with the same workload and Service`, async () => {
        const kept = await Promise.all(['deployment', 'service'].map(uidOf));
        await visitor.read();

        const { objects, place } = await bringUp(doors);
        visitor.moveTo(place); // the same where one controller stands behind both
        await pause(1000);
        const stay = objects.map(identity);
        const gone = app(before).objects.filter(object => !stay.includes(identity(object)));
        await remove(gone);
        await pause(4000); // a controller may need a while to learn of it

        const { answered, lost, gap, reasons } = await visitor.read();
        note('A cutover, one hostname requested from outside every 50 ms', {
          'from': titleOf(before),
          'to': titleOf(doors),
          'deleted at last': gone.map(({ kind, metadata }) => `${kind} ${metadata.name}`).join(', ') || undefined,
          'at': `${place.address}:${place.port}`,
          answered,
          lost,
          'longest gap (ms)': gap,
        });
        expect(reasons).toEqual([]);
        expect(answered).toBeGreaterThan(80);
        expect(await Promise.all(['deployment', 'service'].map(uidOf))).toEqual(kept);
      });
    }
  });
});
