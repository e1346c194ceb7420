import Table from 'cli-table3';
import { IConstruct } from 'constructs';
import { AccessFrom, AccessPoint } from '../access/access-point';
import { Exposure } from '../exposure';
import { Acceptance, Finding } from '../rules/findings';
import { ALLOWED_METADATA, userPath, WARNING_METADATA } from '../synth-notes';
import { indented, wrapped } from './text';

/**
 * Where everything in a scope is reachable, and what that needs: for people as text, for programs as JSON.
 *
 *     console.log(AccessReport.of(app).toText());
 */
export class AccessReport {
  /**
   * The report of every exposure in a scope.
   *
   * @param scope An app, a chart, or any construct: it and everything below it, in the order of the construct tree.
   */
  public static of(scope: IConstruct): AccessReport {
    return new AccessReport(scope.node.findAll().filter(construct => construct instanceof Exposure));
  }

  private constructor(private readonly exposures: readonly Exposure[]) {
  }

  /**
   * The report for people. URLs and commands stand on one line each, however long they are, so that they can be copied; everything
   * else fits into 100 columns.
   */
  public toText(): string {
    return this.exposures.length === 0 ? 'Nothing is exposed.\n' : this.exposures.map(sheet).join('\n\n');
  }

  /** The report for programs: a JSON document that is the same on every run. */
  public toJson(): string {
    return `${JSON.stringify({ exposures: this.exposures.map(record) }, undefined, 2)}\n`;
  }
}

/** A finding that was accepted, as its metadata has it. */
type Accepted = Finding & Acceptance;

/** Everything that is known of one exposure, in the order in which JSON shows it. */
function record(exposure: Exposure) {
  const { strategy, workload, service, externalService, accessPoints, requirements } = exposure;
  return {
    path: userPath(exposure),
    strategy,
    namespace: workload.metadata.namespace,
    workload: { kind: workload.kind, name: workload.name },
    service: service.name,
    externalService: externalService?.name,
    accessPoints: accessPoints.map(way => ({
      from: way.from, port: way.port, url: way.url, placeholders: way.placeholders, tunnel: way.tunnel, request: way.request, note: way.note,
    })),
    requirements: requirements.map(({ kind, description, check }) => ({ kind, description, check })),
    warnings: notes<Finding>(exposure, WARNING_METADATA).map(({ rule, message }) => ({ rule, message })),
    allowed: notes<Accepted>(exposure, ALLOWED_METADATA).map(({ rule, message, reason, grantedBy, until }) => (
      { rule, message, reason, grantedBy, until })),
  };
}

/** What was noted of an exposure, and of the app it is a part of. */
function notes<T>(exposure: Exposure, type: string): T[] {
  const app = exposure.node.id === 'Default' ? exposure.node.scope!.node.metadata : [];
  const found = [...app, ...exposure.node.metadata].filter(entry => entry.type === type).map(({ data }) => data as T);
  return distinct(found, note => JSON.stringify(note));
}

/** The page of one exposure. */
function sheet(exposure: Exposure): string {
  const { path, strategy, namespace, workload, accessPoints, requirements, warnings, allowed } = record(exposure);
  return [
    `${path}: ${strategy}, ${workload.kind} ${workload.name}${namespace === undefined ? '' : ` in namespace ${namespace}`}`,
    ...accessPoints.length === 0 ? [] : [table(accessPoints)],
    ...section('Fill in:', placeholders(accessPoints)),
    ...section('Keep running meanwhile:', tunnels(accessPoints)),
    ...section('Request, before DNS knows the hostname:', requests(accessPoints, isCurl)),
    ...section('Request, with the credentials of kubectl:', requests(accessPoints, request => !isCurl(request))),
    ...section('Needs:', requirements.map(({ description, check }) => item(description, check))),
    ...section('Warnings:', warnings.map(({ rule, message }) => item(`${rule}: ${message}`))),
    ...section('Allowed:', allowed.map(({ rule, message, reason, grantedBy, until }) =>
      item(`${rule}${grantedBy === undefined ? '' : `, granted by ${grantedBy} until ${until}`}, because ${reason}: ${message}`))),
  ].join('\n') + '\n';
}

const STANDPOINTS = Object.values(AccessFrom);

/** What the report shows of an access point. */
type Way = Pick<AccessPoint, 'from' | 'port' | 'url' | 'placeholders' | 'tunnel' | 'request' | 'note'>;

/** The ways in, from the inside out. The table is as wide as its longest URL. */
function table(ways: readonly Way[]): string {
  const grid = new Table({
    head: ['from', 'port', 'URL'],
    style: { head: [], border: [], compact: true }, // no colours: the text goes into files and logs
  });
  for (const from of STANDPOINTS) {
    grid.push(...ways.filter(way => way.from === from).map(({ port, url, note }, index) => [
      index === 0 ? from : '',
      port,
      note === undefined ? url : `${url}\n  ${note}`,
    ]));
  }
  return grid.toString();
}

/** Each placeholder once, with the command that prints it. */
function placeholders(ways: readonly Way[]): string[] {
  const all = distinct(ways.flatMap(way => way.placeholders), ({ name, command }) => `${name} ${command}`);
  return all.map(({ name, description, command }) => item(`<${name}>, ${description}`, command));
}

/** Each command that has to run while a URL is used, with the addresses that are there only then. */
function tunnels(ways: readonly Way[]): string[] {
  return distinct(ways.flatMap(({ tunnel }) => tunnel ?? []), tunnel => tunnel).map(tunnel => {
    const origins = ways.filter(way => way.tunnel === tunnel).map(({ url }) => url.replace(/^(\w+:\/\/[^/]*).*/, '$1'));
    return item(`for ${distinct(origins, origin => origin).join(', ')}`, tunnel);
  });
}

/** The requests that are more than `curl` with the URL. */
function requests(ways: readonly Way[], are: (request: string) => boolean): string[] {
  return ways.flatMap(({ url, request }) => request === undefined || request === `curl -i '${url}'` || !are(request) ? [] : [indented(request, 4)]);
}

function isCurl(request: string): boolean {
  return request.startsWith('curl ');
}

function section(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : ['', `  ${title}`, ...items];
}

function item(text: string, command?: string): string {
  return [wrapped(text, { first: '  - ', rest: '    ' }), ...command === undefined ? [] : [indented(command, 6)]].join('\n');
}

function distinct<T>(values: readonly T[], key: (value: T) => string): T[] {
  return [...new Map(values.map(value => [key(value), value])).values()];
}
