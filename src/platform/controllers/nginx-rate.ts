import { HttpRateLimit } from '../../http/http-features';

/** The units that nginx counts in, by their seconds. */
const UNITS: Readonly<Record<number, string>> = { 1: 'r/s', 60: 'r/m' };

function unitOf({ period }: HttpRateLimit): string | undefined {
  return UNITS[period?.toSeconds() ?? 1];
}

/** nginx counts in a second or a minute. */
export function checkRate(limit: HttpRateLimit, title: string): string | undefined {
  return unitOf(limit) === undefined
    ? `counts in ${limit.period!.toSeconds()} seconds, and ${title} counts in a second or a minute; use Duration.seconds(1) or Duration.minutes(1)`
    : undefined;
}

/** A rate as nginx writes it, such as `10r/s`. */
export function rate(limit: HttpRateLimit): string {
  return `${limit.requests}${unitOf(limit)}`;
}
